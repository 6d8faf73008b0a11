import { createServer, type Server } from 'node:https';
import type { Server as HttpServer } from 'node:http';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import {
  nestLogger,
  notReady,
  ready,
  type Readiness,
  type Runner,
  ServiceError,
  type Shell,
} from '@panto/service';
import { hostGuard } from './http/host-guard';
import { knownMethods } from './http/known-methods';
import { LosslessJson } from './http/lossless-json';
import { describeApi, serveApiDescription } from './http/openapi';
import { ProblemFilter } from './http/problem-filter';
import { TokenGuard } from './http/token-guard';

/** How the API is served. */
export interface ApiServerOptions {
  readonly version: string;
  readonly host: string;
  readonly port: number;
  readonly token: string | undefined;
  /** Names of this Server, besides localhost, in lower case; looked at where there is no token. */
  readonly allowedHosts: readonly string[];
  readonly bodyBytes: number;
  readonly tls: { readonly port: number; readonly cert: string; readonly key: string } | undefined;
  /** What keeps it from answering everything, one sentence each. */
  readonly missing: () => readonly string[];
}

@Module({})
class ApiModule {}

/** The API over HTTP (and TLS if configured), as the runner of the process. */
export class ApiServer implements Runner {
  private app: NestExpressApplication | undefined;
  private tls: Server | undefined;

  constructor(
    private readonly options: ApiServerOptions,
    private readonly module: Omit<DynamicModule, 'module'>,
    private readonly shell: Pick<Shell, 'log'>,
  ) {}

  /** Starts to listen. */
  async start(): Promise<void> {
    const { host, port, token, allowedHosts, bodyBytes, version, tls } = this.options;
    const app = await NestFactory.create<NestExpressApplication>(
      { ...this.module, module: ApiModule },
      { logger: nestLogger(this.shell.log), bodyParser: false, abortOnError: false },
    );
    this.app = app;
    app.disable('x-powered-by');
    app.set('query parser', 'simple');
    if (token === undefined) app.use(hostGuard(allowedHosts));
    // Bodies arrive as text, so that whole numbers keep all their digits and faults their lines.
    app.useBodyParser('text', { type: () => true, limit: bodyBytes, defaultCharset: 'utf-8' });
    app.useGlobalGuards(new TokenGuard(token));
    app.useGlobalInterceptors(new LosslessJson());
    const description = describeApi(app, version);
    app.useGlobalFilters(new ProblemFilter(this.shell.log, knownMethods(description)));
    serveApiDescription(app, description);
    await listening(() => app.listen(port, host), host, port);
    this.shell.log.info({ host, port: this.port }, 'the API is served');
    if (tls !== undefined) await this.serveTls(tls, app, host);
  }

  /** Finishes requests in progress, and stops listening. */
  async stop(): Promise<void> {
    this.tls?.close();
    this.tls?.closeAllConnections();
    const server: HttpServer | undefined = this.app?.getHttpServer();
    // Agents wait in long polls; they ask again elsewhere, or later.
    server?.closeIdleConnections();
    const closing = this.app?.close();
    setTimeout(() => server?.closeAllConnections(), 1_000).unref();
    await closing;
  }

  /** Ready when all projections have been read. */
  ready(): Readiness {
    const missing = this.options.missing();
    return missing.length === 0 ? ready : notReady(missing.join('; '));
  }

  /** No later failure is fatal. */
  onFatal(): void {
    return undefined;
  }

  /** The port it listens on. */
  get port(): number {
    const address = (this.app?.getHttpServer() as HttpServer | undefined)?.address();
    return typeof address === 'object' && address !== null ? address.port : this.options.port;
  }

  private async serveTls(
    { port, cert, key }: NonNullable<ApiServerOptions['tls']>,
    app: NestExpressApplication,
    host: string,
  ): Promise<void> {
    const tls = createServer({ cert, key }, app.getHttpAdapter().getInstance());
    this.tls = tls;
    await listening(
      () =>
        new Promise((resolve, reject) =>
          tls.once('error', reject).listen(port, host, () => resolve(undefined)),
        ),
      host,
      port,
    );
    this.shell.log.info({ host, port }, 'the API is served over TLS');
  }
}

async function listening(listen: () => Promise<unknown>, host: string, port: number): Promise<void> {
  try {
    await listen();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ServiceError('port-unavailable', `cannot listen on ${host}:${port}: ${why}`, { cause: error });
  }
}
