/** A TCP relay on loopback that misbehaves on request, between a client under test and a real server. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpProxy {
  readonly port: number;
  /** Connections accepted so far. */
  readonly accepted: number;
  /** Ends all connections with a reset. */
  cut(): void;
  /** Closes all connections politely, as a proxy or a broker without MQTT 5 does: no reset, no reason. */
  hangUp(): void;
  /** From now on bytes of existing and new connections vanish, in both directions, without a word to either side. */
  freeze(): void;
  /** New connections work again; what was frozen stays dead, as after a lost NAT entry. */
  thaw(): void;
  /** Passes this many more bytes towards the client, then cuts. */
  cutAfter(bytes: number): void;
  /** Bytes per second towards the client of connections made from now on; 0 = no limit. */
  throttle(bytesPerSecond: number): void;
  close(): Promise<void>;
}

const SLICE_MS = 20;

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Map<Socket, { readonly upstream: Socket; dead: boolean }>();
  let accepted = 0;
  let frozen = false;
  let bytesLeft = Infinity;
  let rate = 0;

  function cut(): void {
    for (const [client, { upstream }] of pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
    pairs.clear();
  }

  function hangUp(): void {
    for (const [client, { upstream }] of pairs) {
      client.end();
      upstream.destroy();
    }
    pairs.clear();
  }

  function towardsClient(client: Socket, chunk: Buffer): void {
    const part = chunk.subarray(0, bytesLeft);
    bytesLeft -= part.length;
    if (bytesLeft > 0) {
      client.write(part);
      return;
    }
    bytesLeft = Infinity;
    client.write(part, () => {
      cut();
    });
  }

  const server = createServer((client) => {
    accepted += 1;
    const upstream = connect({ port: targetPort, host: '127.0.0.1' });
    const pair = { upstream, dead: frozen };
    pairs.set(client, pair);
    const bytesPerSlice = rate === 0 ? 0 : Math.max(1, Math.round((rate * SLICE_MS) / 1000));
    let waiting = Buffer.alloc(0);
    const pour = setInterval(() => {
      if (bytesPerSlice === 0 || waiting.length === 0 || pair.dead) return;
      towardsClient(client, waiting.subarray(0, bytesPerSlice));
      waiting = waiting.subarray(bytesPerSlice);
    }, SLICE_MS);
    client.on('data', (chunk) => {
      if (!pair.dead) upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (pair.dead) return;
      if (bytesPerSlice === 0) towardsClient(client, chunk);
      else waiting = Buffer.concat([waiting, chunk]);
    });
    const end = () => {
      clearInterval(pour);
      pairs.delete(client);
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      socket.on('error', () => undefined);
      // A dead pair stays open on the other side: that is what "half-open" means.
      socket.on('close', () => {
        if (!pair.dead) end();
        else clearInterval(pour);
      });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    get accepted() {
      return accepted;
    },
    cut,
    hangUp,
    freeze() {
      frozen = true;
      for (const pair of pairs.values()) pair.dead = true;
    },
    thaw() {
      frozen = false;
    },
    cutAfter(bytes) {
      bytesLeft = bytes;
    },
    throttle(bytesPerSecond) {
      rate = bytesPerSecond;
    },
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
      for (const [client, { upstream }] of pairs) {
        client.destroy();
        upstream.destroy();
      }
      await closed;
    },
  };
}
