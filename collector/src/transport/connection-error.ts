import type { ConnectionEnd } from './mqtt-connection.js';
import type { ResolvedOptions } from './mqtt-options.js';

export interface Explanation {
  /** `refused`: the broker rejects our settings, so that frequent retries do not help. */
  readonly kind: 'refused' | 'unreachable' | 'lost';
  /** One sentence for people, naming the setting to change where there is one. Never a secret. */
  readonly sentence: string;
}

type Setting = (variable: string, key: string) => string;

const REASONS: Readonly<Record<number, string>> = {
  0x80: 'gave no reason',
  0x81: 'received a malformed packet from us',
  0x82: 'reported a protocol error',
  0x83: 'gave no reason',
  0x88: 'is unavailable',
  0x89: 'is busy',
  0x8a: 'has banned this client',
  0x8b: 'is shutting down',
  0x8c: 'requires another authentication method',
  0x8d: 'received nothing from us in time',
  0x8e: 'gave our session to another client with the same client id',
  0x93: 'received more messages than it allows',
  0x95: 'received a packet that is too large',
  0x97: 'reports that a quota is exceeded',
  0x98: 'ended the connection by order of its administrator',
  0x9c: 'asks us to use another server',
  0x9d: 'has moved to another server',
  0x9f: 'takes no more connections for now',
};

function explainConnack(code: number, setting: Setting, clientId: string, version: 4 | 5): string {
  const legacy = code < 0x80;
  // A broker without MQTT 5 answers a MQTT 5 client in the old form, where 1 is "unacceptable protocol version".
  if (code === 0x84 || code === 1) {
    return version === 5
      ? `The broker does not know MQTT 5: set ${setting('MQTT_PROTOCOL_VERSION', 'protocolVersion')} to 3.1.1`
      : `The broker does not know MQTT 3.1.1: set ${setting('MQTT_PROTOCOL_VERSION', 'protocolVersion')} to 5`;
  }
  if (code === 0x86 || code === 0x87 || (legacy && (code === 4 || code === 5))) {
    return `The broker refused the user name or password: check ${setting('MQTT_USERNAME', 'username')} and ${setting('MQTT_PASSWORD', 'password')}`;
  }
  if (code === 0x85 || code === 2) {
    return `The broker refused the client id ${JSON.stringify(clientId)}: change ${setting('MQTT_CLIENT_ID', 'clientId')}`;
  }
  if (code === 3) return 'The broker refused the connection: it is unavailable';
  return `The broker refused the connection: it ${REASONS[code] ?? `gave reason code ${code}`}`;
}

function explainHandshakeCut(shown: string, setting: Setting, secure: boolean): string {
  return secure
    ? `${shown} cut the connection before it was secure: use its TLS port, or turn off ${setting('MQTT_USE_TLS', 'tls.enabled')}`
    : `${shown} cut the connection without an answer: if this is its TLS port, use mqtts://`;
}

function explainTls(code: string, message: string, setting: Setting, shown: string): string | undefined {
  const ca = setting('MQTT_CA_FILE', 'tls.caFile');
  const certificate = `${setting('MQTT_CERT_FILE', 'tls.certFile')} and ${setting('MQTT_KEY_FILE', 'tls.keyFile')}`;
  switch (code) {
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return `The certificate of ${shown} is signed by an authority we do not know: set ${ca} to its CA certificate`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate of ${shown} is for another host name: connect by a name the certificate contains`;
    case 'CERT_HAS_EXPIRED':
      return `The certificate of ${shown} has expired: renew it on the broker`;
    case 'CERT_NOT_YET_VALID':
      return `The certificate of ${shown} is not valid yet: check the clocks of both computers`;
  }
  const alert = `${code} ${message}`;
  if (/certificate[_ ]required|handshake[_ ]failure/i.test(alert)) {
    return `The broker asks for a client certificate: set ${certificate}`;
  }
  if (/alert[_ ](unknown[_ ]ca|bad[_ ]certificate|certificate[_ ](expired|unknown|revoked))/i.test(alert)) {
    return `The broker does not accept our client certificate: check ${certificate}`;
  }
  if (/wrong[_ ]version[_ ]number|packet[_ ]length[_ ]too[_ ]long/i.test(alert)) {
    return `There is no TLS at ${shown}: use the TLS port, or turn off ${setting('MQTT_USE_TLS', 'tls.enabled')}`;
  }
  return code.startsWith('ERR_SSL') || code === 'EPROTO' ? `TLS with ${shown} failed (${message})` : undefined;
}

function explainNetwork(code: string, message: string, { host, port, shown }: ResolvedOptions['target']): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing listens at ${shown}: is the broker running, is port ${port} right?`;
    case 'ENOTFOUND':
      return `The host name ${JSON.stringify(host)} does not exist`;
    case 'EAI_AGAIN':
      return `The host name ${JSON.stringify(host)} cannot be looked up now: no DNS`;
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return `${shown} cannot be reached (${code})`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `The connection to ${shown} was cut`;
  }
  if (message === 'connack timeout') return `${shown} does not answer: is it an MQTT broker?`;
  if (message === 'Keepalive timeout') return `${shown} stopped answering: the connection was closed`;
  const status = /^Unexpected server response: (\d+)$/.exec(message)?.[1];
  if (status !== undefined) return `${shown} answers HTTP ${status} instead of a WebSocket: is the path right?`;
  return `The connection to ${shown} failed: ${message === '' ? code : message}`;
}

/** Why a connection ended (or never came to be), for people. */
export function explainEnd(end: ConnectionEnd, options: ResolvedOptions): Explanation {
  const { target, name, clientId, protocolVersion } = options;
  const setting: Setting = (variable, key) =>
    name === 'default' ? variable : `\`${key}\` of broker ${JSON.stringify(name)}`;
  if (end.accepted) {
    if (end.reasonCode !== null && end.reasonCode !== 0) {
      const why = REASONS[end.reasonCode] ?? `gave reason code ${end.reasonCode}`;
      return { kind: 'lost', sentence: `The connection to ${target.shown} ended: the broker ${why}` };
    }
    if (end.error === null) return { kind: 'lost', sentence: `${target.shown} closed the connection` };
  }
  if (!end.accepted && end.reasonCode !== null) {
    return { kind: 'refused', sentence: explainConnack(end.reasonCode, setting, clientId, protocolVersion) };
  }
  if (end.error === null) {
    const version = setting('MQTT_PROTOCOL_VERSION', 'protocolVersion');
    const hint =
      protocolVersion === 5
        ? `if it does not know MQTT 5, set ${version} to 3.1.1; if this is its TLS port, use mqtts://`
        : 'if this is its TLS port, use mqtts://';
    return { kind: 'unreachable', sentence: `${target.shown} closed the connection without an answer: ${hint}` };
  }
  const { message } = end.error;
  const code = 'code' in end.error && typeof end.error.code === 'string' ? end.error.code : '';
  const tls = explainTls(code, message, setting, target.shown);
  if (tls !== undefined) return { kind: 'refused', sentence: tls };
  if (!end.accepted && code === 'ECONNRESET') {
    const secure = target.protocol === 'mqtts' || target.protocol === 'wss';
    return { kind: 'unreachable', sentence: explainHandshakeCut(target.shown, setting, secure) };
  }
  return { kind: end.accepted ? 'lost' : 'unreachable', sentence: explainNetwork(code, message, target) };
}
