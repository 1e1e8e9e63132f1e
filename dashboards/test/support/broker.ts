/** A real Mosquitto on a port of its own, which can go away and come back. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from './free-port.js';
import { until } from './until.js';

export interface Broker {
  readonly port: number;
  start(): Promise<void>;
  stop(): void;
}

const listens = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

export async function startBroker(): Promise<Broker> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'mesh-broker-'));
  const config = join(folder, 'mosquitto.conf');
  writeFileSync(config, `listener ${port} 127.0.0.1\nallow_anonymous true\n`);
  let process_: ChildProcess | undefined;
  const broker: Broker = {
    port,
    async start() {
      process_ = spawn('mosquitto', ['-c', config], {
        stdio: 'ignore',
        env: { PATH: `${process.env.PATH ?? ''}:/usr/sbin` },
      });
      await until('Mosquitto listens', () => listens(port));
    },
    stop() {
      process_?.kill('SIGKILL');
    },
  };
  await broker.start();
  return broker;
}
