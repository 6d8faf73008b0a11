import { Command } from 'commander';
import { z } from 'zod';
import { kindName, kindWord, type Segment } from '../kind-word';
import { ServerClient } from '../server-client';

/** `panto delete`: deletes resources that nothing refers to. */
export function deleteCommand(): Command {
  return new Command('delete')
    .description('delete resources that nothing refers to')
    .argument('<kind>', 'targets, agents, checks, channels, routes or silences', kindWord)
    .argument('<name...>', 'names or UUIDs')
    .action(async (segment: Segment, names: readonly string[]) => {
      const client = ServerClient.fromEnvironment();
      for (const name of names) {
        await client.ask(`/api/v1/${segment}/${encodeURIComponent(name)}`, z.undefined(), {
          method: 'DELETE',
        });
        console.log(`${kindName(segment)} ${name} deleted`);
      }
    });
}
