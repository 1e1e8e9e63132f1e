import { spawn } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import mqtt, { type IClientOptions } from 'mqtt';

/** A port that was free on loopback a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

export interface Broker {
  readonly stop: () => Promise<void>;
}

/** Mosquitto with a configuration file; resolves when it runs. */
export async function startBroker(configuration: string): Promise<Broker> {
  const child = spawn('mosquitto', ['-c', configuration], {
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const listen = (data: Buffer) => {
      said += data.toString();
      if (said.includes(' running')) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`mosquitto ended with ${code}: ${said}`)));
  });
  return {
    async stop() {
      child.kill();
      await ended;
    },
  };
}

/** Connects once; resolves with 'welcome', or with the reason of the refusal. */
export async function knock(url: string, options: IClientOptions): Promise<string> {
  try {
    const client = await mqtt.connectAsync(url, { reconnectPeriod: 0, ...options }, false);
    await client.endAsync();
    return 'welcome';
  } catch (error) {
    return (error as Error).message;
  }
}
