import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { redecodeCommand, type RedecodeOptions } from '../../src/app/redecode-command.js';
import { loadConfig } from '../../src/config/config.js';
import { FatalError } from '../../src/errors.js';
import { decodedMessage } from '../helpers/decoded-messages.js';
import { rawMessage, telemetryEnvelope, textEnvelope } from '../helpers/envelopes.js';
import { openTestStore, T0, type TestStore } from '../helpers/ingested.js';
import { HIDDEN_CHANNEL, HIDDEN_KEY } from '../helpers/packet-copies.js';

const CHANNEL_KEYS = `${HIDDEN_CHANNEL}:${Buffer.from(HIDDEN_KEY).toString('base64')}`;
const HIDDEN = { channel: HIDDEN_CHANNEL, key: HIDDEN_KEY };

let store: TestStore;
beforeEach(() => {
  store = openTestStore({
    retention: { defaultDays: 30, daysByKind: {}, rollupDays: 365, maxBytes: 0, undecryptedMaxBytes: 1e6 },
  });
  const deviceMetrics = { case: 'deviceMetrics', value: { batteryLevel: 50 } } as const;
  for (const [index, envelope] of [
    telemetryEnvelope(deviceMetrics, HIDDEN),
    textEnvelope('to one node', { ...HIDDEN, to: 0x77 }),
    textEnvelope('to all', { channel: 'Others', key: new Uint8Array(16).fill(1) }),
  ].entries()) {
    store.commit(decodedMessage(rawMessage(envelope, { receivedAt: T0 + index })));
  }
});
afterEach(() => store.dispose());

async function run(options: RedecodeOptions = {}, env: Record<string, string> = { CHANNEL_KEYS }, args: string[] = []) {
  const lines: string[] = [];
  const configuration = () => loadConfig({ DATABASE_PATH: store.path, MQTT_BROKER: 'host', ...env }, () => '');
  await redecodeCommand(args, options, configuration, (line) => lines.push(line));
  return lines.join('\n');
}

async function failure(...args: Parameters<typeof run>) {
  try {
    await run(...args);
  } catch (error) {
    if (error instanceof FatalError) return { exitCode: error.exitCode, message: error.message };
    throw error;
  }
  throw new Error('no FatalError');
}

/** Of a name whose key adds nothing to it. */
const xor = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum ^ byte, 0);
const FOUND = `3 packets tried: 2 decrypted, 1 decoded
Not to be stored: 1
  1 × private, or control traffic (TEXT_MESSAGE_APP)
Still unknown: 1
  1 × no key decrypts channel "Others", hash ${xor(Buffer.from('Others'))}`;

describe('the command redecode', () => {
  it('says what it found and why the rest is unknown; again, there is only the rest', async () => {
    await store.close();
    expect(await run()).toBe(`3 packets to read\n${FOUND}`);
    expect(await run()).toContain('1 packet tried: 0 decrypted, 0 decoded');
    store = await store.reopen();
    expect(store.value('SELECT COUNT(*) FROM samples')).toBeGreaterThan(0);
    expect(store.rows('SELECT text FROM messages')).toEqual([]);
  });

  it('changes not a byte in a dry run, for which the collector may run', async () => {
    const bytes = () =>
      [store.path, `${store.path}-wal`].map((path) => createHash('sha256').update(readFileSync(path)).digest('hex'));
    const before = bytes();
    expect(await run({ 'dry-run': true })).toBe(`3 packets to read\n${FOUND}\nNothing was changed (--dry-run)`);
    expect(bytes()).toEqual(before);
  });

  it('ends with code 69 while the collector is running, and says to stop it', async () => {
    expect(await failure()).toEqual({
      exitCode: 69,
      message: `The collector is running on ${store.path}: stop it, run redecode, and start it again.`,
    });
  });

  it('ends with code 64 for mistakes, and for a database that does not exist, which it does not create', async () => {
    await store.close();
    expect(await failure({ from: 'yesterday' })).toMatchObject({
      exitCode: 64,
      message: expect.stringContaining('--from is "yesterday"'),
    });
    expect((await failure({ from: '2026-02-02', to: '2026-02-01' })).exitCode).toBe(64);
    expect((await failure({}, {}, ['all'])).exitCode).toBe(64);
    const missing = join(store.folder, 'none.db');
    for (const options of [{}, { 'dry-run': true }]) {
      expect(await failure(options, { DATABASE_PATH: missing })).toEqual({
        exitCode: 64,
        message: `There is no database ${missing}`,
      });
    }
    expect(existsSync(missing)).toBe(false);
  });

  it('ends with code 78 for a database of a simulated mesh', async () => {
    await store.close();
    const path = join(store.folder, 'simulated.db');
    const simulated = openTestStore({ path, simulated: true });
    await simulated.close();
    expect((await failure({}, { DATABASE_PATH: path })).exitCode).toBe(78);
    await simulated.dispose();
  });
});
