import type { BackendSrv } from '@grafana/runtime';
import { lastValueFrom } from 'rxjs';
import { describeHealth, describeHealthFailure } from '../../datasource/client/health';
import type { TestDataSourceResponse } from '@grafana/data';
import { APP_ID, DATA_SOURCE_NAME, DATA_SOURCE_TYPE, DATA_SOURCE_UID } from '../constants';

type Backend = Pick<BackendSrv, 'fetch'>;

/** The data source as Grafana stores it, as far as it is looked at here. */
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

export interface WantedSettings {
  readonly url: string;
  /** Empty = leave the stored one alone. */
  readonly apiToken: string;
}

async function call<T>(backend: Backend, method: string, url: string, data?: unknown): Promise<T> {
  const options = { method, url, data, showErrorAlert: false, showSuccessAlert: false };
  return (await lastValueFrom(backend.fetch<T>(options))).data;
}

const statusOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;

/** Undefined when there is none with the fixed uid. */
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

/** What keeps the stored data source from working; empty when nothing does. */
export function flawsOf({ type, access, url }: StoredDataSource): string[] {
  return [
    ...(type === DATA_SOURCE_TYPE ? [] : [`It is of the type ${type}.`]),
    ...(access === 'proxy' ? [] : ['It is asked by the browser directly, so that its token would be needed there.']),
    ...(isCollectorUrl(url) ? [] : [`"${url}" is not a web address of a collector.`]),
  ];
}

export function isCollectorUrl(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}

/** Creates the data source, or sets right what is wrong with it. Everything else about it stays as it is. */
export async function provisionDataSource(backend: Backend, { url, apiToken }: WantedSettings): Promise<void> {
  const stored = await findDataSource(backend);
  const secure = apiToken === '' ? {} : { secureJsonData: { apiToken } };
  const wanted = {
    type: DATA_SOURCE_TYPE,
    uid: DATA_SOURCE_UID,
    access: 'proxy',
    url: url.replace(/\/+$/, ''),
    ...secure,
  };
  if (stored === undefined) {
    await call(backend, 'POST', '/api/datasources', { name: DATA_SOURCE_NAME, jsonData: {}, ...wanted });
  } else {
    await call(backend, 'PUT', `/api/datasources/uid/${DATA_SOURCE_UID}`, { ...stored, ...wanted });
  }
}

/** Asks the collector through the data source that was just saved. */
export async function testDataSource(backend: Backend, pluginVersion: string): Promise<TestDataSourceResponse> {
  try {
    const report = await call(backend, 'GET', `/api/datasources/proxy/uid/${DATA_SOURCE_UID}/api/health`);
    return describeHealth(report, { pluginVersion, now: Date.now() });
  } catch (error) {
    return describeHealthFailure(error);
  }
}

/** The data source and the panel come with the app, and are there when the app is enabled. */
export async function enableApp(backend: Backend): Promise<void> {
  await call(backend, 'POST', `/api/plugins/${APP_ID}/settings`, { enabled: true, pinned: true });
}

/** What Grafana says about a failed change, in words. */
export function describeFailure(error: unknown): string {
  const status = statusOf(error);
  if (status === 403) {
    return 'Grafana lets only administrators change data sources; one that was provisioned from a file can only be changed there.';
  }
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined;
  const message = typeof data === 'object' && data !== null && 'message' in data ? data.message : undefined;
  return typeof message === 'string' ? message : 'Grafana did not accept the change.';
}
