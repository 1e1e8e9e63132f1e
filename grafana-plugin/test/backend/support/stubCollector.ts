import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The other side went away before it had its answer. */
  abandoned: boolean;
}

type Respond = (heard: Heard, response: ServerResponse, request: IncomingMessage) => void;

/** A collector that does what a test wants, right or wrong. */
export interface StubCollector {
  readonly url: string;
  readonly heard: Heard[];
  respond: Respond;
  stop(): Promise<void>;
}

export const healthy = {
  status: 'ok',
  message: 'ok',
  version: '0.1.0',
  simulated: false,
  brokers: [{ name: 'main', state: 'connected', lastError: null }],
  lastMessageAt: null,
  nodes: 3,
  nodesOnline: 2,
  reasons: [],
};

export const frameFor = (refId: string) =>
  `{"schema":{"refId":"${refId}","name":"Nodes é \\"x\\"","fields":[{"name":"value","type":"number","typeInfo":{"frame":"float64","nullable":true}}]},"data":{"values":[[1.5,2000,null]]}}`;

/** Answers as a collector does that is well. */
export const asCollector: Respond = ({ path, body }, response) => {
  response.setHeader('content-type', 'application/json');
  if (path === '/api/health') {
    response.end(JSON.stringify(healthy));
  } else if (path === '/api/query') {
    const { queries } = JSON.parse(body) as { queries: Array<{ refId: string }> };
    const results = queries.map(
      ({ refId }) => `${JSON.stringify(refId)}: {"status":200,"frames":[${frameFor(refId)}]}`,
    );
    response.end(`{"results":{${results.join()}}}`);
  } else {
    response.end(JSON.stringify({ data: [{ path }] }));
  }
};

export async function startStubCollector(respond: Respond = asCollector): Promise<StubCollector> {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one: Heard = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        abandoned: false,
      };
      heard.push(one);
      response.on('close', () => (one.abandoned = !response.writableFinished));
      stub.respond(one, response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: StubCollector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    respond,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}
