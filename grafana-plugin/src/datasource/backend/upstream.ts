import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { ALERT_PURPOSE, PURPOSE_HEADER } from '@mesh-observatory/contract/request-headers';
import { describeProblem, notACollector, type Problem } from '../client/problems';
import type { Settings } from './settings';

/** The collector over HTTP, as one data source is set up to reach it. */
export interface Upstream {
  /** Resolves with the answer when its status is 2xx. Every failure is an `UpstreamProblem`. */
  send(request: UpstreamRequest): Promise<Buffer>;
  /** Closes idle connections; requests under way are finished. */
  close(): void;
}

export interface UpstreamRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** JSON. */
  readonly body?: string | Buffer;
  /** Longer answers are refused. */
  readonly maxBytes?: number;
  readonly signal?: AbortSignal;
  /** It is about an alert rule: the collector serves it from a share that dashboards cannot take. */
  readonly forAlert?: boolean;
}

/** A failed request, with the message the configuration page shows. */
export class UpstreamProblem extends Error {
  readonly kind: Problem['kind'];
  constructor(
    problem: Problem,
    readonly status: number,
  ) {
    super(problem.message);
    this.kind = problem.kind;
  }
}

const MEGABYTE = 1024 * 1024;
/** Answers beyond this size would not fit through gRPC either. */
/** Parsed, an answer takes about eight times as much memory. */
const MAX_ANSWER_BYTES = 24 * MEGABYTE;
/** Errors of the collector are short; longer ones are not its own. */
const MAX_ERROR_BYTES = 64 * 1024;
const MAX_CONNECTIONS = 8;
const IDLE_MS = 15_000;

export function createUpstream({ url, headers, tls, timeoutMs }: Settings): Upstream {
  const secure = url.protocol === 'https:';
  const pool = { keepAlive: true, maxSockets: MAX_CONNECTIONS, maxFreeSockets: 2, timeout: IDLE_MS };
  const agent = secure ? new HttpsAgent({ ...pool, ...tls }) : new HttpAgent(pool);
  let closed = false;
  let underWay = 0;

  function open({ method, path, body, signal, forAlert = false }: UpstreamRequest): ClientRequest {
    const options = {
      method,
      agent,
      signal,
      headers: {
        accept: 'application/json',
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
        ...headers,
        ...(forAlert ? { [PURPOSE_HEADER]: ALERT_PURPOSE } : {}),
      },
    };
    const address = new URL(`${url.href.replace(/\/$/, '')}${path}`);
    return secure ? httpsRequest(address, options) : httpRequest(address, options);
  }

  async function exchange(request: UpstreamRequest): Promise<Buffer> {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
    try {
      const response = await answerTo(() => open({ ...request, signal }), request.body);
      const body = await readBody(response, request.maxBytes ?? MAX_ANSWER_BYTES);
      const status = response.statusCode ?? 502;
      if (status < 200 || status >= 300) {
        throw refusal(status, body);
      }
      return body;
    } catch (error) {
      throw timeout.aborted && request.signal?.aborted !== true ? slow(timeoutMs) : problemOf(error);
    }
  }

  return {
    async send(request) {
      underWay += 1;
      try {
        return await exchange(request);
      } finally {
        underWay -= 1;
        if (closed && underWay === 0) {
          agent.destroy();
        }
      }
    },
    close() {
      closed = true;
      if (underWay === 0) {
        agent.destroy();
      }
    },
  };
}

/**
 * A connection that was kept may be closed by the other side in the very moment it is used again, for example because the
 * collector was restarted. Nothing was answered then, and no request changes anything: it is sent once more.
 */
async function answerTo(open: () => ClientRequest, body: string | Buffer | undefined): Promise<IncomingMessage> {
  const request = open();
  try {
    return await responseOf(request, body);
  } catch (error) {
    const { code } = error as { code?: string };
    if (request.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE')) {
      return responseOf(open(), body);
    }
    throw error;
  }
}

function responseOf(request: ClientRequest, body: string | Buffer | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
    request.end(body);
  });
}

async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      response.destroy();
      throw new UpstreamProblem(
        {
          kind: 'refused',
          message: `The collector's answer is larger than ${maxBytes / MEGABYTE} MB; ask for less.`,
        },
        502,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function refusal(status: number, body: Buffer): UpstreamProblem {
  if (status >= 300 && status < 400) {
    return new UpstreamProblem(notACollector(), 502);
  }
  return new UpstreamProblem(describeProblem({ status, data: readErrorBody(body) }), status);
}

function readErrorBody(body: Buffer): unknown {
  if (body.length > MAX_ERROR_BYTES) {
    return undefined;
  }
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

function slow(timeoutMs: number): UpstreamProblem {
  return new UpstreamProblem(
    { kind: 'unreachable', message: `The collector did not answer within ${timeoutMs / 1000} s.` },
    504,
  );
}

/** A failure of the network or of TLS, or a canceled request. */
function problemOf(error: unknown): UpstreamProblem {
  if (error instanceof UpstreamProblem) {
    return error;
  }
  const { name, code = '' } = error as { name?: string; code?: string };
  if (name === 'AbortError') {
    return new UpstreamProblem({ kind: 'unknown', message: 'The request was canceled.' }, 499);
  }
  const { kind, message } = describeProblem({ status: 502 });
  const reason = tlsMessage(code) ?? (code === '' ? '' : ` (${code})`);
  return new UpstreamProblem({ kind, message: `${message}${reason}` }, 502);
}

/** Node's codes of what can be wrong with a certificate. */
function tlsMessage(code: string): string | undefined {
  return /CERT|SELF_SIGNED|SSL|TLS|UNABLE_TO_VERIFY/.test(code)
    ? ` The certificate was not accepted (${code}): check the CA certificate and the server name in the TLS settings.`
    : undefined;
}
