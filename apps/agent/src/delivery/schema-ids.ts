import { AvroError, type AvroSchema } from '@panto/avro';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Remembered } from '../configuration/remembered';

/** Schema ids by cache key. */
export const rememberedIds = z.record(z.string(), z.int());

/** A source of schema ids. */
export interface IdSource {
  idOf(subject: string, schema: AvroSchema): Promise<number>;
}

/**
 * Schema ids from the registry, each requested once; if the registry is unreachable, those of an earlier run.
 * The cache key contains the address of the registry and the text of the schema, so an id is never mixed up.
 */
export class SchemaIds {
  private readonly known = new Map<string, number>();

  constructor(
    private readonly registry: (url: string) => IdSource,
    private readonly remembered: Remembered<Record<string, number>>,
  ) {}

  async idOf(url: string, subject: string, schema: AvroSchema): Promise<number> {
    const key = `${url} ${subject} ${createHash('sha256').update(JSON.stringify(schema)).digest('hex')}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const id = await this.ask(url, subject, schema, key);
    this.known.set(key, id);
    return id;
  }

  private async ask(url: string, subject: string, schema: AvroSchema, key: string): Promise<number> {
    try {
      const id = await this.registry(url).idOf(subject, schema);
      await this.remembered.write({ ...(await this.remembered.read()), [key]: id }).catch(() => undefined);
      return id;
    } catch (error) {
      const earlier = (await this.remembered.read())?.[key];
      if (earlier !== undefined && error instanceof AvroError && error.code === 'registry-unreachable') {
        return earlier;
      }
      throw error;
    }
  }
}
