import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../../src/app/read-config.js';
import { FatalError } from '../../../src/errors.js';

function detailsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env, () => '');
  } catch (error) {
    if (error instanceof FatalError) return error.details;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('reports topics, channel keys and other settings that can match nothing, all at once', () => {
    const details = detailsOf({
      MQTT_BROKER: 'host',
      MQTT_TOPIC: 'msh/US/2,msh/EU_868/2/e/LongFast',
      CHANNEL_KEYS: 'Club:%%%,Hill:AQ==',
      PORT: 'x',
    });
    expect(details).toEqual([
      expect.stringContaining('PORT is "x"'),
      expect.stringContaining('Broker "default": Topic "msh/US/2" ends before the kind of topic'),
      expect.stringContaining('write "msh/EU_868/2/e/LongFast/#", or the root topic "msh/EU_868"'),
      expect.stringContaining('CHANNEL_KEYS: channel "Club" has a key that is not base64'),
    ]);
  });

  it.each([
    ['none', 'write AA=='],
    ['default', 'write AQ=='],
    ['simple1', '"Ag=="'],
    ['00112233445566778899aabbccddeeff', 'a key in hex'],
    ['A'.repeat(64), 'a key in hex'],
    ['B'.repeat(44) + 'Cg==', 'has 34 bytes'],
    ['AQ==x', 'is not base64'],
  ])('refuses the channel key %j, which decrypts nothing, without repeating it', (key, message) => {
    const details = detailsOf({ CHANNEL_KEYS: `Club:${key}` });
    expect(details).toHaveLength(1);
    expect(details[0]).toContain(message);
    if (key.length > 10) expect(details[0]).not.toContain(key);
  });

  it('refuses a channel name that is longer than any channel', () => {
    expect(detailsOf({ CHANNEL_KEYS: 'Mountain rescue:AQ==' })).toEqual([expect.stringContaining('name of 15 bytes')]);
    expect(detailsOf({ CHANNEL_KEYS: 'LongFast:AQ==,Club/North:Ag==,Open:' })).toEqual([]);
  });
});
