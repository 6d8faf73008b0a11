import type { Silence as SilenceRecord } from '@panto/model';
import type { Silence } from '@panto/notify';
import { isTimeZone } from '@panto/window';
import { z } from 'zod';
import { matchField, parseJson } from './read-route';

/** The part of the spec that the notifier reads; the Server has checked that it matches on something. */
const silenceSpec = z.object({ match: matchField });

/** A Silence from its topic; undefined: its spec is unusable. */
export function readSilence({
  id,
  targets,
  checks,
  from,
  until,
  repeat,
  spec,
}: SilenceRecord): Silence | undefined {
  const read = z.string().transform(parseJson).pipe(silenceSpec).safeParse(spec);
  if (!read.success) return undefined;
  const named = { ...(targets.length > 0 && { targets }), ...(checks.length > 0 && { checks }) };
  if (repeat !== null && !isTimeZone(repeat.timezone)) return undefined;
  return { id, match: { ...read.data.match, ...named }, from, until, repeat };
}
