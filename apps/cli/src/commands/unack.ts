import { Command } from 'commander';
import { z } from 'zod';
import { ServerClient } from '../server-client';

/** `panto unack`: withdraws acknowledgements. */
export function unackCommand(): Command {
  return new Command('unack')
    .description('withdraw the acknowledgements of Checks')
    .argument('<check...>', 'names or UUIDs of Checks')
    .action(async (checks: readonly string[]) => {
      const client = ServerClient.fromEnvironment();
      for (const check of checks) {
        const path = `/api/v1/checks/${encodeURIComponent(check)}/acknowledgement`;
        await client.ask(path, z.undefined(), { method: 'DELETE' });
        console.log(`the acknowledgement of ${check} is withdrawn`);
      }
    });
}
