import { endProcess } from './end-process';
import { runService, type ServiceDefinition } from './run-service';
import type { SettingsShape } from './setting';

/** The whole life of a process of the product: runs the service, and ends with its exit code. */
export async function runProcess<Shape extends SettingsShape>(
  definition: ServiceDefinition<Shape>,
): Promise<void> {
  endProcess(await runService(definition));
}
