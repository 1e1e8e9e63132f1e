import { describe, expect, it } from '@jest/globals';
import { explainEnd } from '../../../src/transport/connection-error.js';
import type { ConnectionEnd } from '../../../src/transport/mqtt-connection.js';
import { resolveOptions, type MqttSourceOptions } from '../../../src/transport/mqtt-options.js';

const given: MqttSourceOptions = {
  name: 'default',
  url: 'mqtt://someone:s3cr3t-canary@broker.example',
  tls: { enabled: false },
  clientId: 'observatory',
  protocolVersion: 5,
  qos: 1,
  filters: ['msh/#'],
  onFatal: () => undefined,
};
const failed: ConnectionEnd = {
  error: null,
  reasonCode: null,
  accepted: false,
  subscribed: false,
  livedMs: 0,
  byUs: false,
};
const coded = (code: string, message = code) => Object.assign(new Error(message), { code });
const explain = (end: Partial<ConnectionEnd>, options: Partial<MqttSourceOptions> = {}) =>
  explainEnd({ ...failed, ...end }, resolveOptions({ ...given, ...options }));

describe('explanation of a connection error', () => {
  it.each<[string, Partial<ConnectionEnd>, string, string]>([
    ['wrong password (MQTT 5)', { reasonCode: 0x87 }, 'refused', 'MQTT_PASSWORD'],
    ['wrong password (MQTT 5, other code)', { reasonCode: 0x86 }, 'refused', 'MQTT_USERNAME'],
    ['wrong password (MQTT 3.1.1)', { reasonCode: 5 }, 'refused', 'MQTT_PASSWORD'],
    ['a client id the broker dislikes', { reasonCode: 0x85 }, 'refused', 'MQTT_CLIENT_ID'],
    ['a broker without MQTT 5', { reasonCode: 1 }, 'refused', 'set MQTT_PROTOCOL_VERSION to 3.1.1'],
    ['a broker that says so in MQTT 5', { reasonCode: 0x84 }, 'refused', 'set MQTT_PROTOCOL_VERSION to 3.1.1'],
    ['a broker without MQTT 5 that just hangs up', {}, 'unreachable', 'set MQTT_PROTOCOL_VERSION to 3.1.1'],
    ['a busy broker', { reasonCode: 0x89 }, 'refused', 'is busy'],
    ['an unknown reason', { reasonCode: 0xee }, 'refused', 'reason code 238'],
    ['no broker', { error: coded('ECONNREFUSED') }, 'unreachable', 'Nothing listens at mqtt://broker.example:1883'],
    ['no such host', { error: coded('ENOTFOUND') }, 'unreachable', '"broker.example" does not exist'],
    ['no route', { error: coded('EHOSTUNREACH') }, 'unreachable', 'cannot be reached'],
    ['a TLS port that hangs up on plain bytes', { error: coded('ECONNRESET') }, 'unreachable', 'use mqtts://'],
    ['no answer', { error: new Error('connack timeout') }, 'unreachable', 'does not answer'],
    ['a wrong WebSocket path', { error: new Error('Unexpected server response: 404') }, 'unreachable', 'HTTP 404'],
    ['an unknown CA', { error: coded('SELF_SIGNED_CERT_IN_CHAIN') }, 'refused', 'MQTT_CA_FILE'],
    ['another host name', { error: coded('ERR_TLS_CERT_ALTNAME_INVALID') }, 'refused', 'another host name'],
    ['an expired certificate', { error: coded('CERT_HAS_EXPIRED') }, 'refused', 'has expired'],
    ['TLS to a plain port', { error: coded('ERR_SSL_WRONG_VERSION_NUMBER') }, 'refused', 'MQTT_USE_TLS'],
    ['a lost network', { accepted: true, error: coded('ECONNRESET') }, 'lost', 'was cut'],
    ['a silent broker', { accepted: true, error: new Error('Keepalive timeout') }, 'lost', 'stopped answering'],
    ['a broker that stops', { accepted: true, reasonCode: 0x8b }, 'lost', 'is shutting down'],
    ['a takeover', { accepted: true, reasonCode: 0x8e }, 'lost', 'same client id'],
    ['a broker that hangs up', { accepted: true }, 'lost', 'closed the connection'],
    ['anything else', { error: coded('EWHAT', 'something odd') }, 'unreachable', 'something odd'],
    [
      'a missing client certificate',
      { accepted: false, error: coded('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED') },
      'refused',
      'MQTT_CERT_FILE',
    ],
  ])('%s', (_case, end, kind, words) => {
    const explanation = explain(end);
    expect(explanation.kind).toBe(kind);
    expect(explanation.sentence).toContain(words);
    expect(explanation.sentence).not.toMatch(/s3cr3t-canary|someone|\n/);
  });

  it('names the settings of a broker from the configuration file by their keys', () => {
    expect(explain({ reasonCode: 0x87 }, { name: 'club' }).sentence).toContain('`password` of broker "club"');
  });

  it('suspects a plain port when the TLS handshake is cut', () => {
    const { sentence } = explain(
      { error: coded('ECONNRESET') },
      { url: 'mqtts://broker.example', tls: { enabled: true } },
    );
    expect(sentence).toContain('MQTT_USE_TLS');
  });

  it('tells a MQTT 3.1.1 client the other way round', () => {
    expect(explain({ reasonCode: 1 }, { protocolVersion: 4 }).sentence).toContain('set MQTT_PROTOCOL_VERSION to 5');
    expect(explain({}, { protocolVersion: 4 }).sentence).not.toContain('3.1.1');
  });
});
