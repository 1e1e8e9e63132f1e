import { toDataFrame } from '@grafana/data';
import Feature from 'ol/Feature';
import { LineString, Point, type Geometry } from 'ol/geom';
import LayerGroup from 'ol/layer/Group';
import VectorLayer from 'ol/layer/Vector';
import OlMap from 'ol/Map';
import VectorSource from 'ol/source/Vector';
import Style from 'ol/style/Style';
import View from 'ol/View';
import { toXY } from '../geo/mercator';
import { noMapping } from '../frames/mapping';
import { readMesh } from '../frames/readMesh';
import type { MapItem } from '../layers/item';
import { nodeItem as nodeKind } from '../layers/nodes/items';
import { trackItem } from '../layers/tracks/item';
import { nearestFix } from '../layers/tracks/nearestFix';
import { waypointsData } from '../layers/waypoints/data';
import { waypointItem } from '../layers/waypoints/item';
import { dataOf } from '../frames/layerData';
import { mesh, node, waypointsFrame } from '../test/frames';
import { completeOptions } from '../options/defaults';
import { attributionOf, basemapsOf, coordinateLabel, tileTemplate } from './basemap';
import { nodesInBox } from './boxSelect';
import { decodePlaces, decodeWorld, degreesOf, shoreLines } from './decodeWorld';
import { measure } from './measure';
import { pickAt } from './pick';
import { formatView, parseView } from './sharedView';
import { boundsOf, fitTo, placesOf } from './view';
import overview from '../world/overview.json';
import detail from '../world/detail.json';
import places from '../world/places.json';

describe('shared views', () => {
  it('are formatted for the URL and parsed back', () => {
    expect(formatView({ center: [188.123456, 47], zoom: 9.5 })).toBe('47.00000,-171.87654,9.50');
    expect(parseView('47.00000,-171.87654,9.50')).toEqual({ center: [-171.87654, 47], zoom: 9.5 });
  });
  it.each([undefined, '', '1,2', '91,0,3', '1,2,3,4', 'a,b,c', '1,2,99'])('are not parsed from %p', (text) => {
    expect(parseView(text)).toBeUndefined();
  });
});

describe('the bundled world', () => {
  it('decodes what the script encoded', () => {
    expect(degreesOf('_p~iF~ps|U_ulLnnqC_mqNvxq`@', 1e5)).toEqual([38.5, -120.2, 40.7, -120.95, 43.252, -126.453]);
  });
  it('separates shore lines from cuts', () => {
    const ring = [0, 0, 10, 0, 10, 4, 7, 5, 0, 3, 0, 0];
    expect(shoreLines(ring, 10)).toEqual([[10, 4, 7, 5, 0, 3]]);
  });
  it.each([
    ['overview', overview, 300],
    ['detail', detail, 2500],
  ])('has land, coast and borders in %s, none of it jumping around the world', (_name, file, least) => {
    const { land, coast, borders } = decodeWorld(file);
    expect(land.length).toBeGreaterThan(least);
    for (const line of [...coast, ...borders]) {
      const xs = (line.getGeometry() ?? new LineString([])).getCoordinates().map(([x = 0]) => x);
      const jumps = xs.slice(1).map((x, index) => Math.abs(x - (xs[index] ?? x)));
      expect(Math.max(0, ...jumps)).toBeLessThan(10_000_000);
    }
  });
  it('has land under cities and water in oceans', () => {
    const { land } = decodeWorld(detail);
    const isLand = (longitude: number, latitude: number) =>
      land.some((box) => box.getGeometry()?.intersectsCoordinate([...toXY([longitude, latitude])]));
    expect([isLand(8.54, 47.37), isLand(-104.99, 39.74), isLand(178.44, -18.0), isLand(0, -85)]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([isLand(-30, 40), isLand(-150, 0)]).toEqual([false, false]);
  });
  it('has towns grouped by the zoom they are shown from', () => {
    const levels = decodePlaces(places);
    const names = levels.flatMap(({ places: found }) => found.map((place) => String(place.get('name'))));
    expect(names).toEqual(expect.arrayContaining(['Nairobi', 'Winterthur', 'Reykjavík']));
    expect(levels.map(({ zoom }) => zoom)).toEqual([2, 3, 4, 5, 6, 7, 8]);
  });
});

describe('basemap', () => {
  it('has the attribution its license requires', () => {
    const base = { url: '', attribution: 'Own tiles', maxZoom: 19, places: true, grid: true, canSwitch: true };
    expect(attributionOf({ ...base, type: 'world' })).toContain('GeoNames');
    expect(attributionOf({ ...base, type: 'osm' })).toContain('OpenStreetMap');
    expect(attributionOf({ ...base, type: 'xyz' })).toBe('Own tiles');
  });
  it('takes tiles by the templates of XYZ and of WMTS servers, and offers own tiles where there is one', () => {
    const wmts = 'https://maps.example.org/1.0.0/topo/default/web/{TileMatrix}/{TileRow}/{TileCol}.png';
    expect(tileTemplate(wmts)).toBe('https://maps.example.org/1.0.0/topo/default/web/{z}/{y}/{x}.png');
    expect(tileTemplate('https://tiles.example.org/{z}/{x}/{-y}.png')).toBe(
      'https://tiles.example.org/{z}/{x}/{-y}.png',
    );
    expect(tileTemplate('https://tiles.example.org/{z}/{x}.png')).toBeUndefined();
    const { basemap } = completeOptions(undefined);
    expect(basemapsOf(basemap)).toEqual(['world', 'osm', 'none']);
    expect(basemapsOf({ ...basemap, url: wmts })).toContain('xyz');
  });
  it('labels its grid', () => {
    expect([
      coordinateLabel(-0.1 - 0.2, 'E', 'W'),
      coordinateLabel(47.5, 'N', 'S'),
      coordinateLabel(0, 'E', 'W'),
    ]).toEqual(['0.3° W', '47.5° N', '0°']);
  });
});

describe('measuring', () => {
  const point = (longitude: number, latitude: number, altitude?: number) => ({
    position: [longitude, latitude] as const,
    altitude,
    name: undefined,
  });
  it('needs two points', () => {
    expect(measure([point(8, 47)])).toBeUndefined();
  });
  it('adds up the legs and returns the bearings of the last one', () => {
    const result = measure([point(8, 47), point(8, 48, 400), point(9, 48, 1200)]);
    expect(result?.totalM).toBeCloseTo(111_195 + 74_400, -3);
    expect(result?.bearing).toBeCloseTo(89.6, 1);
    expect(result?.backBearing).toBeCloseTo(270.4, 1);
    expect(result?.heightsKnown).toBe(true);
    expect(result?.sight.distanceM).toBeGreaterThan(result?.legM ?? Infinity);
  });
});

describe('selecting', () => {
  it('finds nodes in a box, in any copy of the world', () => {
    const shown = mesh({ nodes: [node('fiji', [179.5, -17]), node('samoa', [-172, -13]), node('nowhere', undefined)] });
    const [left, bottom] = toXY([178, -20]);
    const [right, top] = toXY([190, -10]);
    expect(nodesInBox(shown, [left, bottom, right, top]).map(({ id }) => id)).toEqual(['fiji', 'samoa']);
  });
  it('finds the nearest fix of a track', () => {
    const fixes = [
      { time: 1, position: [8, 47] as const, row: 4 },
      { time: 2, position: [9, 47] as const, row: 7 },
    ];
    const track = { nodeId: 'a', name: 'a', fixes, frame: { fields: [], length: 0 } };
    expect(nearestFix(track, toXY([8.8, 47.1]))).toMatchObject({ row: 7, time: 2 });
  });
});

describe('view', () => {
  const map = new OlMap({ controls: [], view: new View({ center: [0, 0], zoom: 3 }) });
  map.setSize([800, 400]);

  it('fits positions, and returns false if there are none', () => {
    expect(fitTo(map, [], { maxZoom: 14, animate: false, everything: true })).toBe(false);
    expect(fitTo(map, [[8, 47]], { maxZoom: 12, animate: false, everything: true })).toBe(true);
    expect(map.getView().getZoom()).toBeCloseTo(12);
  });
  it('fits waypoints if nothing else has a position', () => {
    const { own } = readMesh([waypointsFrame([{ id: 1 }])], noMapping);
    expect(placesOf(mesh({ own }))).toEqual([[8, 47]]);
    expect(placesOf(mesh({ own, nodes: [node('a', [9, 48])] }))).toEqual([[9, 48]]);
  });
  it('returns bounds with west greater than east across the date line', () => {
    fitTo(
      map,
      [
        [179, -17],
        [-179, -18],
      ],
      { maxZoom: 14, animate: false, everything: true },
    );
    const bounds = boundsOf(map);
    expect(bounds?.west).toBeGreaterThan(170);
    expect(bounds?.east).toBeLessThan(-170);
  });
});

describe('picking', () => {
  const ground = new LayerGroup();
  const at = (longitude: number, latitude: number) => [...toXY([longitude, latitude])];
  /** A map in which a pixel is a hundred meters, and pixels count from 0° 0°. */
  function mapWith(...features: Array<[MapItem, Geometry, Record<string, unknown>?]>) {
    const map = new OlMap({ view: new View({ center: [0, 0], resolution: 100 }) });
    const source = new VectorSource({
      features: features.map(([item, geometry, more]) => new Feature({ item, geometry, ...more })),
    });
    map.addLayer(new VectorLayer({ source }));
    jest.spyOn(map, 'getCoordinateFromPixel').mockImplementation(([x = 0, y = 0]) => [x * 100, -y * 100]);
    return map;
  }
  const nodeItem = (id: string): MapItem => ({ kind: nodeKind, thing: node(id, [0, 0]) });
  const track: MapItem = {
    kind: trackItem,
    thing: { nodeId: 't', name: 'T', fixes: [], frame: toDataFrame({ fields: [] }) },
  };
  const line = new LineString([at(-1, 0), at(1, 0)]);

  it('prefers a node to a line below it, and the nearer of two nodes', () => {
    const map = mapWith(
      [track, line],
      [nodeItem('far'), new Point([900, 0]), { look: { radius: 7 } }],
      [nodeItem('near'), new Point([0, 0]), { look: { radius: 7 } }],
    );
    const picked = pickAt(map, [2, 0], ground);
    expect(picked?.item).toEqual(nodeItem('near'));
    expect(picked?.below).toEqual([node('far', [0, 0])]);
    expect(pickAt(map, [40, 3], ground)?.item.kind.type).toBe('track');
    expect(pickAt(map, [40, 12], ground)).toBeUndefined();
  });

  it('prefers a waypoint to a line below it, within the radius of its marker', () => {
    const [waypoint] = dataOf(readMesh([waypointsFrame([{ id: 1 }])], noMapping), waypointsData);
    const map = mapWith([track, line], [{ kind: waypointItem, thing: waypoint }, new Point([0, 0])]);
    expect(pickAt(map, [0, 11], ground)?.item.kind.type).toBe('waypoint');
    expect(pickAt(map, [12, 0], ground)?.item.kind.type).toBe('track');
  });

  it('finds things in other copies of the world, and beyond the date line', () => {
    const pixels = (longitude: number) => toXY([longitude, 0])[0] / 100;
    const map = mapWith(
      [nodeItem('home'), new Point(at(10, 0)), { look: { radius: 7 } }],
      [track, new LineString([at(179, 0), at(182, 0)])],
    );
    expect(pickAt(map, [pixels(370), 0], ground)?.item).toEqual(nodeItem('home'));
    expect(pickAt(map, [pixels(-178.5), 0], ground)?.item.kind.type).toBe('track');
    expect(pickAt(map, [pixels(-177.5), 0], ground)).toBeUndefined();
  });

  it('ignores features that are not drawn and the basemap', () => {
    const map = mapWith([nodeItem('a'), new Point([0, 0]), { look: { radius: 7 } }]);
    const [layer] = map.getLayers().getArray() as [VectorLayer];
    layer.setStyle(() => undefined);
    expect(pickAt(map, [0, 0], ground)).toBeUndefined();
    layer.setStyle(new Style());
    expect(pickAt(map, [0, 0], ground)?.item).toEqual(nodeItem('a'));
    expect(pickAt(map, [0, 0], new LayerGroup({ layers: [layer] }))).toBeUndefined();
    layer.setVisible(false);
    expect(pickAt(map, [0, 0], ground)).toBeUndefined();
  });
});
