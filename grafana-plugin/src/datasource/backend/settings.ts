import type { DataSourceInstanceSettings } from './protocol/messages';

/** Address, headers and TLS options of the collector, from the settings of the data source. */
export interface Settings {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsSettings;
  readonly timeoutMs: number;
}

/** Options of Node's TLS sockets. */
export interface TlsSettings {
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** A setting that is missing or invalid; the message says which, and what is allowed. */
export class UnusableSettings extends Error {}

/** The same as Grafana's proxy. */
const DEFAULT_TIMEOUT_S = 30;
const MAX_TIMEOUT_S = 600;

type Json = Readonly<Record<string, unknown>>;

export function readSettings(saved: DataSourceInstanceSettings): Settings {
  const json = readJson(saved.jsonData);
  const secrets = saved.decryptedSecureJsonData;
  return {
    url: readUrl(saved.url),
    headers: { ...customHeaders(json, secrets), ...authorization(saved) },
    tls: readTls(json, secrets),
    timeoutMs: readTimeoutSeconds(json['timeout']) * 1000,
  };
}

function readJson(bytes: Buffer): Json {
  if (bytes.length === 0) {
    return {};
  }
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Json) : {};
  } catch {
    throw new UnusableSettings('The settings of the data source are not JSON. Save the data source again.');
  }
}

/** The address without query and fragment. */
function readUrl(text: string): URL {
  if (text.trim() === '') {
    throw new UnusableSettings('The data source has no URL. Enter the address of the collector.');
  }
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    throw new UnusableSettings('The URL of the data source is not an address such as http://collector:8080.');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new UnusableSettings(
      `The URL of the data source starts with ${url.protocol}// instead of http:// or https://.`,
    );
  }
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

/** The token of the collector; a name and password are for a proxy in front of one without a token. */
function authorization(saved: DataSourceInstanceSettings): Record<string, string> {
  const { apiToken, basicAuthPassword = '' } = saved.decryptedSecureJsonData;
  if (apiToken !== undefined && apiToken !== '') {
    return { authorization: `Bearer ${apiToken}` };
  }
  if (saved.basicAuthEnabled) {
    const pair = Buffer.from(`${saved.basicAuthUser}:${basicAuthPassword}`).toString('base64');
    return { authorization: `Basic ${pair}` };
  }
  return {};
}

/** "Custom HTTP headers" of the configuration page: `httpHeaderName1` and the secret `httpHeaderValue1`, and so on. */
function customHeaders(json: Json, secrets: Readonly<Record<string, string>>): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let number = 1; ; number += 1) {
    const name = json[`httpHeaderName${number}`];
    if (typeof name !== 'string' || name === '') {
      return headers;
    }
    headers[name.toLowerCase()] = secrets[`httpHeaderValue${number}`] ?? '';
  }
}

function readTls(json: Json, secrets: Readonly<Record<string, string>>): TlsSettings {
  const { serverName } = json;
  return {
    ...(json['tlsSkipVerify'] === true ? { rejectUnauthorized: false } : {}),
    ...(typeof serverName === 'string' && serverName !== '' ? { servername: serverName } : {}),
    ...(json['tlsAuthWithCACert'] === true ? { ca: needed(secrets, 'tlsCACert', 'the CA certificate') } : {}),
    ...(json['tlsAuth'] === true
      ? {
          cert: needed(secrets, 'tlsClientCert', 'the client certificate'),
          key: needed(secrets, 'tlsClientKey', 'the key of the client certificate'),
        }
      : {}),
  };
}

function needed(secrets: Readonly<Record<string, string>>, name: string, description: string): string {
  const secret = secrets[name];
  if (secret === undefined || secret === '') {
    throw new UnusableSettings(`The data source lacks ${description} that its TLS settings ask for.`);
  }
  return secret;
}

function readTimeoutSeconds(value: unknown): number {
  const seconds = Number(value);
  return value === undefined || value === null || !Number.isFinite(seconds) || seconds <= 0
    ? DEFAULT_TIMEOUT_S
    : Math.min(seconds, MAX_TIMEOUT_S);
}
