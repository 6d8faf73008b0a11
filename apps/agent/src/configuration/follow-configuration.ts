import type { Logger } from '@panto/service';
import { Observable } from 'rxjs';
import type { Backoff } from '../backoff';
import { Outage } from '../outage';
import type { RememberedConfiguration } from './agent-configuration';
import type { Remembered } from './remembered';
import type { Introduction, ServerClient } from './server-client';

/** Dependencies of following the configuration. */
export interface Following {
  readonly server: ServerClient;
  readonly introduction: Introduction;
  readonly remembered: Remembered<RememberedConfiguration>;
  readonly backoff: Backoff;
  readonly logger: Logger;
  readonly now: () => number;
  /** Waits; returns early, without an error, when aborted. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * The configuration and every change of it, for as long as there is a subscriber. Starts with the one on
 * disk, so that an Agent works without its Server; never fails, and keeps asking.
 */
export function followConfiguration(following: Following): Observable<RememberedConfiguration> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    follow(following, (found) => subscriber.next(found), controller.signal).catch((error: unknown) =>
      subscriber.error(error),
    );
    return () => controller.abort();
  });
}

async function follow(
  following: Following,
  tell: (found: RememberedConfiguration) => void,
  signal: AbortSignal,
): Promise<void> {
  const { remembered, backoff, logger, pause, now } = following;
  const outage = new Outage(logger, 'asking the Server for the configuration', now);
  let last = await remembered.read();
  if (last && !signal.aborted) tell(last);
  const answered = (found: RememberedConfiguration | null): void => {
    outage.over();
    backoff.reset();
    if (!found) return;
    last = found;
    tell(found);
  };
  while (!signal.aborted) {
    try {
      await session(following, last, signal, answered);
    } catch (error) {
      if (signal.aborted) return;
      outage.met(error);
    }
    await pause(backoff.next(), signal);
  }
}

/** Registers, then polls for changes for as long as the Server knows this Agent. */
async function session(
  { server, introduction, remembered, backoff, logger, pause }: Following,
  last: RememberedConfiguration | undefined,
  signal: AbortSignal,
  answered: (found: RememberedConfiguration | null) => void,
): Promise<void> {
  const identity = await server.register(introduction, signal);
  logger.info({ id: identity.id, name: identity.name }, 'registered');
  let tag: string | undefined;
  let version = last?.identity.id === identity.id ? last.configuration.version : undefined;
  while (!signal.aborted) {
    const answer = await server.configuration(identity.id, tag, signal);
    if (answer.kind === 'unknown-agent') {
      return logger.warn({ id: identity.id }, 'the Server does not know this Agent; registering again');
    }
    if (answer.kind === 'unchanged' || answer.configuration.version === version) {
      answered(null);
      // Without a tag the Server cannot hold the request, so we wait here.
      if (answer.kind === 'new') tag = answer.tag;
      if (tag === undefined) await pause(backoff.next(), signal);
      continue;
    }
    const { configuration } = answer;
    ({ version } = configuration);
    ({ tag } = answer);
    logger.info({ version, checks: configuration.checks.length }, 'configuration applied');
    await remembered.write({ identity, configuration }).catch((error: unknown) => {
      logger.error({ error }, 'the configuration cannot be stored on disk');
    });
    answered({ identity, configuration });
  }
}
