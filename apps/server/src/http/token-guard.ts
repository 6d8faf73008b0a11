import { createHash, timingSafeEqual } from 'node:crypto';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from './problem';

/** Paths that need no token: health, and the pointer to the description. Compared exactly. */
export const openPaths: ReadonlySet<string> = new Set(['/', '/livez', '/readyz', '/metrics']);

/** Admits requests to the API that carry the token; if no token is set, admits all. */
export class TokenGuard implements CanActivate {
  private readonly wanted: Buffer | undefined;

  constructor(token: string | undefined) {
    this.wanted = token === undefined ? undefined : digest(token);
  }

  /** Returns true, or throws a problem. */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (this.wanted === undefined || openPaths.has(request.path)) return true;
    const [, token] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    // Digests have equal length, so that the comparison reveals nothing about the token.
    if (token !== undefined && timingSafeEqual(digest(token), this.wanted)) return true;
    throw new Problem(401, 'unauthorized', 'send the header "Authorization: Bearer <PANTO_API_TOKEN>"');
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
