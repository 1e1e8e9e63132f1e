import { describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { shippedConfig, startBroker } from '@mesh-observatory/test-kit/broker';

const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

describe('startBroker', () => {
  it('starts Mosquitto, again on the same port after a stop, and removes its folder in the end', async () => {
    const broker = await startBroker({ config: shippedConfig });
    expect(await isOpen(broker.port)).toBe(true);
    await expect(broker.start()).rejects.toThrow('runs already');
    await broker.stop();
    expect(await isOpen(broker.port)).toBe(false);
    await broker.start();
    expect(await isOpen(broker.port)).toBe(true);
    expect(broker.logs().match(/ running/g)).toHaveLength(2);
    await broker.dispose();
    await broker.dispose();
    expect(await isOpen(broker.port)).toBe(false);
    expect(existsSync(broker.dir)).toBe(false);
  });

  it('fails with the words of Mosquitto when the configuration is wrong', async () => {
    await expect(startBroker({ config: () => ['nonsense true'] })).rejects.toThrow(/Unknown configuration variable/);
  });
});
