import { t } from '@grafana/i18n';
import type { BackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { describeHealth, describeHealthFailure } from '../../datasource/client/health';
import type { TestDataSourceResponse } from '@grafana/data';
import { APP_ID, DATA_SOURCE_NAME, DATA_SOURCE_TYPE, DATA_SOURCE_UID } from '../constants';

type Backend = Pick<BackendSrv, 'fetch'>;

/** The data source as Grafana stores it; fields that are not used here are kept as they are. */
export interface StoredDataSource {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly access: string;
  readonly url: string;
  readonly readOnly?: boolean;
  readonly jsonData?: Record<string, unknown>;
  readonly secureJsonFields?: Record<string, boolean>;
  readonly [field: string]: unknown;
}

export interface DataSourceSettings {
  readonly url: string;
  /** Empty: the stored token is kept. */
  readonly apiToken: string;
}

async function call<T>(backend: Backend, method: string, url: string, data?: unknown): Promise<T> {
  const options = { method, url, data, showErrorAlert: false, showSuccessAlert: false };
  return (await lastValueFrom(backend.fetch<T>(options))).data;
}

const statusOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;

/** Reads the data source with the fixed uid; undefined if there is none. */
export async function findDataSource(backend: Backend): Promise<StoredDataSource | undefined> {
  try {
    return await call<StoredDataSource>(backend, 'GET', `/api/datasources/uid/${DATA_SOURCE_UID}`);
  } catch (error) {
    if (statusOf(error) === 404) {
      return undefined;
    }
    throw error;
  }
}

/** Problems of the stored data source; empty if there are none. */
export function flawsOf({ type, access, url }: StoredDataSource): string[] {
  return [
    ...(type === DATA_SOURCE_TYPE
      ? []
      : [
          t('provisioning.wrong-type', 'Its type is {{type}} instead of {{expected}}.', {
            type,
            expected: DATA_SOURCE_TYPE,
          }),
        ]),
    ...(access === 'proxy'
      ? []
      : [t('provisioning.wrong-access', 'Browsers access it directly, and would need its token for that.')]),
    ...(isCollectorUrl(url)
      ? []
      : [
          t('provisioning.wrong-url', '"{{url}}" is not a URL that starts with http:// or https://.', {
            url,
            interpolation: { escapeValue: false },
          }),
        ]),
  ];
}

export function isCollectorUrl(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

/** Creates the data source, or repairs it; its other settings are kept. */
export async function provisionDataSource(backend: Backend, { url, apiToken }: DataSourceSettings): Promise<void> {
  const stored = await findDataSource(backend);
  const secure = apiToken === '' ? {} : { secureJsonData: { apiToken } };
  const settings = {
    type: DATA_SOURCE_TYPE,
    uid: DATA_SOURCE_UID,
    access: 'proxy',
    url: url.replace(/\/+$/, ''),
    ...secure,
  };
  if (stored === undefined) {
    await call(backend, 'POST', '/api/datasources', { name: DATA_SOURCE_NAME, jsonData: {}, ...settings });
  } else {
    await call(backend, 'PUT', `/api/datasources/uid/${DATA_SOURCE_UID}`, { ...stored, ...settings });
  }
}

/** Requests the collector's health through the saved data source. */
export async function testDataSource(backend: Backend, pluginVersion: string): Promise<TestDataSourceResponse> {
  try {
    const report = await call(backend, 'GET', `/api/datasources/proxy/uid/${DATA_SOURCE_UID}/api/health`);
    return describeHealth(report, { pluginVersion, now: Date.now() });
  } catch (error) {
    return describeHealthFailure(error);
  }
}

/** Enables the app, and with it its data source and panel. */
export async function enableApp(backend: Backend): Promise<void> {
  await call(backend, 'POST', `/api/plugins/${APP_ID}/settings`, { enabled: true, pinned: true });
}

/** Message for a request that Grafana refused. */
export function describeFailure(error: unknown): string {
  const status = statusOf(error);
  if (status === 403) {
    return t(
      'provisioning.forbidden',
      'Grafana lets only administrators change data sources; provisioned ones can only be changed in their file.',
    );
  }
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  const message = typeof data === 'object' && data !== null && 'message' in data ? data.message : undefined;
  return typeof message === 'string' ? message : t('provisioning.refused', 'Grafana did not accept the change.');
}
