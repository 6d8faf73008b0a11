import { z } from 'zod';
import { failureReasons } from './failure';
import { commonMetrics, type MetricDescription, type Probe } from './probe';

const meta = z.object({ text: z.string(), unit: z.string().optional() });

/** The reference of the Probes as Markdown, generated from the Probes themselves. */
export function describeProbes(probes: Iterable<Probe>): string {
  const parts = [...probes].map(describe);
  const reasons = table(
    ['failure', 'meaning'],
    Object.entries(failureReasons).map(([reason, text]) => [code(reason), text]),
  );
  const text = [
    '# Probes',
    'Made from `libs/probes`; a test keeps it up to date.',
    introduction,
    '## Metrics of every Probe',
    metricTable(commonMetrics),
    '## Failures',
    'A measured failure is a Result with `up` false and one of these words in `failure`.',
    reasons,
    ...parts,
  ].join('\n\n');
  return `${text}\n`;
}

const introduction = [
  'A Target that does not do what it should is a Result with `up` false: that was measured. A Probe that could not',
  'run (bad parameters, no such program, a resolver that cannot be reached or has not answered in time, not permitted',
  'on this Agent, an unreadable file system) is a Result with an `error` and no metrics, and the Check becomes `ERROR`.',
  'A timeout is a failure of a remote Probe and an error of a local one. A run in which the Agent itself was stalled',
  'for longer than the timeout is repeated. Counts and bytes are integers; seconds and ratios are floats. Durations',
  'are `250ms`, `5s`, `1m` or a number of seconds.',
].join('\n');

function describe(probe: Probe): string {
  const parameters = Object.entries(probe.parameters.shape).map(([name, schema]) =>
    parameterRow(name, z.unknown().parse(schema)),
  );
  return [
    `## ${probe.name}`,
    `${probe.summary} Runs ${probe.kind === 'local' ? 'on the Target itself' : 'from anywhere'}.`,
    table(['parameter', 'default', 'meaning'], parameters),
    metricTable(probe.metrics),
  ].join('\n\n');
}

function parameterRow(name: string, schema: unknown): readonly string[] {
  if (!(schema instanceof z.ZodType)) throw new Error(`${name} is not a schema`);
  const { text, unit } = meta.parse(schema.meta() ?? {});
  return [code(name), defaultOf(schema, unit), text];
}

function defaultOf(schema: z.ZodType, unit: string | undefined): string {
  const absent = schema.safeParse(undefined);
  if (!absent.success) return 'required';
  if (absent.data === undefined) return 'none';
  if (unit === 'duration') return code(`${Number(absent.data) / 1000}s`);
  return code(JSON.stringify(absent.data));
}

function metricTable(metrics: Readonly<Record<string, MetricDescription>>): string {
  return table(
    ['metric', 'type', 'meaning'],
    Object.entries(metrics).map(([name, { type, text }]) => [code(name), type, text]),
  );
}

const code = (text: string): string => `\`${text}\``;

/** Pads columns as the repository's formatter does. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join(
    '\n',
  );
}
