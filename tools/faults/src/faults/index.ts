import type { Fault } from '../fault';
import { brokerFaults } from './brokers';
import { crashFaults } from './crash-points';
import { offlineFaults } from './offline';
import { processFaults } from './processes';
import { surroundingFaults } from './surroundings';
import { wireFaults } from './wire';

/** Every fault of the runner. */
export const faults: readonly Fault[] = [
  ...processFaults,
  ...crashFaults,
  ...brokerFaults,
  ...offlineFaults,
  ...wireFaults,
  ...surroundingFaults,
];

/** The fault of a name; throws with the names that there are. */
export function faultNamed(name: string): Fault {
  const found = faults.find((fault) => fault.name === name);
  if (found !== undefined) return found;
  throw new Error(`No fault is called ${name}; there are ${faults.map((fault) => fault.name).join(', ')}.`);
}
