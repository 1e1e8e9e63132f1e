import { NEVER, lastValueFrom, of, throwError } from 'rxjs';
import { createChoices } from './choices';
import { createCollectorClient } from './collectorClient';
import { describeHealth, describeHealthFailure, formatAge, type HealthReport } from './health';
import { ANSWER_MS } from './patience';
import { describeProblem } from './problems';

const healthy: HealthReport = {
  status: 'ok',
  message: '',
  version: '0.1.3',
  simulated: false,
  brokers: [{ name: 'main', state: 'connected', lastError: null }],
  lastMessageAt: 990_000,
  nodes: 42,
  nodesOnline: 30,
  reasons: [],
};
const facts = { pluginVersion: '0.1.0', now: 1_000_000 };

describe('describeHealth', () => {
  it('says what was found', () => {
    expect(describeHealth(healthy, facts)).toEqual({
      status: 'success',
      message:
        'Connected to Mesh Observatory 0.1.3: 1 of 1 broker connected, last packet 10 s ago, 42 nodes (30 online).',
    });
  });

  it('says that the collector is up but its broker is not, and why', () => {
    const broken: HealthReport = {
      ...healthy,
      status: 'degraded',
      brokers: [{ name: 'main', state: 'refused', lastError: 'Not authorized.' }],
      lastMessageAt: null,
    };
    const { status, message } = describeHealth(broken, facts);
    expect(status).toBe('warning');
    expect(message).toContain('0 of 1 broker connected, no packet yet');
    expect(message).toContain('The collector is up, but its broker main is refused: Not authorized.');
  });

  it('warns when plugin and collector do not go together', () => {
    const { status, message } = describeHealth({ ...healthy, version: '0.3.0' }, facts);
    expect(status).toBe('warning');
    expect(message).toContain('The collector is version 0.3.0 and the plugin 0.1.0');
  });

  it('takes versions of one series as equals', () => {
    expect(describeHealth({ ...healthy, version: '2.9.0' }, { ...facts, pluginVersion: '2.0.1' }).status).toBe(
      'success',
    );
  });

  it('says that a simulated mesh is one', () => {
    expect(describeHealth({ ...healthy, simulated: true }, facts).message).toContain('(simulated mesh)');
  });

  it('recognizes that something else answers', () => {
    expect(describeHealth('<html>', facts)).toMatchObject({ status: 'error', message: expect.stringContaining('URL') });
  });
});

describe('describeHealthFailure', () => {
  it.each([
    [{ status: 502, data: {} }, 'cannot reach the collector'],
    [{ status: 400, data: { message: 'Authentication to data source failed' } }, 'refused the API token'],
    [{ status: 401, data: {} }, 'refused the API token'],
    [{ status: 404, data: {} }, 'not a Mesh Observatory collector'],
    [{ status: 403, data: {} }, 'does not let you use'],
    [
      { status: 503, data: { code: 'store_busy', message: 'The database is locked; try again.' } },
      'database is locked',
    ],
    [new Error('Failed to fetch'), 'Failed to fetch'],
    [undefined, 'The Grafana server does not answer'],
  ])('explains %j', (error, words) => {
    expect(describeHealthFailure(error)).toMatchObject({ status: 'error', message: expect.stringContaining(words) });
  });
});

describe('describeProblem', () => {
  it('prefers the words of the collector', () => {
    const problem = describeProblem({ status: 400, data: { code: 'bad_range', message: 'from is after to.' } });
    expect(problem).toEqual({ kind: 'refused', status: 400, message: 'from is after to.' });
  });
});

describe('formatAge', () => {
  it('picks the unit', () => {
    expect([-5, 1500, 300_000, 10_000_000, 400_000_000].map(formatAge)).toEqual(['0 s', '2 s', '5 min', '3 h', '5 d']);
  });
});

describe('createCollectorClient', () => {
  it('asks through the proxy and shows no alert of its own', async () => {
    const fetch = jest.fn().mockReturnValue(of({ data: { data: [{ text: 'a', value: 'b' }] } }));
    const client = createCollectorClient({ url: '/api/datasources/proxy/uid/x', backend: () => ({ fetch }) });
    expect(await client.variables({ kind: 'nodes' })).toEqual([{ text: 'a', value: 'b' }]);
    expect(fetch).toHaveBeenCalledWith({
      url: '/api/datasources/proxy/uid/x/api/variables',
      method: 'POST',
      data: { kind: 'nodes' },
      showErrorAlert: false,
    });
  });

  it('asks for the catalog once, but again after a failure', async () => {
    const fetch = jest
      .fn()
      .mockReturnValueOnce(throwError(() => new Error('down')))
      .mockReturnValue(of({ data: { data: [] } }));
    const client = createCollectorClient({ url: '', backend: () => ({ fetch }) });
    await expect(client.catalog()).rejects.toThrow('down');
    await client.catalog();
    await client.catalog();
    expect(fetch).toHaveBeenCalledTimes(2);
  });
});

describe('createChoices', () => {
  const entry = {
    metric: 'device_voltage',
    variant: 'device',
    title: 'Voltage',
    description: 'Of the battery',
    unit: 'volt',
    kind: 'gauge' as const,
    prometheusName: 'x',
    nodes: 1,
    derived: false,
    entity: 'node' as const,
  };

  it('finds metrics by name and title', async () => {
    const choices = createChoices({ catalog: () => Promise.resolve([entry]), variables: jest.fn() }, () => 0);
    expect(await choices.find('metrics', 'volt')).toEqual([
      {
        value: 'device_voltage',
        label: 'Voltage',
        description: 'device_voltage: Of the battery (1 node)',
        group: 'device',
      },
    ]);
    expect(await choices.find('metrics', 'snow')).toEqual([]);
  });

  it('offers what the collector works out for values only, and first', async () => {
    const silent = { ...entry, metric: 'node_silent_seconds', title: 'Silent for', variant: 'derived', derived: true };
    const derived = { ...silent, description: 'Not heard', nodes: null, prometheusName: null };
    const choices = createChoices({ catalog: () => Promise.resolve([entry, derived]), variables: jest.fn() }, () => 0);
    expect((await choices.find('metrics', '')).map(({ value }) => value)).toEqual(['device_voltage']);
    expect(await choices.find('values', '')).toMatchObject([
      { value: 'node_silent_seconds', description: 'node_silent_seconds: Not heard', group: 'node' },
      { value: 'device_voltage', group: 'device' },
    ]);
    expect((await choices.labels('values')).get('node_silent_seconds')).toBe('Silent for');
  });

  it('lets the collector search for nodes', async () => {
    const variables = jest.fn().mockResolvedValue([{ text: 'ROOF · On the roof', value: '!00000001' }]);
    const choices = createChoices({ catalog: jest.fn(), variables }, () => 0);
    expect(await choices.find('nodes', 'roof')).toEqual([
      { value: '!00000001', label: 'ROOF · On the roof', description: '!00000001' },
    ]);
    expect(variables).toHaveBeenCalledWith({ kind: 'nodes', limit: 200, search: 'roof' });
  });

  it('offers nothing when the collector does not answer, and remembers no failure', async () => {
    const variables = jest
      .fn()
      .mockRejectedValueOnce(new Error('down'))
      .mockResolvedValue([{ text: 'R', value: '!1' }]);
    const choices = createChoices({ catalog: jest.fn(), variables }, () => 0);
    expect((await choices.labels('nodes')).size).toBe(0);
    expect((await choices.labels('nodes')).get('!1')).toBe('R');
    await choices.labels('nodes');
    expect(variables).toHaveBeenCalledTimes(2);
  });
});

describe('a collector that says nothing', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is not waited for any longer than it would take itself, whatever was asked', async () => {
    const client = createCollectorClient({ url: '', backend: () => ({ fetch: () => NEVER }) });
    const asked = [
      lastValueFrom(client.query({ from: 0, to: 1, queries: [] })),
      client.variables({ kind: 'nodes', filters: [] }),
      client.catalog(),
      client.health(),
    ].map((answer) => answer.then(String, String));
    jest.advanceTimersByTime(ANSWER_MS);
    for (const text of await Promise.all(asked)) {
      expect(text).toContain('The collector has not answered since');
    }
  });
});
