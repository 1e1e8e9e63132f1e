import { FieldType, toDataFrame, type DataFrame } from '@grafana/data';
import { goldenFrames, goldenMesh, NOW, waypointsFrame } from '../test/frames';
import { FRAME_KIND, frameKindOf } from './frameKind';
import { keepUnchanged } from './keepUnchanged';
import { noMapping } from './mapping';
import { readMesh } from './readMesh';
import { routesData, routeTitle } from '../layers/routes/data';
import { readWaypoints, waypointsData } from '../layers/waypoints/data';
import { dataOf } from './layerData';

/** The frame as another data source would send it. */
const undeclared = (frame: DataFrame): DataFrame => ({ ...frame, meta: { ...frame.meta, custom: {} } });

describe('the kind of a frame', () => {
  it.each([
    ['nodes', ['nodes']],
    ['links', ['links']],
    ['linkpairs', ['links']],
    ['positions', ['tracks']],
    ['nodegraph', ['nodes', 'links']],
    ['traceroutes', ['other', 'hops']],
    ['gateways', ['nodes']],
    ['packets', ['packets']],
    ['waypoints', ['waypoints']],
    ['messages', ['other']],
    ['events', ['other']],
  ])('is the one that the collector declares for %s', (name, kinds) => {
    expect(goldenFrames(name).map((frame) => frameKindOf(frame, noMapping))).toEqual(kinds);
  });

  it.each([
    ['nodes', ['nodes']],
    ['links', ['links']],
    ['positions', ['tracks']],
    ['nodegraph', ['nodes', 'links']],
    ['traceroutes', ['other', 'hops']],
    ['gateways', ['nodes']],
    ['packets', ['packets']],
    ['messages', ['other']],
    ['events', ['other']],
    ['traffic', expect.arrayContaining(['other'])],
    ['timeseries', expect.arrayContaining(['other'])],
  ])('is guessed from its fields where %s of another data source declare none', (name, kinds) => {
    expect(goldenFrames(name).map((frame) => frameKindOf(undeclared(frame), noMapping))).toEqual(kinds);
  });
});

describe('readMesh for frames of the collector', () => {
  it('reads nodes with role, place, precision and gateway', () => {
    const { nodes, nodeById, unplacedNodes } = goldenMesh('nodes');
    expect(nodes).toHaveLength(6);
    expect(unplacedNodes).toBe(2);
    expect(nodeById.get('!10000001')).toMatchObject({
      label: 'HILL',
      name: 'Hill Router',
      role: 'ROUTER',
      gateway: true,
      position: [13.4, 52.5],
      precisionBits: 32,
    });
    expect(nodeById.get('!10000006')).toMatchObject({ label: '!10000006', name: '!10000006', position: undefined });
  });

  it('separates directed links by kind and counts those without a position', () => {
    const { links, unplacedLinks } = goldenMesh('nodes', 'links');
    expect(links.map(({ id, lane }) => [id, lane])).toEqual([
      ['!10000004>!10000005/direct', 0],
      ['!10000002>!10000001/direct', 0],
      ['!10000002>!10000001/neighbor', 1],
    ]);
    expect(unplacedLinks).toHaveLength(1);
  });

  it('draws links from their own coordinates when no nodes were asked for', () => {
    const { links } = goldenMesh('links');
    expect(links[0]).toMatchObject({ start: [179.9, -17], end: [-179.8, -17.5], value: 6, count: 10 });
  });

  it('makes nodes of the ends of links that no frame lists, and counts them not as nodes without a position', () => {
    const { nodes, nodeById, unplacedNodes } = goldenMesh('links');
    expect(nodes.every(({ isEnd }) => isEnd)).toBe(true);
    expect(nodeById.get('!10000004')).toMatchObject({ label: 'FIJI', position: [179.9, -17] });
    expect(unplacedNodes).toBe(0);
    expect(goldenMesh('nodes', 'links').nodeById.get('!10000004')).toMatchObject({ isEnd: false });
  });

  it('reads the node graph answer as nodes and links', () => {
    const { nodeById, links } = goldenMesh('nodegraph');
    expect(nodeById.get('!10000001')).toMatchObject({ label: 'HILL', role: 'ROUTER', gateway: true, online: true });
    expect(nodeById.get('!1000000f')).toMatchObject({ online: false });
    expect(links.map(({ from, to }) => [from, to])).toContainEqual(['!10000002', '!10000001']);
  });

  it('reads tracks from positions, and nodes from tracks of unlisted nodes', () => {
    const { tracks, nodeById } = goldenMesh('positions');
    const fiji = tracks.find(({ nodeId }) => nodeId === '!10000004');
    expect(fiji?.fixes.map(({ position }) => position[0])).toEqual([179.7, 179.95, -179.95]);
    expect(nodeById.get('!10000004')?.position).toEqual([-179.95, -17]);
  });

  it('reads traceroutes hop by hop, both ways, with unknown hops', () => {
    const routes = dataOf(goldenMesh('nodes', 'traceroutes'), routesData);
    expect(routes.map(routeTitle)).toEqual(['FIJI → LAKE']);
    const [newest] = routes;
    expect(newest?.hops.map(({ direction, index }) => `${direction} ${index}`)).toEqual([
      'towards 1',
      'towards 2',
      'towards 3',
      'back 1',
    ]);
    expect(newest?.hops[1]).toMatchObject({ end: undefined, snr: undefined });
  });

  it('takes receptions from packets whose origin has a place', () => {
    const { samples } = goldenMesh('nodes', 'packets');
    expect(samples).toHaveLength(6);
    expect(samples[0]).toMatchObject({ position: [179.9, -17], snr: -10, count: 1 });
  });

  it('merges what several frames know about a node', () => {
    const { nodeById } = goldenMesh('gateways', 'nodes');
    expect(nodeById.get('!10000005')).toMatchObject({ gateway: true, role: 'CLIENT', hardware: 'HELTEC_V3' });
  });
});

describe('readMesh for frames of other data sources', () => {
  const sensors = toDataFrame({
    fields: [
      { name: 'where_n', type: FieldType.number, values: [47.1, 0, 95, null] },
      { name: 'where_e', type: FieldType.number, values: [8.1, 0, 8, 8] },
      { name: 'label', type: FieldType.string, values: ['<b>roof</b>', 'zero', 'beyond', 'none'] },
    ],
  });

  it('finds fields by the mapping, and rejects invalid positions', () => {
    const { nodes } = readMesh([sensors], { ...noMapping, latitude: 'where_n', longitude: 'where_e', nodeId: 'label' });
    expect(nodes.map(({ position }) => position)).toEqual([[8.1, 47.1], undefined, undefined, undefined]);
    expect(nodes[0]?.name).toBe('<b>roof</b>');
  });

  it('finds lat and lng without a mapping, also as text', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'lat', type: FieldType.string, values: ['47.5'] },
        { name: 'lng', type: FieldType.string, values: ['8.5'] },
      ],
    });
    expect(readMesh([frame], noMapping).nodes[0]?.position).toEqual([8.5, 47.5]);
  });

  it('joins links of mapped fields to nodes by id', () => {
    const nodes = toDataFrame({
      fields: [
        { name: 'id', type: FieldType.string, values: ['a', 'b'] },
        { name: 'lat', type: FieldType.number, values: [47, 48] },
        { name: 'lon', type: FieldType.number, values: [8, 9] },
      ],
    });
    const links = toDataFrame({
      fields: [
        { name: 'packetId', type: FieldType.string, values: ['1', '2', '3'] },
        { name: 'tx', type: FieldType.string, values: ['a', 'b', 'a'] },
        { name: 'rx', type: FieldType.string, values: ['b', 'a', 'a'] },
        { name: 'level', type: FieldType.number, values: [5, 6, 7] },
      ],
    });
    const mapping = { ...noMapping, linkSource: 'tx', linkTarget: 'rx', linkValue: 'level' };
    const read = readMesh([nodes, links], mapping);
    expect(read.links).toMatchObject([
      { from: 'a', to: 'b', start: [8, 47], end: [9, 48], value: 5 },
      { from: 'b', to: 'a', value: 6 },
    ]);
  });

  it('reads rows with times and repeated ids as tracks', () => {
    const frame = toDataFrame({
      fields: [
        { name: 'time', type: FieldType.time, values: [2000, 1000] },
        { name: 'id', type: FieldType.string, values: ['car', 'car'] },
        { name: 'lat', type: FieldType.number, values: [2, 1] },
        { name: 'lon', type: FieldType.number, values: [2, 1] },
      ],
    });
    expect(readMesh([frame], noMapping).tracks[0]?.fixes.map(({ time }) => time)).toEqual([1000, 2000]);
  });

  it('returns an empty mesh for an empty frame', () => {
    expect(readMesh([toDataFrame({ fields: [] })], noMapping)).toMatchObject({ nodes: [], links: [], tracks: [] });
  });
});

describe('frameKindOf', () => {
  const positions = {
    fields: [
      { name: 'nodeId', type: FieldType.string, values: ['!00000001'] },
      { name: 'latitude', type: FieldType.number, values: [47] },
      { name: 'longitude', type: FieldType.number, values: [8] },
    ],
  };
  const kindOf = (declared: unknown) =>
    frameKindOf(toDataFrame({ ...positions, meta: { custom: { [FRAME_KIND]: declared } } }), noMapping);

  it('takes the declared kind of a frame, whatever its fields', () => {
    expect(['nodes', 'gateways', 'links', 'linkpairs', 'positions', 'hops', 'waypoints'].map(kindOf)).toEqual([
      'nodes',
      'nodes',
      'links',
      'links',
      'tracks',
      'hops',
      'waypoints',
    ]);
  });

  it('ignores a frame of a declared kind that the map does not show, although its fields look like nodes', () => {
    expect(['events', '', 7].map(kindOf)).toEqual(['other', 'other', 'other']);
  });

  it('guesses the kind of a frame that declares none', () => {
    expect(frameKindOf(toDataFrame(positions), noMapping)).toBe('nodes');
    expect(frameKindOf(toDataFrame({ ...positions, meta: { custom: { other: 'links' } } }), noMapping)).toBe('nodes');
  });

  it('never guesses that waypoints are nodes', () => {
    const fields = [
      { name: 'time', type: FieldType.time, values: [NOW] },
      { name: 'fromId', type: FieldType.string, values: ['!00000001'] },
      { name: 'name', type: FieldType.string, values: ['Summit'] },
      ...positions.fields.slice(1),
    ];
    const shown = readMesh([toDataFrame({ fields })], noMapping);
    expect(shown.nodes).toEqual([]);
    expect(dataOf(shown, waypointsData)).toMatchObject([{ name: 'Summit', position: [8, 47] }]);
  });
});

describe('readWaypoints', () => {
  it('reads all fields, and leaves out rows without a position', () => {
    const [summit, ...others] = readWaypoints([
      waypointsFrame([
        { id: 7, name: 'Summit', icon: '⛰', description: 'Relay site', fromName: 'HILL', expiresAt: NOW + 1000 },
        { id: 8, latitude: null },
      ]),
    ]);
    expect(others).toEqual([]);
    expect(summit).toMatchObject({
      id: '7',
      name: 'Summit',
      icon: '⛰',
      description: 'Relay site',
      position: [8, 47],
      time: NOW,
      expiresAt: NOW + 1000,
      origin: 'HILL',
    });
  });

  it('keeps the newest row of a waypoint, and names the origin by its id if it has no name', () => {
    const rows = [
      { id: 7, name: 'Old', time: NOW - 1000 },
      { id: 7, name: 'New', fromName: null },
      { id: 7, name: 'Oldest', time: NOW - 2000 },
    ];
    expect(readWaypoints([waypointsFrame(rows)])).toMatchObject([
      { name: 'New', origin: '!10000001', icon: '', expiresAt: undefined },
    ]);
  });
});

describe('keepUnchanged', () => {
  it('keeps the objects of nodes and links whose rows stayed the same, and points them to the new rows', () => {
    const before = goldenMesh('nodes', 'links');
    const next = goldenMesh('nodes', 'links');
    const frame = next.nodes[0]?.ref.frame;
    const frames = new Set(next.nodes.map(({ ref }) => ref.frame));
    const battery = frame?.fields.find(({ name }) => name === 'battery');
    const changed = next.nodes.find(({ id }) => id === '!10000001');
    battery?.values.splice(changed?.ref.row ?? 0, 1, 12);
    const kept = keepUnchanged(before, next);
    const isSame = kept.nodes.map((node) => node === before.nodeById.get(node.id));
    expect(isSame.filter((same) => !same)).toHaveLength(1);
    expect(kept.nodeById.get('!10000001')).toBe(changed);
    expect(kept.links).toEqual(before.links);
    expect(kept.links.every((link, index) => link === before.links[index])).toBe(true);
    expect(kept.nodes.every(({ ref }) => frames.has(ref.frame))).toBe(true);
  });
  it('takes the new objects when a field is shown another way', () => {
    const before = goldenMesh('nodes');
    const next = goldenMesh('nodes');
    const [field] = next.nodes[0]?.ref.frame.fields ?? [];
    Object.assign(field ?? {}, { config: { ...field?.config, displayName: 'Other' } });
    expect(keepUnchanged(before, next).nodes.every((node) => node !== before.nodeById.get(node.id))).toBe(true);
  });
});
