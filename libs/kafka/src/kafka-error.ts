import { LogError, type LogErrorCode } from '@panto/streams';

const codes: Readonly<Record<string, LogErrorCode>> = {
  INVALID_PRODUCER_EPOCH: 'fenced',
  PRODUCER_FENCED: 'fenced',
  TRANSACTION_COORDINATOR_FENCED: 'fenced',
  UNKNOWN_TOPIC_OR_PARTITION: 'topic-missing',
  LEADER_NOT_AVAILABLE: 'partition-unavailable',
  NOT_ENOUGH_REPLICAS: 'partition-unavailable',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'partition-unavailable',
  // After all attempts: the markers of the previous transaction wait for a partition.
  CONCURRENT_TRANSACTIONS: 'partition-unavailable',
  TOPIC_AUTHORIZATION_FAILED: 'not-authorised',
  GROUP_AUTHORIZATION_FAILED: 'not-authorised',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'not-authorised',
  CLUSTER_AUTHORIZATION_FAILED: 'not-authorised',
  SASL_AUTHENTICATION_FAILED: 'not-authorised',
};

const unreachable = [
  'KafkaJSConnectionError',
  'KafkaJSConnectionClosedError',
  'KafkaJSRequestTimeoutError',
  'KafkaJSBrokerNotFound',
  'KafkaJSNoBrokerAvailableError',
];

/** After these errors a retry may succeed later. */
const retriable: readonly LogErrorCode[] = ['unavailable', 'partition-unavailable', 'failed'];

/** Converts an error of kafkajs to the one error type that the rest of the code knows. */
export function kafkaError(what: string, error: unknown): LogError {
  if (error instanceof LogError) return error;
  const causes = chain(error);
  const first = causes.find(({ type }) => type !== undefined && type in codes);
  const known = first?.type === undefined ? undefined : codes[first.type];
  const code =
    known ?? (causes.some(({ name }) => unreachable.includes(name)) ? 'unavailable' : authOf(causes));
  const text = causes[0]?.message ?? String(error);
  return new LogError(code, `${what}: ${text}`, retriable.includes(code), { cause: error });
}

interface Cause {
  readonly name: string;
  readonly message: string;
  readonly type: string | undefined;
}

function authOf(causes: readonly Cause[]): LogErrorCode {
  return causes.some(({ name }) => name === 'KafkaJSSASLAuthenticationError') ? 'not-authorised' : 'failed';
}

/** An error and its causes, outermost first. */
function chain(error: unknown): readonly Cause[] {
  const causes: Cause[] = [];
  for (let at = error; at instanceof Error && causes.length < 10; at = at.cause) {
    const type = 'type' in at && typeof at.type === 'string' ? at.type : undefined;
    causes.push({ name: at.name, message: at.message, type });
  }
  return causes;
}
