import 'reflect-metadata';
import type { DynamicModule } from '@nestjs/common';
import { codeOf, exitCode } from './exit-code';
import { createLogger, type Logger } from './logger';
import { Meters } from './meters';
import { hostOf } from './nest-host';
import { notReady } from './readiness';
import { readSettings, type Environment } from './read-settings';
import type { Resource } from './resource';
import type { Runner } from './runner';
import { ServiceError } from './service-error';
import { serviceSettings } from './service-settings';
import type { Settings, SettingsShape } from './setting';
import { settingHints } from './setting-hints';
import { settingsHelp } from './settings-help';
import type { Shell } from './shell';
import { Signs } from './signs';
import { StopRequest } from './stop-request';
import { withTimeout } from './with-timeout';

/** What a process is composed of. */
export interface Composition {
  readonly runner: Runner;
  /** Opened in this order before the runner starts, closed in reverse after it has stopped. */
  readonly resources?: readonly Resource[];
  /** Nest providers, controllers and imports of the process. */
  readonly module?: Omit<DynamicModule, 'module'>;
}

/** A process: its name, its settings and its composition. */
export interface ServiceDefinition<Shape extends SettingsShape> {
  readonly name: string;
  /** Port of /metrics, /livez and /readyz unless the settings name another. */
  readonly signsPort: number;
  readonly settings: Shape;
  compose(settings: Settings<Shape>, shell: Shell): Composition | Promise<Composition>;
}

/**
 * Runs a process as a Nest microservice until it is told to stop or cannot go on: settings, health endpoints,
 * resources, runner; on SIGTERM, SIGINT or a fatal error the same in reverse. Returns the exit code.
 */
export async function runService<Shape extends SettingsShape>(
  definition: ServiceDefinition<Shape>,
  env: Environment = process.env,
  words: readonly string[] = process.argv.slice(2),
): Promise<number> {
  const { name } = definition;
  const shape = { ...serviceSettings(name, definition.signsPort), ...definition.settings };
  if (words.includes('--help')) {
    process.stdout.write(settingsHelp(name, shape));
    return exitCode.stopped;
  }
  const early = createLogger(name);
  try {
    const settings = readSettings(shape, env);
    const log = createLogger(name, settings.logLevel);
    for (const hint of settingHints(shape, env)) log.warn({}, hint);
    const meters = new Meters(name);
    const shell: Shell = { log, meters, signs: new Signs(meters) };
    return await live(definition, settings, shell);
  } catch (error) {
    // Only settings are read here; everything later is handled where it can be undone.
    early.fatal({ code: codeOf(error) }, error instanceof Error ? error.message : String(error));
    return error instanceof ServiceError ? exitCode.badSettings : exitCode.fatal;
  }
}

/** What each resource gets to close even when the time is up, ms. */
const leastPatience = 250;

type Common = Settings<ReturnType<typeof serviceSettings>>;

async function live<Shape extends SettingsShape>(
  definition: ServiceDefinition<Shape>,
  settings: Common & Settings<Shape>,
  shell: Shell,
): Promise<number> {
  const { log } = shell;
  const request = new StopRequest();
  const opened: Resource[] = [];
  begin(definition, settings, shell, request, opened).then(
    () => log.info({}, 'ready for work'),
    (error: unknown) => request.fatal(error),
  );
  const cause = await request.cause;
  if (cause.kind === 'fatal') {
    const message = cause.error instanceof Error ? cause.error.message : String(cause.error);
    log.fatal({ code: codeOf(cause.error), error: cause.error }, message);
  } else {
    log.info({ signal: cause.signal }, 'stopping');
  }
  const inTime = await closeAll(opened, settings.stopTimeout, log);
  request.forget();
  if (!inTime) return exitCode.stopTimedOut;
  log.info({}, 'stopped');
  return cause.kind === 'fatal' ? exitCode.fatal : exitCode.stopped;
}

/** Opens one resource after another; `opened` holds those that are open, so that they can be closed. */
async function begin<Shape extends SettingsShape>(
  definition: ServiceDefinition<Shape>,
  settings: Common & Settings<Shape>,
  shell: Shell,
  request: StopRequest,
  opened: Resource[],
): Promise<void> {
  const open = async (resource: Resource): Promise<void> => {
    if (request.asked)
      throw new ServiceError('stopping', `${resource.name} is not opened: the process is stopping`);
    opened.push(resource);
    await resource.start?.();
  };
  // Reported from the first moment: a process that has nothing to wait for yet is not ready but starting.
  let started: Runner | undefined = undefined;
  shell.signs.watch(definition.name, () => started?.ready() ?? notReady('starting'));
  await open({
    name: 'signs',
    start: async () => {
      const port = await startSigns(definition, settings, shell);
      shell.log.info({ host: settings.signsHost, port }, 'signs of life');
    },
    stop: () => shell.signs.stop(),
  });
  const { runner, resources = [], module = {} } = await definition.compose(settings, shell);
  for (const resource of resources) await open(resource);
  started = runner;
  runner.onFatal((error) => request.fatal(error));
  await open(await hostOf(runner, module, shell));
}

/**
 * Several processes of a kind may run on one host: one that finds the usual port taken, and has no port set, takes any.
 */
async function startSigns(
  { name, signsPort: usual }: ServiceDefinition<SettingsShape>,
  { signsHost, signsPort }: Common,
  { signs, log }: Shell,
): Promise<number> {
  if (signsPort !== undefined) return signs.start(signsHost, signsPort);
  try {
    return await signs.start(signsHost, usual);
  } catch (error) {
    log.info(
      { code: codeOf(error) },
      `port ${usual} is taken, perhaps by another ${name}: using any free port`,
    );
    return signs.start(signsHost, 0);
  }
}

/**
 * Closes in reverse order within a time limit; a resource that fails or takes too long does not keep the others open.
 * Returns false if something did not close in time.
 */
async function closeAll(opened: Resource[], limit: number, log: Logger): Promise<boolean> {
  const deadline = performance.now() + limit;
  let inTime = true;
  for (let last = opened.pop(); last !== undefined; last = opened.pop()) {
    const { name } = last;
    const closing = Promise.resolve(last.stop?.()).catch((error: unknown) => {
      log.error({ code: codeOf(error), error }, `${name} did not close`);
    });
    const closed = await withTimeout(Math.max(deadline - performance.now(), leastPatience), closing);
    if (!closed) log.error({ code: 'stop-timed-out', limit }, `${name} took too long to close`);
    inTime &&= closed;
  }
  return inTime;
}
