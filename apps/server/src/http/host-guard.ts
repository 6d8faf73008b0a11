import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { isIP } from 'node:net';
import { Problem } from './problem';
import { openPaths } from './token-guard';

/**
 * Where no token is asked for, lets only such requests pass as name this Server by an IP address, as localhost or by
 * a name of the settings. The page of a stranger can give its own name the address of this Server, and its reader's
 * browser then lets it ask for everything here; but what the browser says is still that name.
 */
export function hostGuard(allowed: readonly string[]): RequestHandler {
  const names = new Set(['localhost', ...allowed]);
  return ({ headers: { host }, path }: Request, _response: Response, next: NextFunction): void => {
    const name = hostName(host ?? '');
    // Without a Host there is no browser.
    if (openPaths.has(path) || name === '' || isAddress(name) || names.has(name)) return next();
    next(
      new Problem(
        421,
        'misdirected',
        `this Server goes by an IP address, by localhost or by a name in PANTO_ALLOWED_HOSTS, not by \`${name}\`; set that, or PANTO_API_TOKEN`,
      ),
    );
  };
}

/** The name in a Host header: without the port and the dot of the root, in lower case. */
const hostName = (host: string): string =>
  host
    .trim()
    .toLowerCase()
    .replace(/:\d*$/, '')
    .replace(/(?<=.)\.$/, '');

const isAddress = (name: string): boolean => isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
