import { SECOND_MS } from '@mesh-observatory/contract/time';
import { create, toBinary } from '@bufbuild/protobuf';
import { Mesh, Portnums } from '@meshtastic/protobufs';
import { type Reception, pathOf } from '../flood.js';
import { isMobile, type SimNode } from '../node.js';
import type { Random } from '../prng.js';
import type { Traffic, World } from '../world.js';

const EVERY_MS = 60 * SECOND_MS;
const MAX_ENTRIES = 8;

interface Way {
  readonly nodes: number[];
  /** Quarter dB at each step. */
  readonly snr: number[];
}

/** Route and SNR as the nodes on the way record them; the target adds only its SNR (firmware). */
function wayAlong(path: readonly Reception[], end: number): Way {
  return {
    nodes: path.flatMap(({ node }) => (node.num === end ? [] : [node.num])).slice(0, MAX_ENTRIES),
    snr: path.map(({ snr }) => Math.max(-127, Math.min(127, Math.round(snr * 4)))).slice(0, MAX_ENTRIES),
  };
}

function encode(towards: Way, back: Way): Uint8Array {
  return toBinary(
    Mesh.RouteDiscoverySchema,
    create(Mesh.RouteDiscoverySchema, {
      route: towards.nodes,
      snrTowards: towards.snr,
      routeBack: back.nodes,
      snrBack: back.snr,
    }),
  );
}

const nowhere: Way = { nodes: [], snr: [] };

function reply(world: World, requestId: number, origin: SimNode, target: SimNode, towards: Way): void {
  world.send({
    from: target,
    to: origin.num,
    port: Portnums.PortNum.TRACEROUTE_APP,
    payload: (path) => encode(towards, wayAlong(path, origin.num)),
    hopLimit: origin.hopLimit,
    requestId,
  });
}

function trace(world: World, origin: SimNode, target: SimNode, random: Random): void {
  const sent = world.send({
    from: origin,
    to: target.num,
    port: Portnums.PortNum.TRACEROUTE_APP,
    payload: (path) => encode(wayAlong(path, target.num), nowhere),
    wantResponse: true,
  });
  const arrival = sent?.coverage.get(target.index);
  if (sent === undefined || arrival === undefined) return;
  const towards = wayAlong(pathOf(arrival, sent.coverage), target.num);
  world.scheduler.at(arrival.at + random.between(400, 2500), () => reply(world, sent.id, origin, target, towards));
}

/** Sends traceroutes between nodes; the reply follows when the request has arrived. */
export const traceroutes: Traffic = (world) => {
  const random = world.random.fork('traceroutes');
  const people = world.nodes.filter((node) => !isMobile(node) && (node.spec.sensors ?? []).length === 0);
  const next = (): void => {
    const origin = random.pick(people);
    const target = random.pick(world.nodes);
    if (origin !== target) trace(world, origin, target, random);
    world.scheduler.after(EVERY_MS * random.between(0.5, 1.5), next);
  };
  world.scheduler.after(EVERY_MS * random.next(), next);
};
