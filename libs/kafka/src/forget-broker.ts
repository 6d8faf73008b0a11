import type { Cluster } from 'kafkajs';

/** Tells kafkajs that a connection has ended, if an error names its broker: otherwise the broker stays in its pool. */
export function forgetBroker(cluster: Pick<Cluster, 'removeBroker'>, error: unknown): void {
  if (typeof error !== 'object' || error === null || !('host' in error) || !('port' in error)) return;
  const { host, port } = error;
  if (typeof host === 'string' && typeof port === 'number') cluster.removeBroker({ host, port });
}
