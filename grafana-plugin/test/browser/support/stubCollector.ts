/** A collector that answers every query with prepared frames: for what no real mesh has. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StubFrame {
  readonly schema: {
    readonly name: string;
    readonly fields: ReadonlyArray<{ readonly name: string; readonly type: string }>;
  };
  readonly data: { readonly values: readonly unknown[][] };
}

export async function startStubCollector(
  frames: Readonly<Record<string, StubFrame[]>>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer(request.url ?? '', Buffer.concat(chunks).toString('utf8'))));
    });
  });
  const answer = (path: string, body: string): unknown => {
    if (path !== '/api/query') {
      return { data: [] };
    }
    const { queries } = JSON.parse(body) as { queries: Array<{ refId: string; queryType: string }> };
    return {
      results: Object.fromEntries(
        queries.map(({ refId, queryType }) => [refId, { status: 200, frames: frames[queryType] ?? [] }]),
      ),
    };
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
