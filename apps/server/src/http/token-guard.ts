import { createHash, timingSafeEqual } from 'node:crypto';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { Problem } from './problem';

/** What anybody may ask: signs of life, and where the description is. Paths are told apart by nothing else. */
const open: ReadonlySet<string> = new Set(['/', '/livez', '/readyz', '/metrics']);

/** Lets a request to the API pass that bears the token; without a token in the settings, all pass. */
export class TokenGuard implements CanActivate {
  private readonly wanted: Buffer | undefined;

  constructor(token: string | undefined) {
    this.wanted = token === undefined ? undefined : digest(token);
  }

  /** True, or a problem. */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    if (this.wanted === undefined || open.has(request.path)) return true;
    const [, token] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
    // Digests have one length, so that the comparison tells nothing about the token.
    if (token !== undefined && timingSafeEqual(digest(token), this.wanted)) return true;
    throw new Problem(401, 'unauthorized', 'send the header "Authorization: Bearer <PANTO_API_TOKEN>"');
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
