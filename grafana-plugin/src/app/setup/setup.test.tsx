import type { DataSourceInstanceSettings } from '@grafana/data';
import {
  setBackendSrv,
  setDataSourceSrv,
  type BackendSrv,
  type BackendSrvRequest,
  type DataSourceSrv,
  type PluginPageProps,
} from '@grafana/runtime';
import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React from 'react';
import { of, throwError } from 'rxjs';
import { checksOf, type Findings } from './checks';
import { commandLineOf, gatewaySettingsOf } from './gatewaySettings';
import { SetupPage } from './SetupPage';

// Grafana provides the frame of the page at run time; the test renders only its content.
jest.mock('@grafana/runtime', () => ({
  ...jest.requireActual('@grafana/runtime'),
  PluginPage: ({ children, actions }: PluginPageProps) => (
    <>
      {actions}
      {children}
    </>
  ),
}));

const health = {
  status: 'ok' as const,
  message: '',
  version: '0.1.0',
  simulated: false,
  brokers: [{ name: 'main', state: 'connected' as const, lastError: null }],
  lastMessageAt: 1_000_000,
  nodes: 12,
  nodesOnline: 10,
  reasons: [],
};
const findings = (patch: Partial<Findings> = {}): Findings => ({
  dataSource: 'Mesh',
  health,
  problem: undefined,
  now: 1_030_000,
  ...patch,
});
const states = (patch: Partial<Findings>) => checksOf(findings(patch)).map(({ state }) => state);

describe('checksOf', () => {
  it('returns OK for every step of a working setup', () => {
    expect(checksOf(findings())).toEqual([
      { title: 'Data source', state: 'ok', text: 'Mesh' },
      { title: 'Collector reachable', state: 'ok', text: 'Mesh Observatory 0.1.0.' },
      { title: 'Broker connected', state: 'ok', text: 'main: connected' },
      { title: 'Data flowing', state: 'ok', text: 'Last packet 30 s ago. 12 nodes, 10 online.' },
    ]);
  });

  it('leaves the steps after the first failed one pending', () => {
    expect(states({ dataSource: undefined, health: undefined })).toEqual(['error', 'waiting', 'waiting', 'waiting']);
    const problem = { kind: 'unreachable' as const, message: 'Cannot reach.' };
    expect(states({ health: undefined, problem })).toEqual(['ok', 'error', 'waiting', 'waiting']);
    expect(states({ health: undefined })).toEqual(['ok', 'waiting', 'waiting', 'waiting']);
  });

  it('returns an error if no broker is connected, and a warning if some are not', () => {
    const refused = { name: 'main', state: 'refused' as const, lastError: 'Not authorized' };
    const [, , broker] = checksOf(findings({ health: { ...health, brokers: [refused] } }));
    expect(broker).toEqual({ title: 'Broker connected', state: 'error', text: 'main: refused (Not authorized)' });
    expect(states({ health: { ...health, brokers: [...health.brokers, refused] } })[2]).toBe('warning');
    expect(states({ health: { ...health, brokers: [] } })[2]).toBe('error');
  });

  it('warns if no packet was received, or none for half an hour', () => {
    expect(states({ health: { ...health, lastMessageAt: null } })[3]).toBe('warning');
    expect(states({ now: 1_000_000 + 31 * 60_000 })[3]).toBe('warning');
  });
});

describe('gatewaySettingsOf', () => {
  it.each([
    ['mqtt://broker.example.org:1883', ['msh/EU_868/2/e/#'], 'broker.example.org', false, 'msh/EU_868'],
    ['mqtts://broker.example.org:8883', ['msh/#'], 'broker.example.org', true, 'msh/REGION'],
    ['mqtts://broker.example.org:9883', ['msh/+/2/map/'], 'broker.example.org:9883', true, 'msh/REGION'],
    [
      'mqtt://192.168.1.5:1884',
      ['$share/observatory/msh/US/bayarea/2/e/+/+'],
      '192.168.1.5:1884',
      false,
      'msh/US/bayarea',
    ],
    ['mqtt://broker.example.org', [], 'broker.example.org', false, 'msh/REGION'],
  ])('derives them from %s and %j', (url, subscriptions, address, tls, rootTopic) => {
    expect(gatewaySettingsOf({ url, subscriptions })).toEqual({
      address,
      tls,
      rootTopic,
      internal: false,
      unsuitable: false,
    });
  });

  it('marks addresses that are internal or that nodes cannot use', () => {
    expect(gatewaySettingsOf({ url: 'mqtt://mosquitto:1883', subscriptions: [] })).toMatchObject({ internal: true });
    expect(gatewaySettingsOf({ url: 'mqtt://127.0.0.1:1883', subscriptions: [] })).toMatchObject({ internal: true });
    expect(gatewaySettingsOf({ url: 'wss://broker.example.org/mqtt', subscriptions: [] })).toMatchObject({
      unsuitable: true,
    });
    expect(gatewaySettingsOf({ url: 'nonsense', subscriptions: [] })).toBeUndefined();
  });

  it('produces a command line that is safe to paste', () => {
    const settings = gatewaySettingsOf({ url: 'mqtt://broker.example.org', subscriptions: ["msh/it's $(x)/2/e/#"] });
    expect(settings === undefined ? '' : commandLineOf(settings)).toBe(
      'meshtastic --set mqtt.enabled true --set mqtt.address broker.example.org ' +
        `--set mqtt.root 'msh/it'\\''s $(x)' --set mqtt.tls_enabled false --set mqtt.encryption_enabled true ` +
        '--set mqtt.json_enabled false --set lora.config_ok_to_mqtt true --ch-index 0 --ch-set uplink_enabled true',
    );
  });
});

describe('SetupPage', () => {
  const dataSource = (uid: string, name: string) =>
    ({ uid, name, url: `/api/datasources/proxy/uid/${uid}` }) as DataSourceInstanceSettings;

  function show(answers: Record<string, unknown>, dataSources = [dataSource('mesh-observatory', 'My mesh')]) {
    const asked: string[] = [];
    const fetch = ({ url }: BackendSrvRequest) => {
      asked.push(url);
      return url in answers ? of({ data: answers[url] }) : throwError(() => ({ status: 502, data: {} }));
    };
    setBackendSrv({ fetch } as unknown as BackendSrv);
    setDataSourceSrv({ getList: () => dataSources } as unknown as DataSourceSrv);
    render(<SetupPage />);
    return { asked, user: userEvent.setup() };
  }
  const check = (title: string) => screen.findByTestId(`check ${title}`);
  const proxy = '/api/datasources/proxy/uid/mesh-observatory';

  it('shows the checks, the gateway settings and links to the dashboards', async () => {
    show({
      [`${proxy}/api/health`]: { ...health, lastMessageAt: Date.now() },
      [`${proxy}/api/mqtt/status`]: {
        brokers: [{ url: 'mqtt://broker.example.org', subscriptions: ['msh/EU_868/2/e/#'] }],
      },
      '/api/search?type=dash-db&tag=mesh-observatory': [{ title: 'Mesh overview', url: '/d/mesh-overview' }],
    });
    expect(await screen.findByText('broker.example.org')).toBeInTheDocument();
    expect(await check('Data flowing')).toHaveAttribute('data-state', 'ok');
    expect(screen.getByText('msh/EU_868')).toBeInTheDocument();
    expect(await screen.findByRole('link', { name: /Mesh overview/ })).toHaveAttribute('href', '/d/mesh-overview');
  });

  it('explains what to do without a data source', async () => {
    show({}, []);
    const row = await check('Data source');
    expect(row).toHaveAttribute('data-state', 'error');
    expect(within(row).getByText(/configuration page/)).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Configuration' })).toHaveAttribute(
      'href',
      '/plugins/meshobservatory-meshtastic-app',
    );
  });

  it('shows that the collector cannot be reached, and checks again on request', async () => {
    const { user, asked } = show({});
    expect(await screen.findByText(/cannot reach the collector/)).toBeInTheDocument();
    const before = asked.length;
    await user.click(screen.getByRole('button', { name: 'Check again' }));
    expect(asked.length).toBeGreaterThan(before);
  });

  it('shows that a mesh is simulated', async () => {
    show({
      [`${proxy}/api/health`]: { ...health, simulated: true },
      [`${proxy}/api/mqtt/status`]: { brokers: [] },
    });
    expect((await screen.findAllByText(/simulated mesh/)).length).toBe(2);
  });

  it('offers a choice between several data sources', async () => {
    show({}, [dataSource('a', 'First'), dataSource('mesh-observatory', 'Second')]);
    expect(await screen.findByRole('combobox', { name: 'Data source' })).toHaveValue('Second');
  });
});
