import { status, type handleServerStreamingCall, type handleUnaryCall, type ServerWritableStream } from '@grpc/grpc-js';
import type { Log } from './log';
import type { Metrics } from './metrics';
import { UnusableSettings } from './settings';

export interface CallParts {
  readonly log: Log;
  readonly metrics: Metrics;
}

// gRPC's own spelling. cspell:ignore cancelled
/** Aborts when Grafana no longer wants the answer: it canceled, or its deadline has passed. */
function signalOf(call: { on(event: 'cancelled', listener: () => void): unknown }): AbortSignal {
  const controller = new AbortController();
  call.on('cancelled', () => controller.abort());
  return controller.signal;
}

/** A call with one answer, as a function that returns it. */
export function unaryCall<Request, Response>(
  method: string,
  { log, metrics }: CallParts,
  handle: (request: Request, signal: AbortSignal) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    const signal = signalOf(call);
    const end = metrics.begin(method);
    handle(call.request, signal).then(
      (response) => {
        end(signal.aborted ? 'canceled' : 'ok');
        callback(null, response);
      },
      (error: unknown) => {
        end(signal.aborted ? 'canceled' : 'error');
        callback(failureOf(method, error, log));
      },
    );
  };
}

/** A call with a stream of answers. */
export function streamingCall<Request, Response>(
  method: string,
  { log, metrics }: CallParts,
  handle: (call: ServerWritableStream<Request, Response>, signal: AbortSignal) => Promise<void>,
): handleServerStreamingCall<Request, Response> {
  return (call) => {
    const signal = signalOf(call);
    const end = metrics.begin(method);
    handle(call, signal).then(
      () => end(signal.aborted ? 'canceled' : 'ok'),
      (error: unknown) => {
        end('error');
        call.destroy(Object.assign(new Error(), failureOf(method, error, log)));
      },
    );
  };
}

/** Unexpected errors are logged, and not shown in the browser. */
function failureOf(method: string, error: unknown, log: Log): { code: status; details: string } {
  if (error instanceof UnusableSettings) {
    return { code: status.FAILED_PRECONDITION, details: error.message };
  }
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.error(`${method} failed`, { error: reason });
  return { code: status.INTERNAL, details: `${method} failed in the data source's backend; Grafana's log says more.` };
}
