import { COMPATIBILITY, SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { AvroError } from './avro-error';
import type { AvroSchema } from './avro-schema';
import { BoundedHttp } from './bounded-http';
import type { FoundSchema, SchemaSource } from './schema-source';

/** The address of the schema registry and our credentials. */
export interface RegistryAddress {
  /** Base of Confluent's API, for example http://127.0.0.1:8081/apis/ccompat/v7. */
  readonly url: string;
  /** `user:password`, as in `schema.registry.basic.auth.user.info`. */
  readonly userInfo?: string | undefined;
  /** How long one request may take, ms. */
  readonly timeout?: number;
}

const defaultTimeout = 5_000;
/** Longest response that is read, bytes. */
const answerLimit = 1_000_000;
const alone = 'only Avro schemas without references are read';

/** The schema registry, through Confluent's API. Every request has a timeout; every failure says whether to retry. */
export class Registry implements SchemaSource {
  private readonly http: BoundedHttp;
  private readonly client: SchemaRegistry;

  constructor(private readonly address: RegistryAddress) {
    const timeout = address.timeout ?? defaultTimeout;
    const [username, ...password] = (address.userInfo ?? '').split(':');
    const auth = username ? { username, password: password.join(':') } : undefined;
    this.http = new BoundedHttp(address.url, auth, timeout, answerLimit);
    this.client = new SchemaRegistry({
      host: address.url,
      clientId: 'panto',
      ...(auth === undefined ? {} : { auth }),
      middlewares: [() => ({ request: (request) => request.enhance({ timeout }) })],
    });
  }

  /**
   * The schema of an id. Requested directly and not through the client: that one parses an untrusted schema before its
   * size can be checked, follows references without bound and asks again for every message.
   */
  async find(id: number): Promise<FoundSchema> {
    const answer = await this.http.request('GET', `/schemas/ids/${id}`);
    if (answer.status === 404) return { kind: 'missing' };
    if (answer.status !== 200) throw refusal(this.address.url, answer.status, answer.text);
    const body: unknown = parsed(answer.text);
    if (typeof body !== 'object' || body === null || !('schema' in body) || typeof body.schema !== 'string') {
      return { kind: 'unreadable', detail: 'the registry answers without a schema' };
    }
    const type = 'schemaType' in body ? body.schemaType : 'AVRO';
    const references = 'references' in body && Array.isArray(body.references) ? body.references.length : 0;
    if ((type ?? 'AVRO') !== 'AVRO' || references > 0) return { kind: 'unreadable', detail: alone };
    return { kind: 'schema', text: body.schema };
  }

  /** The id under which a subject holds exactly this schema; throws `schema-not-registered`. */
  async idOf(subject: string, schema: AvroSchema): Promise<number> {
    const { url } = this.address;
    const path = `/subjects/${encodeURIComponent(subject)}`;
    const answer = await this.http.request('POST', path, JSON.stringify(confluent(schema)));
    if (answer.status === 404) {
      const message = `the registry at ${url} does not hold our schema under ${subject}: register it first`;
      throw new AvroError('schema-not-registered', true, message);
    }
    const body: unknown = parsed(answer.text);
    const found = answer.status === 200 && typeof body === 'object' && body !== null && 'id' in body;
    if (!found || typeof body.id !== 'number') throw refusal(url, answer.status, answer.text);
    return body.id;
  }

  /** Registers a schema under a subject, after setting the compatibility of the subject; idempotent. Returns the id. */
  async register(subject: string, schema: AvroSchema): Promise<number> {
    const path = `/config/${encodeURIComponent(subject)}`;
    const level = JSON.stringify({ compatibility: COMPATIBILITY.FULL_TRANSITIVE });
    const answer = await this.http.request('PUT', path, level);
    if (answer.status !== 200) throw refusal(this.address.url, answer.status, answer.text);
    try {
      const compatibility = COMPATIBILITY.FULL_TRANSITIVE;
      return (await this.client.register(confluent(schema), { subject, compatibility })).id;
    } catch (error) {
      throw unregistered(this.address.url, subject, error);
    }
  }
}

function confluent(schema: AvroSchema): { type: SchemaType.AVRO; schema: string } {
  return { type: SchemaType.AVRO, schema: JSON.stringify(schema) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(url: string, status: number, text: string): AvroError {
  const retry = status >= 500 || status === 429;
  return new AvroError(
    retry ? 'registry-unreachable' : 'registry-refused',
    true,
    `the schema registry at ${url} answers ${status}: ${text.slice(0, 200)}`,
  );
}

/** The client keeps the status of a response on its errors. */
function unregistered(url: string, subject: string, error: unknown): AvroError {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;
  switch (status) {
    case 409:
    case 422:
      return new AvroError(
        'schema-incompatible',
        false,
        `${subject}: the schema is not compatible with its earlier versions: ${message}`,
        { cause: error },
      );
    case 401:
    case 403:
      return new AvroError('registry-refused', true, `the schema registry at ${url} refuses us: ${message}`, {
        cause: error,
      });
    default:
      return new AvroError(
        'registry-unreachable',
        true,
        `the schema registry at ${url} cannot be used: ${message}`,
        { cause: error },
      );
  }
}
