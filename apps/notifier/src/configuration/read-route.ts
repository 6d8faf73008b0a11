import { alertKindValues, stateNameValues, type Route as RouteRecord } from '@panto/model';
import type { Route } from '@panto/notify';
import { z } from 'zod';

const words = new Map(stateNameValues.map((state) => [state.toLowerCase().replaceAll('_', '-'), state]));
const stateField = z.string().transform((text, context) => {
  const state = words.get(text.toLowerCase().replaceAll('_', '-'));
  if (state === undefined) context.addIssue({ code: 'custom', message: `${text} is not a State` });
  return state ?? z.NEVER;
});

/** What a Route or a Silence matches on in an Alert. */
export const matchField = z.object({
  labels: z.record(z.string(), z.string()).optional(),
  states: z.array(stateField).optional(),
  rules: z.array(z.string()).optional(),
  kinds: z.array(z.enum(alertKindValues)).optional(),
});

/** The part of the spec that the notifier reads; the Server has validated all of it. */
const routeSpec = z.object({
  match: matchField.default({}),
  channels: z.array(z.string()).default([]),
  default: z.boolean().default(false),
});

/** A Route from its topic; undefined: its spec is unusable. */
export function readRoute({ id, name, channels, spec }: RouteRecord): Route | undefined {
  const read = z.string().transform(parseJson).pipe(routeSpec).safeParse(spec);
  if (!read.success) return undefined;
  const { match, default: isDefault } = read.data;
  // The Server has resolved the names; a record without UUIDs was written by somebody else.
  return {
    id,
    name,
    match,
    channels: channels.length > 0 ? channels : read.data.channels,
    default: isDefault,
  };
}

/** Parses JSON as a step of a schema. */
export function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not JSON' });
    return z.NEVER;
  }
}
