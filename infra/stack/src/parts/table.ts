import type { Part } from '../part';
import { appPart } from './apps';
import { clickhousePart } from './clickhouse';
import { kafkaPart } from './kafka';
import type { Plan, ServerName } from './plan';
import { serverNames } from './plan';
import { registryPart } from './registry';

const serverPart: Readonly<Record<ServerName, (plan: Plan) => Part>> = {
  kafka: kafkaPart,
  clickhouse: clickhousePart,
  registry: registryPart,
};

/** Every process of the stack, in starting order; stopping is the reverse. */
export const partsOf = (plan: Plan): readonly Part[] => [
  ...serverNames.filter((name) => plan.servers.includes(name)).map((name) => serverPart[name](plan)),
  ...plan.apps.map(({ name, signsPort }) => appPart(plan, name, signsPort)),
];
