import { describe, expect, it } from '@jest/globals';
import { createDecoder } from '../../src/decode/decode.js';
import { createKeyring } from '../../src/decode/keyring.js';
import { createSimulation } from '@mesh-observatory/simulator/simulation';
import type { UnixMillis } from '../../src/model.js';

describe('the simulated mesh in the eyes of the decoder', () => {
  it('is read completely with the described keys: nothing rejected, nothing odd', () => {
    const simulation = createSimulation({ startAt: Date.UTC(2026, 4, 14, 15), historyHours: 2 });
    const { channels } = simulation.describe();
    const keys = channels.map(({ name, psk }) => ({ name, psk: Buffer.from(psk, 'base64') }));
    const decoder = createDecoder({ keyring: createKeyring(keys) });
    const problems: string[] = [];
    const statuses = new Set<string>();
    for (const message of simulation.history()) {
      const decoded = decoder.decode({ ...message, receivedAt: message.receivedAt as UnixMillis });
      if (!decoded.ok) {
        problems.push(`${message.topic}: ${decoded.reason}, ${decoded.detail}`);
        continue;
      }
      const { decodeStatus, payloadStatus, flags, channel, portName } = decoded.packet;
      statuses.add(decodeStatus);
      // Some direct messages are not as private as they seem: that is part of the story.
      const odd = flags.filter((flag) => flag !== 'direct_message_readable');
      if (odd.length > 0) problems.push(`${message.topic}: ${odd.join()}`);
      if (decodeStatus === 'undecryptable' && channel !== 'Familie') problems.push(`${message.topic}: no key`);
      // Firmware JSON has nothing to say about local and host statistics.
      if (payloadStatus === 'undecodable' && decodeStatus !== 'json')
        problems.push(`${message.topic}: ${portName ?? ''}`);
    }
    expect(problems).toEqual([]);
    expect([...statuses].sort()).toEqual(['decrypted', 'json', 'pki', 'plaintext', 'undecryptable']);
  });
});
