import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { Runner } from './runner';

/** The events of a stream. */
type StreamEvents = Record<'fatal', (error: unknown) => void>;

/**
 * Makes a runner the transport of a Nest microservice: Nest's own Kafka transport handles one message at a time and has
 * no transactions, so batches, offsets and transactions stay with the runner.
 */
export class StreamStrategy extends Server<StreamEvents> implements CustomTransportStrategy {
  override readonly transportId = Symbol('panto-stream');

  constructor(private readonly runner: Runner) {
    super();
  }

  override listen(callback: (error?: unknown) => void): void {
    this.runner.start().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  override close(): Promise<void> {
    return this.runner.stop();
  }

  override on<Event extends keyof StreamEvents>(_event: Event, listener: StreamEvents[Event]): void {
    this.runner.onFatal(listener);
  }

  override unwrap<Inner>(): Inner {
    // Nest's signature lets the caller choose the type; the runner is what is inside.
    return this.runner as Inner;
  }
}
