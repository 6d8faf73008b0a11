import { z } from 'zod';
import { setting } from './setting';

/** Settings of every process that runs a stage whose keys are Checks: how the work is divided, and how much is held. */
export const stageSettings = {
  tasks: setting(
    'PANTO_TASKS',
    z.coerce.number().int().min(1).max(1024).default(8),
    'Number of tasks that share the partitions; the same in all processes of this stage.',
  ),
  standby: setting(
    'PANTO_STANDBY',
    z.stringbool().default(false),
    'Whether this process keeps copies of the memory of tasks that other processes own, to take them over at once.',
  ),
  warmChecks: setting(
    'PANTO_WARM_CHECKS',
    z.coerce.number().int().min(0).default(500_000),
    'How many Checks of this process are kept warm; the memory of the others is held as bytes, which take a fraction of the space and cost some microseconds when a record of the Check arrives.',
  ),
};
