import { readdirSync } from 'fs';
import { createTheme } from '@grafana/data';
import Feature from 'ol/Feature';
import OlMap from 'ol/Map';
import type BaseLayer from 'ol/layer/Base';
import LayerGroup from 'ol/layer/Group';
import type LineString from 'ol/geom/LineString';
import Point from 'ol/geom/Point';
import type VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import type RegularShape from 'ol/style/RegularShape';
import type Style from 'ol/style/Style';
import { layerOptions } from './options';
import { noMapping } from '../frames/mapping';
import { readMesh } from '../frames/readMesh';
import { toLonLat, toXY } from '../geo/mercator';
import { createLayerStack } from '../map/layerStack';
import { completeOptions } from '../options/defaults';
import { goldenMesh, link, mesh, node, NOW, waypointsFrame } from '../test/frames';
import { kindKey, sceneOf, type PlacedNode } from '../scene/scene';
import { cellRadius, coverageCell } from './coverageMap/layer';
import { colorShares } from './nodes/clusters';
import { BatchSource, createFeatureSync } from './featureSync';
import { geofenceAreas, geofenceItem, geofencesLayer } from './geofences/layer';
import { describeItem, itemOf } from './item';
import { linkItem } from './links/item';
import { LINKS_LAYER, linkKindsOf, visibleLinks } from './links/linkKinds';
import { dataOf } from '../frames/layerData';
import { routesData } from './routes/data';
import { ROUTES_LAYER, shownRoute } from './routes/shownRoute';
import { linksLayer } from './links/layer';
import { crowdFactor, linkLook, linkWidth } from './links/linkLook';
import { cellsOf } from './precision/layer';
import { legendKey } from './legend';
import { nodesLayer } from './nodes/layer';
import { markerStyles } from './nodes/markerStyle';
import { createNodeLooks } from '../scene/nodeLook';
import { meshLayers } from './registry';
import { routeLegs } from './routes/layer';
import { arrowsAlong, moves } from './tracks/layer';
import { weightsOf } from './heatmap/layer';
import { waypointsLayer } from './waypoints/layer';

const theme = createTheme();
const options = completeOptions(undefined);

function leaves(layer: BaseLayer): BaseLayer[] {
  return layer instanceof LayerGroup ? layer.getLayers().getArray().flatMap(leaves) : [layer];
}
const featuresOf = (layer: BaseLayer): Feature[] =>
  leaves(layer).flatMap((leaf) => {
    const source = (leaf as VectorLayer).getSource?.();
    return source instanceof VectorSource && !('setDistance' in source) ? source.getFeatures() : [];
  });

describe('the registry of map layers', () => {
  it('has layers with fixed ids', () => {
    expect(meshLayers.map(({ id }) => id)).toEqual([
      'mesh-night',
      'mesh-heatmap',
      'mesh-coverage',
      'mesh-precision',
      'mesh-geofences',
      'mesh-tracks',
      'mesh-links',
      'mesh-routes',
      'mesh-waypoints',
      'mesh-nodes',
    ]);
  });
  it('has every layer that there is a folder of, and its options', () => {
    const folders = readdirSync(__dirname, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(meshLayers).toHaveLength(folders.length);
    expect(Object.keys(layerOptions)).toHaveLength(folders.length);
  });
  it('lists layers in the order in which they are drawn', () => {
    const order = meshLayers.map(({ zIndex }) => zIndex);
    expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
  });
});

describe('feature sync', () => {
  const source = new BatchSource<Point>();
  const at = (id: string, x: number) => ({ id, x });
  const sync = createFeatureSync<{ id: string; x: number }, Point>(source, {
    idOf: ({ id }) => id,
    createGeometry: ({ x }) => new Point([x, 0]),
    updateGeometry: (geometry, { x }, before) => x !== before.x && geometry.setCoordinates([x, 0]),
    assign: (feature, item) => feature.set('item', item, true),
  });
  const idsIn = () => source.getFeatures().map((feature) => feature.getId());

  it('emits one change event for a batch of changes', () => {
    const own = new BatchSource<Point>();
    let told = 0;
    own.on('change', () => (told += 1));
    const features = [1, 2, 3].map((x) => new Feature(new Point([x, 0])));
    own.inBatch(() => {
      own.addFeatures(features);
      features.forEach((feature) => feature.getGeometry()?.setCoordinates([9, 9]));
      return true;
    });
    expect(told).toBe(1);
    features[0]?.getGeometry()?.setCoordinates([1, 1]);
    expect(told).toBe(2);
  });

  it('keeps features and moves only those whose item moved', () => {
    sync([at('a', 1), at('b', 2)]);
    const [a, b] = ['a', 'b'].map((id) => source.getFeatureById(id) as Feature<Point>);
    const events: string[] = [];
    source.on(['addfeature', 'removefeature', 'clear'], ({ type }) => events.push(type));
    const revision = a?.getGeometry()?.getRevision();

    sync([at('a', 1), at('b', 5)]);

    expect(source.getFeatureById('a')).toBe(a);
    expect(source.getFeatureById('b')).toBe(b);
    expect(a?.getGeometry()?.getRevision()).toBe(revision);
    expect(b?.getGeometry()?.getCoordinates()).toEqual([5, 0]);
    expect(source.getFeaturesInExtent([4, -1, 6, 1])).toEqual([b]);
    expect(a?.get('item')).toEqual({ id: 'a', x: 1 });
    expect(events).toEqual([]);
  });
  it('leaves items that stayed the same alone, and redraws nothing if nothing looks different', () => {
    const own = new BatchSource<Point>();
    const assigned: string[] = [];
    const syncOwn = createFeatureSync<{ id: string; x: number }, Point>(own, {
      idOf: ({ id }) => id,
      createGeometry: ({ x }) => new Point([x, 0]),
      updateGeometry: () => undefined,
      assign: (_feature, { id, x }) => {
        assigned.push(id);
        return x === 2;
      },
    });
    const [a, b] = [at('a', 1), at('b', 1)];
    syncOwn([a, b]);
    let told = 0;
    own.on('change', () => (told += 1));
    assigned.length = 0;
    syncOwn([a, at('b', 1)], true);
    expect([assigned, told]).toEqual([['b'], 0]);
    syncOwn([a, at('b', 2)], true);
    expect(told).toBe(1);
    syncOwn([a, b]);
    expect(assigned).toEqual(['b', 'b', 'a', 'b']);
  });
  it('adds and removes features for new and missing items', () => {
    sync([at('b', 5), at('c', 7), at('c', 8)]);
    expect(idsIn().sort()).toEqual(['b', 'c']);
  });
});

describe('an update of the data', () => {
  it('never removes or adds a layer, and never replaces a feature that stayed', async () => {
    const map = new OlMap({ controls: [] });
    const stack = createLayerStack(map, () => undefined);
    const shown = goldenMesh('nodes', 'links', 'positions', 'traceroutes');
    const state = { options, theme, scene: sceneOf(shown, NOW), hidden: new Set<never>() };
    stack.apply(state);
    await new Promise((resolve) => setTimeout(resolve));
    const layers = [...map.getLayers().getArray()];
    const events: string[] = [];
    map.getLayers().on(['add', 'remove'], ({ type }) => events.push(type));
    const before = new Map(layers.flatMap(featuresOf).map((feature) => [`${feature.getId()}`, feature]));
    const revisions = new Map([...before].map(([id, feature]) => [id, feature.getGeometry()?.getRevision()]));

    stack.apply({ ...state, scene: sceneOf(goldenMesh('nodes', 'links', 'positions', 'traceroutes'), NOW + 1000) });
    await new Promise((resolve) => setTimeout(resolve));

    expect(layers).toHaveLength(meshLayers.filter(({ isEnabled }) => isEnabled(options)).length);
    expect(before.size).toBeGreaterThan(8);
    expect(events).toEqual([]);
    expect(map.getLayers().getArray()).toEqual(layers);
    for (const feature of layers.flatMap(featuresOf)) {
      expect(feature).toBe(before.get(`${feature.getId()}`));
      expect(feature.getGeometry()?.getRevision()).toBe(revisions.get(`${feature.getId()}`));
    }
    stack.dispose();
    expect(map.getLayers().getLength()).toBe(0);
  });

  it('hides a layer and shows the same one again', async () => {
    const map = new OlMap({ controls: [] });
    const stack = createLayerStack(map, () => undefined);
    const scene = sceneOf(goldenMesh('nodes', 'links'), NOW);
    stack.apply({ options, theme, scene, hidden: new Set() });
    await new Promise((resolve) => setTimeout(resolve));
    const links = map
      .getLayers()
      .getArray()
      .find((layer) => featuresOf(layer).some((f) => itemOf(f)?.kind === linkItem));
    stack.apply({ options, theme, scene, hidden: new Set(['mesh-links']) });
    expect(links?.getVisible()).toBe(false);
    stack.apply({ options, theme, scene, hidden: new Set() });
    expect(links?.getVisible()).toBe(true);
  });

  it('reports an error in drawing one layer, and draws the others', async () => {
    const map = new OlMap({ controls: [] });
    const problems: unknown[] = [];
    const stack = createLayerStack(map, (layer, error) => problems.push([layer, (error as Error).message]));
    const broken = { ...link('a', 'b'), start: undefined as never };
    const shown = mesh({ nodes: [node('a', [8, 47])], links: [broken] });
    stack.apply({ options, theme, scene: sceneOf(mesh({ links: [link('a', 'b')] }), NOW), hidden: new Set() });
    await new Promise((resolve) => setTimeout(resolve));
    stack.apply({ options, theme, scene: sceneOf(shown, NOW), hidden: new Set() });
    await new Promise((resolve) => setTimeout(resolve));
    expect(problems).toEqual([['Links', expect.any(String)]]);
    expect(
      map
        .getLayers()
        .getArray()
        .flatMap(featuresOf)
        .map((feature) => feature.getId()),
    ).toContain('a');
  });

  it('reports which layer could not be created', async () => {
    const map = new OlMap({ controls: [] });
    const problems: string[] = [];
    jest.spyOn(linksLayer, 'create').mockRejectedValue(new Error('no WebGL'));
    const stack = createLayerStack(map, (layer) => problems.push(layer));
    stack.apply({ options, theme, scene: sceneOf(goldenMesh('nodes', 'links'), NOW), hidden: new Set() });
    await new Promise((resolve) => setTimeout(resolve));
    expect(problems).toEqual(['Links']);
  });

  it('moves a link with its nodes', async () => {
    const drawn = await linksLayer.create(new OlMap({ controls: [] }));
    const draw = (end: [number, number]) =>
      drawn.draw({ options, theme, scene: sceneOf(mesh({ links: [link('a', 'b', { end })] }), NOW) });
    draw([9, 48]);
    const [feature] = featuresOf(drawn.layer) as Array<Feature<LineString>>;
    const before = feature?.getGeometry()?.getLastCoordinate();
    draw([10, 49]);
    expect(feature?.getGeometry()?.getLastCoordinate()).not.toEqual(before);
    expect(featuresOf(drawn.layer)[0]).toBe(feature);
  });
});

describe('links', () => {
  const scene = sceneOf(mesh({ links: [link('a', 'b'), link('b', 'c', { kind: 'relay' })] }), NOW);
  const inputs = { scene, options: options.links, theme };

  it('are wider the more packets they carried, within limits', () => {
    expect([0, 1, 30, 1000, 1e9].map((count) => linkWidth(count, 4))).toEqual([1, 1.5, 2.5, 4, 4]);
  });
  it('fade with age, and to the background when another node is selected', () => {
    const fresh = linkLook(link('a', 'b'), inputs, 1);
    const old = linkLook(link('a', 'b', { lastSeen: NOW - 48 * 3_600_000 }), inputs, 1);
    const other = linkLook(link('a', 'b'), { ...inputs, scene: { ...scene, selected: new Set(['z']) } }, 1);
    expect(old.opacity).toBeLessThan(fresh.opacity);
    expect(other.opacity).toBeLessThan(old.opacity);
  });
  it('are fainter when there are many, except those of a selected node', () => {
    expect(crowdFactor(20)).toBe(1);
    const [few, many] = [crowdFactor(100), crowdFactor(500)].map((crowd) => linkLook(link('a', 'b'), inputs, crowd));
    expect(many?.opacity).toBeLessThan(few?.opacity ?? 0);
    const picked = { ...inputs, scene: { ...scene, selected: new Set(['a']) } };
    expect(linkLook(link('a', 'b'), picked, crowdFactor(500))).toEqual(few);
  });
  it('are stronger when measured than when derived', () => {
    const strengths = ['direct', 'neighbor', 'traceroute', 'relay'].map(
      (kind) => linkLook(link('a', 'b', { kind }), inputs, 1).opacity,
    );
    expect(strengths).toEqual([...strengths].sort((a, b) => b - a));
    expect(new Set(strengths).size).toBe(4);
  });
  it('through the internet look like no radio link', () => {
    const kinds = ['direct', 'neighbor', 'traceroute', 'relay', 'internet'];
    const looks = kinds.map((kind) => linkLook(link('a', 'b', { kind, value: undefined }), inputs, 1));
    const internet = looks.at(-1);
    expect(internet).toMatchObject({ dash: 'dash-dotted', color: theme.visualization.getColorByName('purple') });
    expect(looks.filter(({ dash, color }) => dash === internet?.dash || color === internet?.color)).toEqual([internet]);
  });
  it('are colored by SNR', () => {
    const colors = [5, -10, -20].map((value) => linkLook(link('a', 'b', { value }), inputs, 1).color);
    expect(colors).toEqual(['green', 'yellow', 'red'].map((name) => theme.visualization.getColorByName(name)));
  });
  it('can be filtered by kind, in the options and in the legend', () => {
    const ids = (found: ReturnType<typeof visibleLinks>) => found.map(({ id }) => id);
    expect(ids(visibleLinks(inputs))).toEqual(['a>b', 'b>c']);
    expect(ids(visibleLinks({ ...inputs, options: { ...options.links, kinds: ['relay'] } }))).toEqual(['b>c']);
    expect(
      ids(visibleLinks({ ...inputs, scene: { ...scene, switchedKinds: new Set([kindKey(LINKS_LAYER, 'relay')]) } })),
    ).toEqual(['a>b']);
  });
  it('of kinds that the options do not choose are off, and can be switched on', () => {
    const chosen = { ...inputs, options: { ...options.links, kinds: ['direct'] } };
    expect(linkKindsOf(chosen)).toMatchObject([
      { kind: 'direct', count: 1, isOn: true },
      { kind: 'relay', count: 1, isOn: false },
    ]);
    const state = { options: completeOptions({ links: { kinds: ['direct'] } }), theme, scene };
    expect(linksLayer.count?.(state)).toBe(1);
    const switched = { ...scene, switchedKinds: new Set([kindKey(LINKS_LAYER, 'relay')]) };
    expect(linksLayer.count?.({ ...state, scene: switched })).toBe(2);
  });
  it('can be limited to those of selected nodes', () => {
    const focused = { ...inputs, options: { ...options.links, focus: 'selected' as const } };
    expect(visibleLinks(focused)).toEqual([]);
    expect(visibleLinks({ ...focused, scene: { ...scene, selected: new Set(['c']) } })).toHaveLength(1);
  });
});

describe('nodes', () => {
  const looksOf = (nodes: Array<ReturnType<typeof node>>) => {
    const looks = createNodeLooks(nodes, { options: options.nodes, theme, at: NOW });
    return nodes.map((each) => looks.lookOf(each, false));
  };
  const colorsOf = (look: ReturnType<typeof looksOf>[number]) =>
    markerStyles(look, theme).map((style) => (style.getImage() as RegularShape).getStroke()?.getColor());

  it('that are silent have a red outline and cross, are not faded and lie on top; late ones have an orange outline', () => {
    const long = { lastHeard: NOW - 48 * 3_600_000 };
    const [online, late, silent] = looksOf([
      node('a', [8, 47], { state: 'online', ...long }),
      node('b', [8, 47], { state: 'late', ...long }),
      node('c', [8, 47], { state: 'silent', ...long }),
    ]);
    const [red, orange] = ['red', 'orange'].map((name) => theme.visualization.getColorByName(name));
    expect(silent && colorsOf(silent).filter((color) => color === red)).toHaveLength(2);
    expect(late && colorsOf(late)).toContain(orange);
    expect(online && colorsOf(online)).not.toContain(red);
    expect([silent?.opacity, online?.opacity]).toEqual([1, 0.3]);
    const zIndexOf = (look: typeof silent) => (look && markerStyles(look, theme)[0]?.getZIndex()) ?? 0;
    expect(zIndexOf(silent)).toBeGreaterThan(zIndexOf(late));
    expect(zIndexOf(late)).toBeGreaterThan(zIndexOf(online));
  });
  it('at the other ends of links are drawn dimmed while a link to them is, and counted', () => {
    const ends = [node('a', [8, 47]), node('b', [8, 48], { isEnd: true }), node('c', [8, 49], { isEnd: true })];
    const scene = sceneOf(mesh({ nodes: ends, links: [link('a', 'b'), link('a', 'c', { kind: 'relay' })] }), NOW);
    const count = (links: Parameters<typeof completeOptions>[0]) =>
      nodesLayer.count?.({ options: completeOptions(links), theme, scene });
    expect([count({}), count({ links: { kinds: ['direct'] } }), count({ links: { show: false } })]).toEqual([3, 2, 1]);
    const [own, end] = looksOf(ends);
    expect(end?.opacity).toBeLessThan(own?.opacity ?? 0);
  });
  it('on top of each other have their number', async () => {
    const { layer, draw } = await nodesLayer.create(new OlMap({ controls: [] }));
    draw({ options, theme, scene: sceneOf(mesh({ nodes: ['a', 'b', 'c'].map((id) => node(id, [8, 47])) }), NOW) });
    const stacks = leaves(layer).at(-1) as VectorLayer;
    const stack = new Feature({ features: [1, 2, 3] });
    expect((stacks.getStyleFunction()?.(stack, 1) as Style).getText()?.getText()).toBe('3');
    expect(stacks.getStyleFunction()?.(new Feature({ features: [1] }), 1)).toBeUndefined();
  });
  it('have a key to their shapes and outlines, of those that are there', () => {
    const nodes = [
      node('a', [8, 47], { role: 'ROUTER', gateway: true }),
      node('b', [8, 48], { role: 'CLIENT', state: 'silent', precisionBits: 13 }),
    ];
    const state = { options, theme, scene: sceneOf(mesh({ nodes, links: [link('a', 'b')] }), NOW) };
    expect(legendKey(state, new Set()).map(({ label }) => label)).toEqual([
      'Client',
      'Router',
      'Gateway',
      'Hollow: approximate position',
      'Silent',
      'Nodes on top of each other',
      'Link: Direct',
    ]);
  });
});

describe('traceroute', () => {
  it('bridges unknown hops and shows both ways', () => {
    const shown = goldenMesh('nodes', 'traceroutes');
    const legs = routeLegs(shownRoute({ mesh: shown, chosen: new Map() }));
    expect(legs.map(({ key, hops }) => [key, hops])).toEqual([
      ['towards/1', 1],
      ['towards/3', 2],
      ['back/1', 1],
    ]);
  });
  it('shows the selected one', () => {
    const shown = goldenMesh('nodes', 'traceroutes');
    const [newest] = dataOf(shown, routesData);
    const older = { ...newest!, id: 'older' };
    const both = { ...shown, own: new Map([...shown.own, [routesData, [newest!, older]]]) };
    expect(shownRoute({ mesh: both, chosen: new Map([[ROUTES_LAYER, 'older']]) })).toBe(older);
    expect(shownRoute({ mesh: both, chosen: new Map() })).toBe(newest);
  });
});

describe('the waypoints layer', () => {
  const shown = readMesh(
    [waypointsFrame([{ id: 1 }, { id: 2, expiresAt: NOW }, { id: 3, expiresAt: NOW + 1 }])],
    noMapping,
  );
  const state = { options, theme, scene: sceneOf(shown, NOW) };

  it('shows waypoints until they expire', async () => {
    const { layer, draw } = await waypointsLayer.create(new OlMap({ controls: [] }));
    draw(state);
    expect(featuresOf(layer).map((feature) => feature.getId())).toEqual(['1', '3']);
    expect(waypointsLayer.count?.(state)).toBe(2);
    draw({ ...state, scene: sceneOf(shown, NOW + 1) });
    expect(featuresOf(layer).map((feature) => feature.getId())).toEqual(['1']);
  });
  it('moves a waypoint in place', async () => {
    const { layer, draw } = await waypointsLayer.create(new OlMap({ controls: [] }));
    draw(state);
    const [feature] = featuresOf(layer);
    const moved = readMesh([waypointsFrame([{ id: 1, latitude: 46 }])], noMapping);
    draw({ ...state, scene: sceneOf(moved, NOW) });
    expect(featuresOf(layer)).toEqual([feature]);
    expect((feature?.getGeometry() as Point).getCoordinates()).toEqual([...toXY([8, 46])]);
  });
  it('draws the icon and the name, which an option hides', async () => {
    const { layer, draw } = await waypointsLayer.create(new OlMap({ controls: [] }));
    const textsOf = (labels: boolean) => {
      const named = readMesh([waypointsFrame([{ id: 1, name: 'Summit', icon: '⛰' }])], noMapping);
      draw({ theme, options: completeOptions({ waypoints: { labels } }), scene: sceneOf(named, NOW) });
      const [feature = new Feature()] = featuresOf(layer);
      const styles = (layer as VectorLayer).getStyleFunction()?.(feature, 1) as Style[];
      return styles.map((style) => style.getText()?.getText()).filter((text) => text !== undefined);
    };
    expect(textsOf(true)).toEqual(['⛰', 'Summit']);
    expect(textsOf(false)).toEqual(['⛰']);
  });
});

describe('the geofences layer', () => {
  const fenced = readMesh(
    [
      waypointsFrame([
        { id: 1 },
        { id: 2, geofenceRadius: 500 },
        { id: 3, geofenceWest: 179, geofenceSouth: -18, geofenceEast: -179, geofenceNorth: -17 },
        { id: 4, geofenceRadius: 500, expiresAt: NOW },
      ]),
    ],
    noMapping,
  );
  const state = { options, theme, scene: sceneOf(fenced, NOW) };

  it('draws the circle and the rectangle of waypoints that have not expired', async () => {
    const { layer, draw } = await geofencesLayer.create(new OlMap({ controls: [] }));
    draw(state);
    expect(featuresOf(layer).map((feature) => feature.getId())).toEqual(['2/circle', '3/box']);
    expect(geofencesLayer.count?.(state)).toBe(2);
  });
  it('makes a circle of the radius on the ground, and a rectangle that crosses the date line the short way', () => {
    const widths = geofenceAreas(state.scene).map(({ ring }) => {
      const longitudes = ring.map(([x, y]) => toLonLat([x, y])[0]);
      return Math.max(...longitudes) - Math.min(...longitudes);
    });
    const meters = (widths[0] ?? 0) * 111_195 * Math.cos((47 * Math.PI) / 180);
    expect(meters / 1000).toBeCloseTo(1, 2);
    expect(widths[1]).toBeCloseTo(2);
  });
  it('tells whose geofence it is', () => {
    const [area] = geofenceAreas(state.scene);
    const context = { theme, timeZone: 'utc', at: NOW, mesh: fenced, colorBy: '', row: undefined };
    expect(area && describeItem({ kind: geofenceItem, thing: area }, context)).toMatchObject({
      title: 'Geofence of Summit',
      subtitle: '500 m around the waypoint',
    });
  });
});

describe('areas', () => {
  it('puts all nodes of a cell on one polygon', () => {
    const coarse = (id: string) => node(id, [8.5, 47.5], { precisionBits: 13 });
    const cells = cellsOf([coarse('a'), coarse('b'), node('c', [8.5, 47.5], { precisionBits: 32 })]);
    expect(cells.map(({ nodes }) => nodes.map(({ id }) => id))).toEqual([['a', 'b']]);
  });
  it('colors hexagons by the best SNR of what was heard in them', () => {
    const sample = (snr: number | undefined, nodeId: string) => ({ position: [8, 47] as const, snr, count: 2, nodeId });
    const items = [sample(-12, 'a'), sample(-3, 'a'), sample(undefined, 'b')];
    expect(coverageCell({ key: '0/0', center: [0, 0], items })).toMatchObject({ bestSnr: -3, count: 6, nodes: 2 });
  });
  it('has hexagons of a fixed size on the ground, or of about one size on the screen', () => {
    const { coverage } = options;
    expect(cellRadius({ ...coverage, cellM: 1000 }, 5, 60)).toBeCloseTo(1000);
    expect(cellRadius(coverage, 8, 0) / cellRadius(coverage, 9, 0)).toBeCloseTo(2);
  });
  it('weights the heatmap by a field, and all nodes the same without one', () => {
    const { nodes } = goldenMesh('nodes');
    expect(new Set(weightsOf(nodes, '').values()).size).toBe(1);
    expect(weightsOf(nodes, 'battery').get('!10000002')).toBe(1);
  });
  it('shares the ring of a cluster among its colors', () => {
    const look = (color: string) => ({ color }) as Parameters<typeof colorShares>[0][number];
    expect(colorShares([look('red'), look('green'), look('green'), look('green')], theme)).toEqual([
      ['green', 0.75],
      ['red', 0.25],
    ]);
  });
});

describe('tracks', () => {
  it('are drawn for nodes that moved', () => {
    const { tracks } = goldenMesh('positions');
    expect(tracks.filter(moves).map(({ nodeId }) => nodeId)).toEqual(['!10000004']);
  });
  it('have arrows at the given spacing or further apart', () => {
    const line = Array.from({ length: 11 }, (_unused, index) => [index * 10, 0] as const);
    expect(arrowsAlong(line, 40)).toEqual([
      { at: [15, 0], angle: 0 },
      { at: [55, 0], angle: 0 },
      { at: [95, 0], angle: 0 },
    ]);
  });
});

it('golden nodes include four with a position', () => {
  const placed: PlacedNode[] = goldenMesh('nodes').nodes.filter(
    (each): each is PlacedNode => each.position !== undefined,
  );
  expect(placed).toHaveLength(4);
});
