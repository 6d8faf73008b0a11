import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { nestLogger } from './nest-logger';
import type { Resource } from './resource';
import type { Runner } from './runner';
import { LOGGER, METERS, SIGNS, type Shell } from './shell';
import { StreamStrategy } from './stream-strategy';

@Module({})
class ServiceModule {}

/** A Nest microservice around a runner: starts the runner when it listens, stops it when it closes. */
export async function hostOf(
  runner: Runner,
  module: Omit<DynamicModule, 'module'>,
  shell: Shell,
): Promise<Resource> {
  const provided = [
    { provide: LOGGER, useValue: shell.log },
    { provide: METERS, useValue: shell.meters },
    { provide: SIGNS, useValue: shell.signs },
  ];
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(
    { ...module, module: ServiceModule, providers: [...provided, ...(module.providers ?? [])] },
    { strategy: new StreamStrategy(runner), logger: nestLogger(shell.log), abortOnError: false },
  );
  return {
    name: 'runner',
    start: async () => {
      await app.listen();
    },
    stop: () => app.close(),
  };
}
