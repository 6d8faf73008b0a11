import { isIP } from 'node:net';

/** Names by which containers call the machine that they run on. */
const usual = ['localhost', 'host.docker.internal', 'host.containers.internal'];

/**
 * Why a request is not answered: a page in a browser sent it. There is no password here, and a browser sends what any
 * page wants to 127.0.0.1, or to a name that has been given that address; no client of ClickHouse sends an Origin.
 */
export function strangerOf(
  header: (name: string) => string | undefined,
  allowed: readonly string[],
): string | undefined {
  const origin = header('origin');
  if (origin !== undefined) return `a page of ${origin.slice(0, 100)} asks`;
  const site = header('sec-fetch-site');
  if (site === 'cross-site' || site === 'same-site') return 'a page of another site asks';
  const name = (header('host') ?? '').trim().toLowerCase().replace(/:\d*$/, '');
  const isOwn =
    name === '' || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0 || [...usual, ...allowed].includes(name);
  return isOwn ? undefined : `the name ${name.slice(0, 100)} is not in PANTO_ALLOWED_HOSTS`;
}
