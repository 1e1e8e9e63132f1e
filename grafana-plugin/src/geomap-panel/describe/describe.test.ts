import { ActionType, createTheme, FieldType, HttpRequestMethod, toDataFrame } from '@grafana/data';
import { setBackendSrv, type BackendSrv } from '@grafana/runtime';
import { of } from 'rxjs';
import { noMapping } from '../frames/mapping';
import { readMesh } from '../frames/readMesh';
import { goldenFrames, goldenMesh, link, mesh, node, NOW, waypointsFrame } from '../test/frames';
import { precisionText } from './nodes';
import { dataOf } from '../frames/layerData';
import { describeItem } from '../layers/item';
import { linkItem } from '../layers/links/item';
import { clusterItem, nodeItem } from '../layers/nodes/items';
import { cellItem } from '../layers/precision/item';
import { trackItem } from '../layers/tracks/item';
import { waypointsData } from '../layers/waypoints/data';
import { waypointItem } from '../layers/waypoints/item';
import { actionsOfRow } from './fieldActions';
import { fieldRows, linksOfRow } from './fieldRows';
import { formatAge, formatBearing, formatDistance, formatRole } from './format';
import { neighborsOf } from './neighbors';

const context = { theme: createTheme(), timeZone: 'utc', at: NOW };
const values = (rows: ReadonlyArray<{ label: string; value: string }>) =>
  Object.fromEntries(rows.map(({ label, value }) => [label, value]));

describe('format', () => {
  it('formats ages', () => {
    expect([2000, 30_000, 300_000, 7_200_000, 300_000_000].map(formatAge)).toEqual([
      'just now',
      '30 s ago',
      '5 min ago',
      '2 h ago',
      '3 d ago',
    ]);
  });
  it('formats distances, bearings and roles', () => {
    expect([4.26, 730, 4260, 42_600, 426_000].map(formatDistance)).toEqual([
      '4.3 m',
      '730 m',
      '4.26 km',
      '42.6 km',
      '426 km',
    ]);
    expect([formatBearing(359.9), formatBearing(91)]).toEqual(['0° N', '91° E']);
    expect(formatRole('CLIENT_MUTE')).toBe('Client mute');
  });
  it('formats the precision of a position', () => {
    expect(precisionText({ position: [8, 47], precisionBits: 16 })).toBe('± 365 m');
    expect(precisionText({ position: [8, 47], precisionBits: 32 })).toBeUndefined();
  });
});

describe('describeItem for a node', () => {
  const shown = goldenMesh('nodes', 'links');
  const hill = shown.nodeById.get('!10000001') ?? node('', undefined);
  const described = describeItem(
    { kind: nodeItem, thing: hill },
    { ...context, mesh: shown, colorBy: 'airUtilTx', row: undefined },
  );

  it('shows values with units, mappings and ages', () => {
    expect(described).toMatchObject({ title: 'Hill Router', subtitle: '!10000001 · gateway' });
    expect(values(described.rows)).toMatchObject({
      Role: 'Router',
      Hardware: 'HELTEC_V3',
      Battery: '86.0%',
      Voltage: '4.10 V',
    });
    expect(values(described.rows)['Last heard']).toMatch(/ago|2026/);
  });
  it('lists every field that has a value, but none that are hidden', () => {
    const rows = fieldRows(hill.ref, context);
    expect(rows.map(({ name }) => name)).toContain('altitude');
    expect(rows.map(({ name }) => name)).not.toContain('status');
    const secret = {
      name: 's',
      type: FieldType.string,
      values: ['x'],
      config: { custom: { hideFrom: { tooltip: true } } },
    };
    expect(fieldRows({ frame: toDataFrame({ fields: [secret] }), row: 0 }, context)).toEqual([]);
  });
  it('gives each data link once', () => {
    const getLinks = () => [{ href: '/d/node', title: 'Node details', target: undefined, origin: {} as never }];
    const field = { name: 'a', type: FieldType.string, values: ['x'], config: {}, getLinks };
    expect(linksOfRow({ frame: { fields: [field, { ...field, name: 'b' }], length: 1 }, row: 0 })).toHaveLength(1);
  });
});

describe('describeItem', () => {
  const shown = goldenMesh('nodes', 'links');
  const options = { ...context, mesh: shown, colorBy: '', row: undefined };

  it('describes a link by its ends, length, bearing and values', () => {
    const [first] = shown.links;
    const { title, subtitle, rows } = describeItem({ kind: linkItem, thing: first ?? link('a', 'b') }, options);
    expect(title).toBe('FIJI → WALL');
    expect(subtitle).toMatch(/km · \d+° [NESW]+/);
    expect(values(rows)).toMatchObject({ SNR: '6.0 dB', Kind: 'Direct' });
  });
  it('counts nodes and positions in singular and plural', () => {
    const title = (count: number) =>
      describeItem(
        { kind: clusterItem, thing: Array.from({ length: count }, (_unused, n) => node(`${n}`, [8, 47])) },
        options,
      );
    expect([title(1).subtitle, title(2).subtitle]).toEqual(['1 node', '2 nodes']);
    expect(title(8).rows[0]?.value).toBe('0, 1, 2, 3, 4, 5 and 2 more');
  });
  it('describes a precision cell by its nodes', () => {
    const nodes = [node('a', [8, 47], { precisionBits: 13 }), node('b', [8, 47], { precisionBits: 13 })];
    const cell = { key: 'k', west: 0, east: 1, south: 0, north: 1 };
    expect(describeItem({ kind: cellItem, thing: { cell, nodes } }, options)).toMatchObject({
      title: 'Position precision ± 2.92 km',
      subtitle: '2 nodes',
    });
  });
  it('describes a track by its length, and one of its positions by its row', () => {
    const { tracks } = goldenMesh('positions');
    const track = tracks.find(({ nodeId }) => nodeId === '!10000004') ?? tracks[0];
    const item = {
      kind: trackItem,
      thing: track ?? { nodeId: '', name: '', fixes: [], frame: toDataFrame({ fields: [] }) },
    };
    expect(describeItem(item, options).subtitle).toMatch(/^3 positions · 3\d\.\d km$/);
    expect(values(describeItem(item, { ...options, row: 2 }).rows)).toMatchObject({ Speed: '12 km/h' });
  });
});

describe('describeItem for a waypoint', () => {
  const describeRow = (row: Parameters<typeof waypointsFrame>[0][number]) => {
    const shown = readMesh([waypointsFrame([row])], noMapping);
    const [waypoint] = dataOf(shown, waypointsData);
    return describeItem(
      { kind: waypointItem, thing: waypoint ?? fail('no waypoint') },
      { ...context, mesh: shown, colorBy: '', row: undefined },
    );
  };

  it('shows icon, name, description, origin, last change and expiry', () => {
    const { title, subtitle, rows } = describeRow({
      icon: '⛰',
      description: 'Relay <site>',
      expiresAt: NOW + 3_600_000,
    });
    expect([title, subtitle]).toEqual(['⛰ Summit', 'Relay <site>']);
    expect(values(rows)).toEqual({
      'Shared by': 'HILL',
      Updated: 'just now (2026-01-03 02:00:00)',
      Expires: '2026-01-03 03:00:00',
    });
  });
  it('is titled Waypoint without a name, and has no expiry if it never expires', () => {
    const { title, rows } = describeRow({ name: '' });
    expect(title).toBe('Waypoint');
    expect(values(rows)).not.toHaveProperty('Expires');
  });
});

describe('neighborsOf', () => {
  it('returns neighbors with both directions, best SNR first', () => {
    const shown = mesh({
      nodes: [node('a', [8, 47]), node('b', [8, 48], { gateway: true }), node('c', undefined)],
      links: [
        link('a', 'b', { value: -12, lastSeen: NOW - 1000 }),
        link('b', 'a', { value: -3, lastSeen: NOW }),
        link('a', 'b', { id: 'old', kind: 'neighbor', value: 9, lastSeen: 1 }),
        link('c', 'a', { value: 5 }),
        link('b', 'c'),
        link('a', 'c', { kind: 'internet', value: undefined }),
      ],
    });
    expect(neighborsOf(shown, 'a')).toMatchObject([
      { id: 'c', hears: 5, hasOut: false, distanceM: undefined },
      { id: 'b', heardBy: -12, hears: -3, gateway: true, lastSeen: NOW, kinds: ['direct', 'neighbor'] },
    ]);
  });
});

it('neighborsOf finds the neighbors of a node without a position in frames', () => {
  const shown = readMesh([...goldenFrames('nodes'), ...goldenFrames('links')], noMapping);
  const unplaced = shown.unplacedLinks[0] ?? fail('every link has both places');
  const hidden = [unplaced.from, unplaced.to].find((id) => shown.nodeById.get(id)?.position === undefined) ?? '';
  const other = unplaced.from === hidden ? unplaced.to : unplaced.from;
  expect(neighborsOf(shown, hidden)).toMatchObject([{ id: other, distanceM: undefined }]);
});

describe('actionsOfRow', () => {
  it('runs the actions of a field with the values of the row', () => {
    const fetch = jest.fn(() => of({}));
    setBackendSrv({ fetch } as unknown as BackendSrv);
    const action = {
      type: ActionType.Fetch,
      title: 'Ping ${__data.fields.id}',
      fetch: {
        method: HttpRequestMethod.POST,
        url: '/api/ping/${__data.fields.id}',
        body: '{"times": $times}',
        queryParams: [],
      },
    };
    const frame = toDataFrame({
      fields: [{ name: 'id', type: FieldType.string, values: ['a', 'b'], config: { actions: [action] } }],
    });
    const replace = jest.fn((text: string) => text.replaceAll('${__data.fields.id}', 'b'));
    const [model] = actionsOfRow({ frame, row: 1 }, replace as never);
    model?.onClick(undefined, undefined, { times: '3' });
    expect(model?.title).toBe('Ping b');
    expect(fetch).toHaveBeenCalledWith(
      expect.objectContaining({ url: 'http://localhost/api/ping/b', method: 'POST', data: '{"times": 3}' }),
    );
    expect(replace.mock.calls[0]?.[1 as never]).toMatchObject({ __dataContext: { value: { rowIndex: 1 } } });
  });
});
