import { CoreApp } from '@grafana/data';
import type { FrameJson } from '@mesh-observatory/contract/frames';
import { queryTypes } from '@mesh-observatory/contract/queries/index';
import { QUERY_VERSION } from '@mesh-observatory/contract/query-version';
import { addAdhocFilter, adhocKeyOf, adhocTagKeys } from './adhoc';
import { answerOf, framesOf } from './answer';
import { changeQueryType, getDefaultQuery, isComplete } from './defaults';
import { summarizeQuery, summarizeVariableQuery } from './summary';

describe('getDefaultQuery', () => {
  it('starts dashboards with a series and Explore with logs to tail', () => {
    expect(getDefaultQuery(CoreApp.Dashboard)).toMatchObject({
      version: QUERY_VERSION,
      queryType: 'timeseries',
      metrics: ['device_battery_level'],
    });
    expect(getDefaultQuery(CoreApp.Explore)).toMatchObject({ queryType: 'messages', format: 'logs' });
  });
});

describe('changeQueryType', () => {
  const query = {
    refId: 'B',
    queryType: 'timeseries',
    metrics: ['device_voltage'],
    legend: 'x',
    nodes: ['$node'],
    live: true,
  };

  it('keeps what narrows the query down and forgets what belongs to the old type', () => {
    expect(changeQueryType(query, 'messages')).toEqual({
      refId: 'B',
      version: QUERY_VERSION,
      queryType: 'messages',
      nodes: ['$node'],
      live: true,
    });
  });

  it('asks for logs in Explore', () => {
    expect(changeQueryType(query, 'packets', CoreApp.Explore)).toMatchObject({ format: 'logs' });
    expect(changeQueryType(query, 'nodes', CoreApp.Explore)).not.toHaveProperty('format');
  });
});

describe('isComplete', () => {
  it('leaves out hidden queries and series without a metric', () => {
    expect(isComplete({ refId: 'A', queryType: 'nodes' })).toBe(true);
    expect(isComplete({ refId: 'A', queryType: 'nodes', hide: true })).toBe(false);
    const complete = (query: object) => isComplete({ refId: 'A', version: QUERY_VERSION, ...query });
    expect(complete({ queryType: 'timeseries', metrics: [] })).toBe(false);
    expect(complete({ queryType: 'timeseries', metrics: ['x'] })).toBe(true);
    expect(complete({ queryType: 'values' })).toBe(false);
  });

  it('sends queries of an unknown type on, to be answered with an error', () => {
    expect(isComplete({ refId: 'A', queryType: 'foo' })).toBe(true);
  });
});

describe('summarizeQuery', () => {
  it('says in one line what is asked', () => {
    const query = {
      refId: 'A',
      version: QUERY_VERSION,
      queryType: 'timeseries',
      metrics: ['device_voltage'],
      aggregation: 'max',
      nodes: ['!00000001', '!00000002', '!00000003', '!00000004'],
      filters: [{ key: 'role', operator: '!=', value: 'CLIENT' }],
      live: true,
    };
    expect(summarizeQuery(query)).toBe(
      'device_voltage (maximum) · nodes !00000001, !00000002, !00000003 + 1 · where role != CLIENT · live',
    );
  });

  it.each(queryTypes)('has words for %s', (queryType) => {
    expect(summarizeQuery({ refId: 'A', version: QUERY_VERSION, queryType })).toMatch(/\w{4}/);
  });

  it('names what is looked for', () => {
    const summary = (query: object) => summarizeQuery({ refId: 'A', version: QUERY_VERSION, ...query });
    expect(summary({ queryType: 'values', metrics: ['node_reboots'] })).toBe('Values: node_reboots');
    expect(summary({ queryType: 'signal', metrics: ['rssi'] })).toBe('Signal: RSSI');
    expect(summary({ queryType: 'cutpoints', linkKinds: ['direct'] })).toBe('Critical nodes: Direct');
    expect(summary({ queryType: 'findings', findingKinds: ['weak_key'] })).toBe('Findings: Weak key');
    expect(summary({ queryType: 'events', eventKinds: ['reboot', '$kind'] })).toBe('Events: Reboot, $kind');
    expect(summary({ queryType: 'traffic', trafficBy: 'gateway' })).toBe('Traffic in packets by gateway');
    expect(summary({ queryType: 'foo' })).toBe('foo');
  });

  it('describes variables', () => {
    expect(summarizeVariableQuery({ refId: 'A', kind: 'nodes', roles: ['ROUTER'], search: 'roof' })).toBe(
      'Nodes · roles ROUTER · matching “roof”',
    );
  });
});

describe('ad hoc filters', () => {
  it('offers every key of the collector', () => {
    expect(adhocTagKeys().map(({ value }) => value)).toEqual([
      'node',
      'gateway',
      'channel',
      'role',
      'hwModel',
      'port',
      'region',
      'kind',
    ]);
  });

  it('knows the fields and labels people click on', () => {
    expect(['fromId', 'shortName', 'portName', 'role', 'snr'].map(adhocKeyOf)).toEqual([
      'node',
      'node',
      'port',
      'role',
      undefined,
    ]);
  });

  it('adds a condition once, and replaces it by its opposite', () => {
    const query = { refId: 'A', version: QUERY_VERSION, queryType: 'packets' };
    const options = { key: 'port', value: 'POSITION_APP' };
    const once = addAdhocFilter(query, 'ADD_FILTER', options);
    expect(once).toEqual({ ...query, filters: [{ key: 'port', operator: '=', value: 'POSITION_APP' }] });
    expect(addAdhocFilter(once, 'ADD_FILTER', options)).toEqual(once);
    expect(addAdhocFilter(once, 'ADD_FILTER_OUT', options)).toMatchObject({
      filters: [{ key: 'port', operator: '!=', value: 'POSITION_APP' }],
    });
  });

  it('leaves the query alone for what it cannot filter on', () => {
    const query = { refId: 'A', queryType: 'packets' };
    expect(addAdhocFilter(query, 'ADD_FILTER', { key: 'snr', value: '1' })).toBe(query);
  });
});

describe('answerOf', () => {
  const frame = {
    schema: { name: 'nodes', fields: [{ name: 'nodeId', config: { displayName: 'Node' } }] },
    data: { values: [['!00000001']] },
  };

  it('reads frames and marks them with their query', () => {
    const { frames, errors } = answerOf('B', { status: 200, frames: [frame] }, []);
    expect(errors).toEqual([]);
    expect(frames[0]).toMatchObject({ refId: 'B', name: 'nodes', length: 1 });
    expect(frames[0]?.fields[0]).toMatchObject({ config: { displayName: 'Node' }, values: ['!00000001'] });
  });

  it('makes an error of a refused query', () => {
    expect(answerOf('B', { status: 400, frames: [], error: 'No such metric: x.' }, []).errors).toEqual([
      { refId: 'B', status: 400, message: 'No such metric: x.' },
    ]);
  });

  it('makes an error of a missing answer', () => {
    expect(answerOf('B', undefined, []).errors).toMatchObject([{ refId: 'B' }]);
  });

  it('adds notices to those of the collector, even when there is no frame', () => {
    const noted = {
      ...frame,
      schema: { ...frame.schema, meta: { notices: [{ severity: 'info' as const, text: 'cut' }] } },
    };
    const [first] = answerOf('A', { status: 200, frames: [noted] }, ['filtered']).frames;
    expect(first?.meta?.notices?.map(({ text }) => text)).toEqual(['cut', 'filtered']);
    const [empty] = answerOf('A', { status: 200, frames: [] }, ['filtered']).frames;
    expect(empty?.meta?.notices).toMatchObject([{ text: 'filtered' }]);
  });

  it('opens the first step of thresholds, which JSON writes as null', () => {
    const steps = [
      { value: null, color: 'red' },
      { value: -7, color: 'green' },
    ];
    const json: FrameJson = {
      schema: {
        fields: [
          {
            name: 'snr',
            type: 'number',
            typeInfo: { frame: 'float64', nullable: true },
            config: { thresholds: { mode: 'absolute', steps } },
          },
        ],
      },
      data: { values: [[-9]] },
    };
    const [opened] = framesOf([json], 'A', []);
    expect(opened?.fields[0]?.config.thresholds?.steps.map(({ value }) => value)).toEqual([-Infinity, -7]);
    expect(framesOf([json], 'A', [])[0]?.fields).toBe(opened?.fields);
  });
});
