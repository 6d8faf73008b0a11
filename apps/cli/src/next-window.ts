import { specSchemas } from '@panto/resource';
import { nextWindow } from '@panto/window';
import { z } from 'zod';

type Spec = Readonly<Record<string, unknown>>;

const written = z.object({
  days: z.array(z.string()).optional(),
  from: z.string(),
  to: z.string(),
  timezone: z.string(),
});

/** The spec of a Silence; if it repeats, with the window that contains a time (ms), or the next one, as its hours. */
export function withNextWindow(spec: Spec, now: number): Spec {
  const read = specSchemas.Silence.safeParse(spec);
  const repeat = read.success ? read.data.repeat : undefined;
  if (repeat === undefined) return spec;
  const { days, from, to, timezone } = written.parse(spec['repeat']);
  const next = nextWindow(repeat, now);
  return {
    ...spec,
    ...(next && { from: new Date(next.from).toISOString(), until: new Date(next.until).toISOString() }),
    repeat: `${days?.join(',') ?? 'daily'} ${from}-${to} ${timezone}`,
  };
}
