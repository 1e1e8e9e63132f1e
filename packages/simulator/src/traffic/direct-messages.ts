import { MINUTE_MS, SECOND_MS } from '@mesh-observatory/contract/time';
import { create, toBinary } from '@bufbuild/protobuf';
import { Mesh, Portnums } from '@meshtastic/protobufs';
import { FOREIGN, PKI_CHANNEL } from '../channels.js';
import type { SimNode } from '../node.js';
import type { Random } from '../prng.js';
import type { Traffic, World } from '../world.js';

const DIRECT_EVERY_MS = 70 * SECOND_MS;
const FAMILY_EVERY_MS = 60 * SECOND_MS;
const READABLE_EVERY_MS = 45 * MINUTE_MS;
/** Tag and nonce that PKI adds to a serialized Data. */
const PKI_OVERHEAD = 12;
const RoutingError = Mesh.Routing_Error;

/** The receiver's answer to a reliable message. Routing packets use the channel key even between PKI nodes. */
function acknowledge(world: World, from: SimNode, to: SimNode, requestId: number, error: number): void {
  const routing = create(Mesh.RoutingSchema, { variant: { case: 'errorReason', value: error } });
  world.send({
    from,
    to: to.num,
    port: Portnums.PortNum.ROUTING_APP,
    payload: toBinary(Mesh.RoutingSchema, routing),
    requestId,
    hopLimit: to.hopLimit,
    priority: Mesh.MeshPacket_Priority.ACK,
  });
}

/** Sends a message between two keys; random bytes serve as ciphertext, because no other node could decrypt it. */
function sendDirect(world: World, from: SimNode, to: SimNode, random: Random): void {
  const sent = world.send({
    from,
    to: to.num,
    channel: PKI_CHANNEL,
    port: Portnums.PortNum.TEXT_MESSAGE_APP,
    payload: random.bytes(random.integer(8, 70) + PKI_OVERHEAD),
    wantAck: true,
    priority: Mesh.MeshPacket_Priority.RELIABLE,
  });
  const arrival = sent?.coverage.get(to.index);
  if (sent === undefined || arrival === undefined) return;
  const error = random.chance(0.06) ? RoutingError.PKI_UNKNOWN_PUBKEY : RoutingError.NONE;
  world.scheduler.at(arrival.at + random.between(300, 1500), () => acknowledge(world, to, from, sent.id, error));
}

/** Sends a direct message under the channel key, as a node does that has no public key of the other. */
function sendReadable(world: World, from: SimNode, to: SimNode, random: Random): void {
  world.send({
    from,
    to: to.num,
    port: Portnums.PortNum.TEXT_MESSAGE_APP,
    payload: new TextEncoder().encode(random.pick(['Kaffee um drei?', 'Hast du mein Paket?', 'Ruf mich mal an'])),
    wantAck: true,
    priority: Mesh.MeshPacket_Priority.RELIABLE,
  });
}

/** Endless repetition at irregular intervals. */
function repeat(world: World, random: Random, everyMs: number, action: () => void): void {
  const next = (): void => {
    action();
    world.scheduler.after(everyMs * random.between(0.3, 1.7), next);
  };
  world.scheduler.after(everyMs * random.next(), next);
}

/**
 * Private traffic: direct messages with their acknowledgements, some under the channel key, and a family's
 * channel whose key is not published.
 */
export const privateTalk: Traffic = (world) => {
  const random = world.random.fork('private');
  const people = world.nodes.filter(({ spec }) => (spec.sensors ?? []).length === 0 && spec.unmessagable !== true);
  const family = people.filter(({ spec }) => spec.gateway === undefined).slice(-4);
  repeat(world, random, DIRECT_EVERY_MS, () => {
    const [from, to] = [random.pick(people), random.pick(people)];
    if (from !== to) sendDirect(world, from, to, random);
  });
  const careless = people.filter(({ spec }) => spec.firmware.startsWith('2.5.'));
  const readable = world.random.fork('readable');
  repeat(world, readable, READABLE_EVERY_MS, () => {
    const [from, to] = [readable.pick(careless), readable.pick(people)];
    if (from !== to) sendReadable(world, from, to, readable);
  });
  repeat(world, random, FAMILY_EVERY_MS, () => {
    world.send({
      from: random.pick(family),
      channel: FOREIGN.name,
      port: Portnums.PortNum.TEXT_MESSAGE_APP,
      payload: new TextEncoder().encode(random.pick(['Essen ist fertig', 'Bin gleich da', 'Wer holt Brot?', 'ok'])),
    });
  });
};
