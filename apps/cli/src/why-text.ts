import type { NotificationReason } from '@panto/model';
import { z } from 'zod';
import { printable } from './printable';
import { textColumns } from './text-table';

const named = z.looseObject({ name: z.string() });

/** The parts of a decision that are shown; `-o json` prints everything the Server returns. */
export const decision = z.looseObject({
  id: z.string(),
  alert: z.string(),
  check: named,
  channel: named.nullable(),
  route: named.nullable(),
  decision: z.string(),
  reason: z.string(),
  silence: named.nullable(),
  acknowledgedBy: z.string().nullable(),
  dependency: z.looseObject({ target: named, check: named, state: z.string() }).nullable(),
  rule: z.string(),
  kind: z.string(),
  status: z.string(),
  told: z.string().nullable(),
  title: z.string(),
  reasons: z.array(z.looseObject({ text: z.string() })),
  timestamp: z.string(),
  outcome: z.string(),
  lastAttempt: z
    .looseObject({ attempts: z.number(), reason: z.string(), detail: z.string(), timestamp: z.string() })
    .nullable(),
});

/** A decision about a message. */
export type Decision = z.output<typeof decision>;

/** One Alert, and a line for each Channel: what was decided for it, why, and the outcome. */
export function whyText(alert: readonly Decision[]): string {
  const [first] = alert;
  if (first === undefined) return '';
  const { timestamp, title, rule, kind, status, reasons } = first;
  const lines = [
    `${timestamp}  ${title}`,
    ...reasons.map(({ text }) => `  - ${text}`),
    `  Alert of rule ${rule}: ${kind}, ${status}`,
  ];
  const channels = alert.map((one) => ['', one.channel?.name ?? '-', sentenceOf(one)]);
  return [...lines.map(printable), textColumns(channels)].join('\n');
}

function sentenceOf(one: Decision): string {
  const because = isReason(one.reason) ? sentences[one.reason](one) : one.reason;
  return one.decision === 'send' ? `${because}; ${outcomeOf(one)}` : `not sent: ${because}`;
}

function isReason(reason: string): reason is NotificationReason {
  return Object.hasOwn(sentences, reason);
}

const of = (name: string | undefined): string => name ?? 'something unknown';
const knows = ({ told }: Decision): string => (told === null ? '' : `; it had been told ${told}`);

/** Why a message was sent, or not: one sentence for each reason of the notifier. */
const sentences: Readonly<Record<NotificationReason, (one: Decision) => string>> = {
  first: ({ route }) => `the first of this problem${route === null ? '' : ` (Route ${route.name})`}`,
  repeated: () => 'the problem is still there',
  worsened: (one) => `it became worse${knows(one)}`,
  changed: (one) => `the State changed${knows(one)}`,
  resolved: () => 'the problem is over, and it had been told of it',
  noRoute: () => 'no Route takes it',
  noChannel: ({ route }) => `the Channel that Route ${of(route?.name)} names does not exist`,
  notTold: () => 'the problem is over, and nobody had been told of it',
  silenced: ({ silence }) => `the Silence ${of(silence?.name)} takes it`,
  silenceEnded: ({ silence }) => `the Silence ${of(silence?.name)} is over, and the problem is still there`,
  dependency: ({ dependency }) => `it depends on ${of(dependency?.target.name)}, which is down (${of(dependency?.check.name)}: ${dependency?.state ?? 'UNKNOWN'})`, // prettier-ignore
  dependencyAwaited: () => 'held for a moment, until it is known whether a dependency is down, too',
  dependencyEnded: ({ dependency }) => `${of(dependency?.target.name)} is well again, and the problem is still there`, // prettier-ignore
  acknowledged: (one) => `${byOf(one)} is working on it, and the Channel has been told`,
  acknowledgementEnded: (one) => `${byOf(one)} is no longer working on it, and the problem is still there`,
  other: () => 'for a reason unknown to this version',
};

const byOf = ({ acknowledgedBy }: Decision): string =>
  acknowledgedBy === null || acknowledgedBy === '' ? 'somebody' : acknowledgedBy;

function outcomeOf({ outcome, lastAttempt }: Decision): string {
  if (lastAttempt === null) return outcome;
  const { attempts, reason, detail, timestamp } = lastAttempt;
  if (outcome === 'delivered') {
    return attempts > 1 ? `delivered at attempt ${attempts}, ${timestamp}` : 'delivered';
  }
  const said = detail === '' ? '' : `: ${detail}`;
  return `${outcome} after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} (${reason}${said})`;
}
