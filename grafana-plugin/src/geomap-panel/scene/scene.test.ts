import { createTheme, dateTime, FieldColorModeId, FieldType, ThresholdsMode, toDataFrame } from '@grafana/data';
import { defaultOptions, completeOptions } from '../options/defaults';
import { noMapping } from '../frames/mapping';
import { readMesh } from '../frames/readMesh';
import { goldenMesh, link, mesh, node, NOW, waypointsFrame } from '../test/frames';
import { ageBand, ageOpacity } from './age';
import { scaleLegend, valueColor } from './colorScale';
import { legendLayers } from '../layers/legend';
import { meshAt } from './meshAt';
import { createNodeLooks, shapeOfRole } from './nodeLook';
import { presentOf } from './present';
import { sceneOf } from './scene';
import { linkColor } from './signal';

const theme = createTheme();
const { getColorByName } = theme.visualization;
const HOUR = 3_600_000;

describe('age', () => {
  it('fades in steps and never to nothing', () => {
    expect([0, 2, 12, 24, 500].map((hours) => ageOpacity(hours * HOUR, 24))).toEqual([1, 1, 0.72, 0.3, 0.3]);
    expect(ageOpacity(500 * HOUR, 0)).toBe(1);
    expect(ageOpacity(undefined, 24)).toBe(1);
  });
  it('is grouped into bands', () => {
    expect([0, HOUR, 5 * HOUR, 50 * HOUR, undefined].map(ageBand)).toEqual([0, 1, 2, 3, 3]);
  });
});

describe('colors', () => {
  const field = (type: FieldType, values: unknown[], config = {}) =>
    toDataFrame({ fields: [{ name: 'x', type, values, config }] }).fields[0] ?? fail('no field');
  const steps = {
    color: { mode: FieldColorModeId.Thresholds },
    unit: 'percent',
    thresholds: {
      mode: ThresholdsMode.Absolute,
      steps: [
        { value: -Infinity, color: 'red' },
        { value: 40, color: 'green' },
      ],
    },
  };

  it('follow the thresholds of the field', () => {
    const battery = field(FieldType.number, [10, 90, null], steps);
    expect([0, 1, 2].map((row) => valueColor(battery, row, NOW, theme))).toEqual([
      getColorByName('red'),
      getColorByName('green'),
      undefined,
    ]);
    expect(scaleLegend(toDataFrame({ fields: [battery] }), battery, NOW, theme)).toMatchObject({
      kind: 'steps',
      steps: [{ label: '< 40%' }, { label: '≥ 40%' }],
    });
  });
  it('show the age of a time', () => {
    const heard = field(FieldType.time, [NOW, NOW - 100 * HOUR]);
    expect(valueColor(heard, 0, NOW, theme)).toBe(getColorByName('green'));
    expect(valueColor(heard, 1, NOW, theme)).not.toBe(getColorByName('green'));
  });
  it('are the same for the same text', () => {
    const role = field(FieldType.string, ['A', 'B', 'A']);
    expect(valueColor(role, 0, NOW, theme)).toBe(valueColor(role, 2, NOW, theme));
    expect(scaleLegend(toDataFrame({ fields: [role] }), role, NOW, theme).steps.map(({ label }) => label)).toEqual([
      'A',
      'B',
    ]);
  });
  it('are a gradient in the legend of a continuous scheme', () => {
    const warm = field(FieldType.number, [10, 30], {
      color: { mode: FieldColorModeId.ContinuousBlYlRd },
      unit: 'celsius',
    });
    expect(scaleLegend(toDataFrame({ fields: [warm] }), warm, NOW, theme)).toMatchObject({ kind: 'gradient' });
  });
  it('follow SNR thresholds on links, unless the field has thresholds of its own', () => {
    const plain = field(FieldType.number, [-10], { unit: 'dB' });
    expect(linkColor({ kind: 'direct', value: -10, valueField: plain }, theme)).toBe(getColorByName('yellow'));
    const meant = field(FieldType.number, [10], steps);
    expect(linkColor({ kind: 'direct', value: 10, valueField: meant }, theme)).toBe(getColorByName('red'));
    expect(linkColor({ kind: 'internet', value: undefined, valueField: meant }, theme)).toBe(getColorByName('purple'));
  });
});

describe('nodes', () => {
  const looks = (colorBy: string) =>
    createNodeLooks(goldenMesh('nodes').nodes, { options: { ...defaultOptions.nodes, colorBy }, theme, at: NOW });
  const { nodeById } = goldenMesh('nodes');
  const hill = nodeById.get('!10000001') ?? node('', undefined);
  const lake = nodeById.get('!10000002') ?? node('', undefined);

  it('have a shape for each role, and a circle for unknown roles', () => {
    expect(['ROUTER', 'TRACKER', 'SENSOR', 'CLIENT', 'CAPTAIN', undefined].map(shapeOfRole)).toEqual([
      'diamond',
      'triangle',
      'square',
      'circle',
      'circle',
      'circle',
    ]);
  });
  it('mark gateways and reduced-precision positions', () => {
    expect(looks('').lookOf(hill, false)).toMatchObject({ shape: 'diamond', gateway: true, coarse: false });
    expect(looks('').lookOf(lake, true)).toMatchObject({ gateway: false, coarse: true, isSelected: true });
  });
  it('are colored by the chosen field and labeled with its value', () => {
    const battery = looks('battery');
    expect(battery.valueText(hill)).toBe('86.0%');
    expect(battery.valueText(lake)).toBe('Powered');
    expect(battery.lookOf(hill, false).color).toBe(getColorByName('green'));
  });
  it('can be sized by a field', () => {
    const options = { ...defaultOptions.nodes, sizeBy: 'packets', size: 10 };
    const sized = createNodeLooks(goldenMesh('nodes').nodes, { options, theme, at: NOW });
    expect(sized.lookOf(hill, false).radius).toBe(20);
    expect(sized.lookOf(lake, false).radius).toBe(7);
  });
});

describe('the mesh at a moment of the past', () => {
  const moving = mesh({
    nodes: [
      node('a', [8, 47], { lastHeard: NOW, firstHeard: 0 }),
      node('b', [9, 47], { lastHeard: NOW, firstHeard: NOW - HOUR }),
    ],
    links: [
      link('a', 'c', { firstSeen: NOW - 5 * HOUR, end: [10, 47] }),
      link('a', 'b', { firstSeen: NOW - HOUR / 2 }),
    ],
    tracks: [
      {
        nodeId: 'a',
        name: 'a',
        frame: toDataFrame({ fields: [] }),
        fixes: [
          { time: NOW - 4 * HOUR, position: [7, 46], row: 0 },
          { time: NOW - 2 * HOUR, position: [8, 47], row: 1 },
        ],
      },
    ],
  });

  it('has nodes at the positions of their tracks, and none first heard later', () => {
    const { nodes, nodeById } = meshAt(moving, NOW - 3 * HOUR, 24 * HOUR);
    expect(nodes.map(({ id }) => id)).toEqual(['a']);
    expect(nodeById.get('a')).toMatchObject({ position: [7.5, 46.5], lastHeard: NOW - 4 * HOUR });
  });
  it('moves links with their nodes, ages them from then, and leaves out later ones', () => {
    const { links } = meshAt(moving, NOW - 3 * HOUR, 24 * HOUR);
    expect(links).toMatchObject([{ id: 'a>c', start: [7.5, 46.5], end: [10, 47], lastSeen: NOW - 3 * HOUR }]);
  });
  it('has no waypoints that were shared later', () => {
    const frame = waypointsFrame([
      { id: 1, time: NOW - HOUR },
      { id: 2, time: NOW - 3 * HOUR },
    ]);
    const { waypoints } = meshAt(readMesh([frame], noMapping), NOW - 2 * HOUR, 24 * HOUR);
    expect(waypoints.map(({ id }) => id)).toEqual(['2']);
  });
  it('is the present at the end', () => {
    expect(meshAt(moving, NOW, 24 * HOUR).nodes.map(({ position }) => position)).toEqual([
      [8, 47],
      [9, 47],
    ]);
  });
});

describe('legend', () => {
  const scene = sceneOf(goldenMesh('nodes', 'links', 'traceroutes', 'positions'), NOW);
  const ids = (options = completeOptions(undefined)) =>
    legendLayers({ options, scene, theme }, new Set()).map(({ id }) => id);

  it('lists layers with something to show, top first', () => {
    expect(ids()).toEqual(['mesh-nodes', 'mesh-routes', 'mesh-links', 'mesh-tracks', 'mesh-precision']);
  });
  it('lists the waypoints layer with the number of waypoints that have not expired', () => {
    const frame = waypointsFrame([{ id: 1 }, { id: 2 }, { id: 3, expiresAt: NOW }]);
    const state = { options: completeOptions(undefined), theme, scene: sceneOf(readMesh([frame], noMapping), NOW) };
    expect(legendLayers(state, new Set())).toMatchObject([
      { id: 'mesh-waypoints', name: 'Waypoints', count: 2, isOn: true },
    ]);
  });
  it('leaves out layers that the options switch off', () => {
    expect(ids(completeOptions({ nodes: { show: false }, dayNight: { show: true } }))).not.toContain('mesh-nodes');
    expect(ids(completeOptions({ dayNight: { show: true } }))).toContain('mesh-night');
  });
  it('has color scales and the kinds of links', () => {
    const [nodes, , links] = legendLayers(
      { options: completeOptions(undefined), scene, theme },
      new Set(['mesh-nodes']),
    );
    expect(nodes).toMatchObject({ isOn: false, count: 4, scale: { title: 'Last heard' } });
    expect(links?.kinds).toEqual([
      { kind: 'direct', isOn: true },
      { kind: 'neighbor', isOn: true },
    ]);
    expect(links?.scale?.steps).toHaveLength(3);
  });
});

describe('the present', () => {
  const heard = (lastHeard: number) => ({ nodes: [node('a', [8, 47], { lastHeard })] });
  const range = (to: number, raw: string | number) => ({
    from: dateTime(NOW - 48 * HOUR),
    to: dateTime(to),
    raw: { from: 'now-48h', to: typeof raw === 'string' ? raw : dateTime(raw) },
  });

  it.each([
    ['now', NOW - 5000, NOW - 5000],
    ['now/d', NOW + 22 * HOUR, NOW],
    ['now/w', NOW + 50 * HOUR, NOW],
    ['now/M', NOW + 600 * HOUR, NOW],
    ['now+6h', NOW + 6 * HOUR, NOW],
    ['now-1h', NOW - HOUR, NOW - HOUR],
    ['now-1d/d', NOW - 2 * HOUR, NOW - 2 * HOUR],
    [NOW - 3 * HOUR, NOW - 3 * HOUR, NOW - 3 * HOUR],
    [NOW + 3 * HOUR, NOW + 3 * HOUR, NOW],
  ])('of a range to %s is now at the latest', (raw, to, present) => {
    expect(presentOf(heard(NOW - 10_000), range(to, raw), NOW)).toBe(present);
  });

  it('is that of newer live data when the range ends now', () => {
    expect(presentOf(heard(NOW + 60_000), range(NOW, 'now'), NOW)).toBe(NOW + 60_000);
    expect(presentOf(heard(NOW), range(NOW - HOUR, 'now-1h'), NOW)).toBe(NOW - HOUR);
  });
});
