import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import { create, toBinary } from '@bufbuild/protobuf';
import { Mesh, Portnums } from '@meshtastic/protobufs';
import type { SimNode } from '../node.js';
import { CENTER, type Coordinates } from '../region.js';
import type { Traffic, World } from '../world.js';

interface Place extends Coordinates {
  readonly name: string;
  readonly description: string;
  readonly icon: string;
  /** Hours until it expires; undefined = never. */
  readonly hours?: number;
  /** Only its author may change it. */
  readonly locked?: boolean;
  /** Taken back a little later. */
  readonly withdrawn?: boolean;
}

const PLACES: readonly Place[] = [
  {
    name: 'Stammtisch',
    description: 'Do 19:30, Nebenraum',
    icon: '🍺',
    hours: 72,
    latitude: 47.9948,
    longitude: 7.8498,
  },
  {
    name: 'Relais Roßkopf',
    description: 'Schlüssel beim Club',
    icon: '🗼',
    locked: true,
    latitude: 48.0101,
    longitude: 7.8993,
  },
  {
    name: 'Sammelpunkt Übung',
    description: 'Parkplatz Ost',
    icon: '🚩',
    hours: 3,
    latitude: 47.9868,
    longitude: 7.8902,
  },
  {
    name: 'Umgestürzter Baum',
    description: 'Radweg gesperrt',
    icon: '🌳',
    hours: 12,
    withdrawn: true,
    latitude: 47.9828,
    longitude: 7.9105,
  },
  { name: 'Trinkbrunnen', description: '', icon: '🚰', latitude: CENTER.latitude, longitude: CENTER.longitude },
];

/** Expiry with which clients delete a waypoint. */
const DELETED = 1;

function send(world: World, author: SimNode, place: Place, id: number, expire: number): void {
  const waypoint = create(Mesh.WaypointSchema, {
    id,
    latitudeI: Math.round(place.latitude * 1e7),
    longitudeI: Math.round(place.longitude * 1e7),
    expire,
    lockedTo: place.locked === true ? author.num : 0,
    name: place.name,
    description: place.description,
    icon: place.icon.codePointAt(0) ?? 0,
  });
  world.send({
    from: author,
    port: Portnums.PortNum.WAYPOINT_APP,
    payload: toBinary(Mesh.WaypointSchema, waypoint),
  });
}

/** Every quarter of an hour one of the places is shared, or shared again. */
export const waypoints: Traffic = (world) => {
  const random = world.random.fork('waypoints');
  const authors = world.nodes.filter(({ spec }) => spec.gateway !== undefined);
  const known = PLACES.map((place) => ({ place, id: random.uint32(), author: random.pick(authors) }));
  let turn = 0;
  const next = (): void => {
    const shared = known[turn % known.length];
    turn += 1;
    if (shared !== undefined) {
      const { place, id, author } = shared;
      const expire = place.hours === undefined ? 0 : world.deviceSeconds(author) + place.hours * 3600;
      send(world, author, place, id, expire);
      if (place.withdrawn === true) world.scheduler.after(8 * MINUTE_MS, () => send(world, author, place, id, DELETED));
    }
    world.scheduler.after((HOUR_MS / 4) * random.between(0.7, 1.3), next);
  };
  world.scheduler.after(10 * MINUTE_MS * random.next(), next);
};
