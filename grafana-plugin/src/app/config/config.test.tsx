import { AppPlugin, type AppPluginMeta } from '@grafana/data';
import { setBackendSrv, type BackendSrv, type BackendSrvRequest } from '@grafana/runtime';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { of, throwError } from 'rxjs';
import type { AppSettings } from '../types';
import { ConfigPage } from './ConfigPage';
import { flawsOf, type StoredDataSource } from './provisioning';

const UID_URL = '/api/datasources/uid/mesh-observatory';
const HEALTH_URL = '/api/datasources/proxy/uid/mesh-observatory/api/health';
const health = {
  status: 'ok',
  message: '',
  version: '0.1.0',
  simulated: false,
  brokers: [{ name: 'main', state: 'connected', lastError: null }],
  lastMessageAt: null,
  nodes: 1,
  nodesOnline: 1,
  reasons: [],
};
const stored = (patch: Partial<StoredDataSource> = {}): StoredDataSource => ({
  uid: 'mesh-observatory',
  name: 'My mesh',
  type: 'meshobservatory-meshtastic-datasource',
  access: 'proxy',
  url: 'http://collector:8080',
  jsonData: { tlsSkipVerify: true },
  secureJsonFields: { apiToken: true },
  version: 3,
  ...patch,
});

/** Grafana with one data source, or none. */
function grafana(start: StoredDataSource | undefined, refuse?: { status: number; data: object }) {
  let current = start;
  const calls: BackendSrvRequest[] = [];
  const fetch = (request: BackendSrvRequest) => {
    calls.push(request);
    if (request.method !== 'GET' && refuse !== undefined) {
      return throwError(() => refuse);
    }
    if (request.method !== 'GET') {
      current = request.data;
      return of({ data: {} });
    }
    if (request.url === HEALTH_URL) {
      return of({ data: health });
    }
    return current === undefined ? throwError(() => ({ status: 404, data: {} })) : of({ data: current });
  };
  setBackendSrv({ fetch } as unknown as BackendSrv);
  return { writes: () => calls.filter(({ method }) => method !== 'GET') };
}

function show(enabled = true) {
  const plugin = new AppPlugin<AppSettings>();
  plugin.meta = { enabled, info: { version: '0.1.0' } } as AppPluginMeta<AppSettings>;
  render(<ConfigPage plugin={plugin} query={{}} />);
  return userEvent.setup();
}

describe('ConfigPage', () => {
  it('creates the data source with the UID that dashboards use, and tests it', async () => {
    const { writes } = grafana(undefined);
    const user = show();
    const url = await screen.findByLabelText(/Collector URL/);
    await user.clear(url);
    await user.type(url, 'http://collector:8080/');
    await user.type(screen.getByLabelText(/API token/), 's3cret');
    await user.click(screen.getByRole('button', { name: 'Create data source' }));
    expect(await screen.findByText(/Connected to Mesh Observatory 0.1.0/)).toBeInTheDocument();
    expect(writes()).toMatchObject([
      {
        method: 'POST',
        url: '/api/datasources',
        data: {
          name: 'Mesh Observatory',
          uid: 'mesh-observatory',
          type: 'meshobservatory-meshtastic-datasource',
          access: 'proxy',
          url: 'http://collector:8080',
          secureJsonData: { apiToken: 's3cret' },
        },
      },
    ]);
    expect(screen.getByLabelText(/API token/)).not.toHaveValue('s3cret');
  });

  it('repairs wrong settings and keeps the others, including the stored token', async () => {
    const { writes } = grafana(stored({ access: 'direct' }));
    const user = show();
    expect(await screen.findByText(/Browsers access it directly/)).toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Save & test' }));
    await screen.findByText(/Connected to Mesh Observatory/);
    expect(writes()).toMatchObject([
      {
        method: 'PUT',
        url: UID_URL,
        data: { name: 'My mesh', access: 'proxy', jsonData: { tlsSkipVerify: true }, version: 3 },
      },
    ]);
    expect(writes()[0]?.data).not.toHaveProperty('secureJsonData');
    expect(screen.queryByText(/Browsers access it directly/)).not.toBeInTheDocument();
  });

  it('tests a provisioned data source without changing it', async () => {
    const { writes } = grafana(stored({ readOnly: true }));
    const user = show();
    expect(await screen.findByText(/provisioned from a file/)).toBeInTheDocument();
    expect(screen.getByLabelText(/Collector URL/)).toBeDisabled();
    await user.click(screen.getByRole('button', { name: 'Save & test' }));
    await screen.findByText(/Connected to Mesh Observatory/);
    expect(writes()).toEqual([]);
  });

  it('explains that only administrators may change data sources', async () => {
    grafana(undefined, { status: 403, data: {} });
    const user = show();
    await user.click(await screen.findByRole('button', { name: 'Create data source' }));
    expect(await screen.findByText(/only administrators/)).toBeInTheDocument();
  });

  it('does not save an invalid URL', async () => {
    grafana(undefined);
    const user = show();
    const url = await screen.findByLabelText(/Collector URL/);
    await user.clear(url);
    await user.type(url, 'collector:8080');
    expect(screen.getByRole('button', { name: 'Create data source' })).toBeDisabled();
    expect(screen.getByText(/starts with http/)).toBeInTheDocument();
  });

  it('enables the app', async () => {
    const { writes } = grafana(stored());
    const user = show(false);
    await user.click(await screen.findByRole('button', { name: 'Enable' }));
    expect(await screen.findByText(/Reload this page/)).toBeInTheDocument();
    expect(writes()).toMatchObject([
      { url: '/api/plugins/meshobservatory-meshtastic-app/settings', data: { enabled: true, pinned: true } },
    ]);
  });
});

describe('flawsOf', () => {
  it('returns nothing for a valid data source', () => {
    expect(flawsOf(stored())).toEqual([]);
  });

  it('returns every flaw', () => {
    expect(flawsOf(stored({ type: 'prometheus', access: 'direct', url: '' }))).toHaveLength(3);
  });
});
