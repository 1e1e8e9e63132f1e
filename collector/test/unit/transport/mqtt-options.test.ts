import { describe, expect, it } from '@jest/globals';
import { EXIT } from '../../../src/errors.js';
import {
  checkOptions,
  clientOptions,
  resolveOptions,
  type MqttSourceOptions,
} from '../../../src/transport/mqtt-options.js';

const given: MqttSourceOptions = {
  name: 'default',
  url: 'mqtt://broker.example',
  tls: { enabled: false },
  clientId: 'observatory',
  protocolVersion: 5,
  qos: 1,
  filters: ['msh/#'],
  onFatal: () => undefined,
};
const target = (options: Partial<MqttSourceOptions>) => resolveOptions({ ...given, ...options }).target;
const client = (options: Partial<MqttSourceOptions>) => clientOptions(resolveOptions({ ...given, ...options }));

describe('broker URL', () => {
  it.each([
    ['mqtt://h', false, 'mqtt://h:1883'],
    ['mqtt://h', true, 'mqtts://h:8883'],
    ['MQTTS://h:9999', false, 'mqtts://h:9999'],
    ['ws://h/mqtt?key=s3cr3t', false, 'ws://h:80/mqtt'],
    ['ws://h:9001', true, 'wss://h:9001/'],
    ['wss://h/mqtt', false, 'wss://h:443/mqtt'],
    ['mqtt://[::1]:1884', false, 'mqtt://[::1]:1884'],
    ['mqtt://user:s3cr3t@h', false, 'mqtt://h:1883'],
  ])('%s with TLS %s is shown as %s', (url, enabled, shown) => {
    expect(target({ url, tls: { enabled } }).shown).toBe(shown);
  });

  it('gives the bare IPv6 address to the resolver', () => {
    expect(target({ url: 'mqtt://[::1]:1884' }).host).toBe('::1');
  });

  it('takes credentials from the URL only when none are given', () => {
    expect(target({ url: 'mqtt://us%40er:p%3Aw@h' })).toMatchObject({ username: 'us@er', password: 'p:w' });
    expect(target({ url: 'mqtt://user:pw@h', username: 'other', password: 'pass' })).toMatchObject({
      username: 'other',
      password: 'pass',
    });
  });

  it.each(['broker', 'http://h', 'mqtt://'])('refuses %s', (url) => {
    expect(() => resolveOptions({ ...given, url })).toThrow(expect.objectContaining({ exitCode: EXIT.usage }));
  });
});

describe('options of a connection', () => {
  it('keeps a session at the broker with MQTT 5', () => {
    expect(client({})).toMatchObject({
      clean: false,
      clientId: 'observatory',
      keepalive: 30,
      protocolVersion: 5,
      properties: { sessionExpiryInterval: 1_209_600, receiveMaximum: 200, maximumPacketSize: 16_384 },
    });
  });

  it('leaves MQTT 5 properties away with MQTT 3.1.1', () => {
    const options = client({ protocolVersion: 4 });
    expect(options.clean).toBe(false);
    expect(options.properties).toBeUndefined();
  });

  it('has a last will only with a presence topic', () => {
    expect(client({}).will).toBeUndefined();
    expect(client({ presenceTopic: 'observatory/a' }).will).toMatchObject({
      topic: 'observatory/a',
      qos: 1,
      retain: true,
    });
  });

  it('checks certificates unless told otherwise in so many words', () => {
    expect(client({ url: 'mqtts://h' }).rejectUnauthorized).toBe(true);
    expect(client({ url: 'wss://h', tls: { enabled: true, insecure: false } }).rejectUnauthorized).toBe(true);
    expect(client({ url: 'mqtts://h', tls: { enabled: true, insecure: true } }).rejectUnauthorized).toBe(false);
  });

  it.each<[string, Partial<MqttSourceOptions>, RegExp]>([
    ['no client id', { clientId: '' }, /client id is empty/],
    ['no topic', { filters: [] }, /nothing to subscribe to/],
    ['a broken filter', { filters: ['msh/#/x'] }, /"msh\/#\/x"/],
    ['a CA that is no PEM', { tls: { enabled: true, ca: 'hello' } }, /contains no PEM certificate/],
    ['a key that is no PEM', { tls: { enabled: true, cert: 'x', key: 'y' } }, /not usable PEM/],
  ])('ends the start for %s', (_case, options, message) => {
    expect(() => checkOptions({ ...given, ...options })).toThrow(message);
    expect(() => checkOptions({ ...given, ...options })).toThrow(expect.objectContaining({ exitCode: EXIT.usage }));
  });
});
