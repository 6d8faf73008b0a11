import { formatJson } from '@panto/resource';
import { Command, Option } from 'commander';
import { z } from 'zod';
import { ServerClient } from '../server-client';
import { textTable } from '../text-table';

/** The columns of the table; `-o json` prints everything the Server returns. */
const status = z.looseObject({
  server: z.looseObject({ version: z.string(), startedAt: z.string(), missing: z.array(z.string()) }),
  resources: z.record(z.string(), z.number()),
  states: z.record(z.string(), z.number()),
  agents: z.array(
    z.looseObject({
      name: z.string(),
      host: z.string().nullable(),
      version: z.string().nullable(),
      alive: z.boolean(),
      seenAt: z.string().nullable(),
      checks: z.number(),
      spooled: z.number().nullable(),
      dropped: z.number().nullable(),
    }),
  ),
  stages: z.array(z.looseObject({ name: z.string(), lag: z.number().nullable() })).nullable(),
});

type Status = z.output<typeof status>;

/** `panto status`: the overall status. */
export function statusCommand(): Command {
  return new Command('status')
    .description('show the overall status: Server, stages, Agents, States')
    .addOption(new Option('-o, --output <form>', 'output format').choices(['text', 'json']).default('text'))
    .action(async ({ output }: { readonly output: 'text' | 'json' }) => {
      const document = await ServerClient.fromEnvironment().ask('/api/v1/status', status);
      console.log(output === 'json' ? formatJson(document, 2) : statusText(document));
    });
}

function statusText({ server, resources, states, agents, stages }: Status): string {
  const counts = (all: Readonly<Record<string, number>>): string =>
    Object.entries(all)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  const missing = server.missing.length === 0 ? 'ready' : server.missing.join('; ');
  return [
    `Server ${server.version}, up since ${server.startedAt}: ${missing}`,
    `Resources: ${counts(resources)}`,
    `States: ${counts(states)}`,
    '',
    stages === null
      ? 'Stages: unknown, Kafka does not respond'
      : textTable(['STAGE', 'LAG'], stages.map(stageRow)),
    '',
    textTable(
      ['AGENT', 'ALIVE', 'SEEN', 'CHECKS', 'SPOOLED', 'DROPPED', 'VERSION', 'HOST'],
      agents.map(agentRow),
    ),
  ].join('\n');
}

const stageRow = ({
  name,
  lag,
}: {
  readonly name: string;
  readonly lag: number | null;
}): readonly string[] => [name, lag === null ? 'has never committed' : String(lag)];

function agentRow(agent: Status['agents'][number]): readonly string[] {
  const { name, alive, seenAt, checks, spooled, dropped, version, host } = agent;
  return [name, alive ? 'yes' : 'no', seenAt, checks, spooled, dropped, version, host].map((cell) =>
    String(cell ?? '-'),
  );
}
