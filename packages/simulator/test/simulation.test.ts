import { beforeAll, describe, expect, it } from '@jest/globals';
import { fromBinary } from '@bufbuild/protobuf';
import { Mesh, Mqtt, Portnums, StoreForward, Telemetry } from '@meshtastic/protobufs';
import {
  createSimulation,
  SIMULATION_BROKER,
  type SimulatedMessage,
  type SimulationDescription,
} from '../src/simulation.js';
import { distanceKm } from '../src/terrain.js';
import { createOpener, hashOf, isJson, type OpenedMessage } from './support/open-messages.js';

const HOUR_MS = 3_600_000;
const startAt = Date.UTC(2026, 4, 14, 15, 0);
const PortNum = Portnums.PortNum;
const KNOWN_KIND = /^msh\/EU_868\/SIM\/2\/(e|json)\/[^/]+\/![0-9a-f]{8}$|^msh\/EU_868\/SIM\/2\/map\/$/;

let description: SimulationDescription;
let messages: SimulatedMessage[];
let opened: OpenedMessage[];
let keys: Map<string, Buffer>;
/** First copy of each packet: what was sent, as far as anybody heard it. */
let sent: OpenedMessage[];

beforeAll(() => {
  const simulation = createSimulation({ startAt });
  messages = [...simulation.history()];
  description = simulation.describe();
  const opener = createOpener(description);
  keys = opener.keys;
  opened = messages.filter((message) => !isJson(message)).map((message) => opener.open(message));
  const first = new Map<string, OpenedMessage>();
  for (const message of opened) {
    if (message.packet.id !== 0 && !first.has(identity(message))) first.set(identity(message), message);
  }
  sent = [...first.values()];
});

const nodeOf = (story: string) => description.nodes.find((node) => node.story === story)!;
const identity = ({ packet }: OpenedMessage) => `${packet.from} ${packet.id}`;
const onPort = (port: number, from?: number) =>
  sent.filter(({ data, packet }) => data?.portnum === port && (from === undefined || packet.from === from));
function telemetry(from?: number) {
  return onPort(PortNum.TELEMETRY_APP, from).map((message) => ({
    ...message,
    telemetry: fromBinary(Telemetry.TelemetrySchema, message.data!.payload),
  }));
}
const deviceMetrics = (from: number) =>
  telemetry(from).flatMap(({ telemetry: { time, variant }, receivedAt }) =>
    variant.case === 'deviceMetrics' ? [{ ...variant.value, time, receivedAt }] : [],
  );

describe('the history', () => {
  it('runs in time order from six hours ago to the start, without holes', () => {
    const times = messages.map(({ receivedAt }) => receivedAt);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]!).toBeGreaterThanOrEqual(startAt - 6 * HOUR_MS);
    expect(times[0]!).toBeLessThan(startAt - 6 * HOUR_MS + 60_000);
    expect(times.at(-1)!).toBeLessThanOrEqual(startAt);
    expect(times.at(-1)!).toBeGreaterThan(startAt - 60_000);
    const gaps = times.slice(1).map((time, i) => time - times[i]!);
    expect(Math.max(...gaps)).toBeLessThan(90_000);
  });

  it('looks like messages of a broker connection', () => {
    const common = { broker: SIMULATION_BROKER, qos: 0, retained: false, redelivered: false };
    const expected = JSON.stringify(common);
    const odd = messages.filter(
      ({ topic, payload, receivedAt, broker, qos, retained, redelivered }) =>
        !KNOWN_KIND.test(topic) ||
        payload.length > 1024 ||
        !Number.isInteger(receivedAt) ||
        JSON.stringify({ broker, qos, retained, redelivered }) !== expected,
    );
    expect(odd).toEqual([]);
  });

  it('has 25 to 40 packets a minute, bursts aside', () => {
    const flooding = nodeOf('floods').num;
    const ordinary = sent.filter(({ packet }) => packet.from !== flooding);
    expect(ordinary.length / 360).toBeGreaterThan(25);
    expect(ordinary.length / 360).toBeLessThan(40);
  });

  it('hears all sixty nodes, each by name and marked as simulated', () => {
    const names = new Map(
      onPort(PortNum.NODEINFO_APP).map(({ packet, data }) => [packet.from, fromBinary(Mesh.UserSchema, data!.payload)]),
    );
    expect(description.nodes).toHaveLength(60);
    for (const node of description.nodes) {
      const user = names.get(node.num);
      expect(user?.longName).toMatch(/ \(sim\)$/);
      expect(user?.id).toBe(node.id);
      expect(user?.publicKey).toHaveLength(32);
      expect(Buffer.byteLength(user!.longName)).toBeLessThanOrEqual(39);
      expect(Buffer.byteLength(user!.shortName)).toBeLessThanOrEqual(4);
    }
    expect(new Set([...names.values()].map(({ longName }) => longName)).size).toBe(60);
  });

  it('carries every kind of traffic', () => {
    const ports = new Set(opened.map(({ data }) => data?.portnum));
    const expected = [
      PortNum.TEXT_MESSAGE_APP,
      PortNum.POSITION_APP,
      PortNum.NODEINFO_APP,
      PortNum.ROUTING_APP,
      PortNum.WAYPOINT_APP,
      PortNum.DETECTION_SENSOR_APP,
      PortNum.ALERT_APP,
      PortNum.PAXCOUNTER_APP,
      PortNum.NODE_STATUS_APP,
      PortNum.STORE_FORWARD_APP,
      PortNum.RANGE_TEST_APP,
      PortNum.TELEMETRY_APP,
      PortNum.TRACEROUTE_APP,
      PortNum.NEIGHBORINFO_APP,
      PortNum.ATAK_PLUGIN,
      PortNum.MAP_REPORT_APP,
    ];
    expect(expected.filter((port) => !ports.has(port))).toEqual([]);
    const variants = new Set(telemetry().map((message) => message.telemetry.variant.case));
    expect([...variants].sort()).toEqual(
      ['airQualityMetrics', 'deviceMetrics', 'environmentMetrics', 'hostMetrics', 'localStats', 'powerMetrics'].sort(),
    );
  });
});

describe('packets', () => {
  it('decrypt with the described keys, except direct messages and one foreign channel', () => {
    const closed = opened.filter(({ data }) => data === undefined);
    expect(new Set(closed.map(({ channel }) => channel))).toEqual(new Set(['PKI', 'Familie']));
    const odd = opened.filter(
      ({ packet, channel, data }) =>
        data !== undefined &&
        (PortNum[data.portnum] === undefined ||
          data.$unknown !== undefined ||
          (packet.payloadVariant.case === 'encrypted' && packet.channel !== hashOf(channel, keys.get(channel)!))),
    );
    expect(odd).toEqual([]);
    expect(new Set(opened.map(({ channel }) => channel))).toEqual(
      new Set(['LongFast', 'Breisgau', 'Notfunk', 'PKI', 'Familie']),
    );
  });

  it('have hop fields within the rules', () => {
    const radio = opened.filter(({ topic }) => !topic.endsWith('/map/'));
    const odd = radio.filter(({ packet: { hopStart, hopLimit, relayNode, from, rxRssi, rxSnr }, gateway }) => {
      const valid = hopStart >= 1 && hopStart <= 7 && hopLimit <= hopStart && relayNode > 0 && relayNode < 256;
      const own = `!${from.toString(16).padStart(8, '0')}` === gateway;
      const direct = hopLimit === hopStart;
      return (
        !valid || (own && (!direct || rxRssi !== 0 || rxSnr !== 0)) || (direct && relayNode !== (from & 0xff || 0xff))
      );
    });
    expect(odd).toEqual([]);
    const hops = new Set(radio.map(({ packet }) => packet.hopStart - packet.hopLimit));
    expect([...hops].sort()).toEqual(expect.arrayContaining([0, 1, 2, 3]));
  });

  it('report signals a ShortFast radio can report', () => {
    const heard = opened.filter(({ packet }) => packet.rxRssi !== 0);
    const odd = heard.filter(
      ({ packet: { rxSnr, rxRssi } }) =>
        rxSnr < -7.5 || rxSnr > 11 || !Number.isInteger(rxSnr * 4) || rxRssi > -20 || rxRssi < -130,
    );
    expect(odd).toEqual([]);
    expect(heard.length).toBeGreaterThan(10_000);
  });

  it('are stamped by gateways whose clocks are about right', () => {
    const offline = nodeOf('offline-gateway').id;
    const odd = opened.filter(
      ({ packet, receivedAt, gateway }) =>
        packet.id !== 0 && gateway !== offline && Math.abs(packet.rxTime * 1000 - receivedAt) > 3000,
    );
    expect(odd).toEqual([]);
  });

  it('show the same packet to several gateways with different signals, and not every packet to every gateway', () => {
    const copies = new Map<string, OpenedMessage[]>();
    for (const message of opened) {
      if (message.packet.rxRssi === 0) continue;
      const list = copies.get(identity(message));
      if (list === undefined) copies.set(identity(message), [message]);
      else list.push(message);
    }
    const several = [...copies.values()].filter((list) => list.length > 1);
    expect(several.length).toBeGreaterThan(3000);
    expect(several.filter((list) => new Set(list.map(({ gateway }) => gateway)).size !== list.length)).toEqual([]);
    const differing = several.filter((list) => new Set(list.map(({ packet }) => packet.rxSnr)).size > 1);
    expect(differing.length / several.length).toBeGreaterThan(0.9);
    const single = [...copies.values()].filter((list) => list.length < 3);
    expect(single.length).toBeGreaterThan(300);
    const hopsDiffer = several.filter((list) => new Set(list.map(({ packet }) => packet.hopLimit)).size > 1);
    expect(hopsDiffer.length).toBeGreaterThan(500);
  });

  it('never repeat an identity with another port', () => {
    const ports = new Map(sent.map((message) => [identity(message), message.data?.portnum]));
    const odd = opened.filter(
      (message) =>
        message.data !== undefined && message.packet.id !== 0 && ports.get(identity(message)) !== message.data.portnum,
    );
    expect(odd).toEqual([]);
  });
});

describe('gateways', () => {
  it('uplink each in its own way', () => {
    expect(description.gateways).toHaveLength(4);
    expect(description.gateways.filter(({ encryption }) => !encryption)).toHaveLength(1);
    expect(description.gateways.filter(({ json }) => json)).toHaveLength(1);
    for (const gateway of description.gateways) {
      const mine = opened.filter((message) => message.gateway === gateway.id && !message.topic.endsWith('/map/'));
      expect(mine.length).toBeGreaterThan(500);
      const cases = new Set(mine.map(({ packet }) => packet.payloadVariant.case));
      expect([...cases]).toEqual([gateway.encryption ? 'encrypted' : 'decoded']);
      const channels = new Set(mine.map(({ channel }) => channel).filter((channel) => channel !== 'PKI'));
      expect(gateway.channels).toEqual(expect.arrayContaining([...channels]));
      const misnumbered = mine.filter(({ packet, channel }) => packet.channel !== gateway.channels.indexOf(channel));
      if (!gateway.encryption) expect(misnumbered).toEqual([]);
    }
  });

  it('write firmware JSON beside the protobuf, for the same packets', () => {
    const gateway = description.gateways.find(({ json }) => json)!;
    const known = new Set(opened.filter((message) => message.gateway === gateway.id).map(identity));
    const types = new Map<string, number>();
    const odd: unknown[] = [];
    for (const message of messages.filter(isJson)) {
      const body = JSON.parse(new TextDecoder().decode(message.payload)) as Record<string, unknown>;
      if (body.sender !== gateway.id || !known.has(`${String(body.from)} ${String(body.id)}`)) odd.push(body);
      types.set(body.type as string, (types.get(body.type as string) ?? 0) + 1);
    }
    expect(odd).toEqual([]);
    const expected = ['', 'detection', 'neighborinfo', 'nodeinfo', 'paxcounter', 'position', 'telemetry', 'text'];
    expect([...types.keys()].sort()).toEqual([...expected, 'traceroute', 'waypoint']);
  });

  it('report themselves to the map with firmware, region and preset', () => {
    const reports = opened.filter(({ topic }) => topic.endsWith('/map/'));
    expect(new Set(reports.map(({ gateway }) => gateway)).size).toBe(4);
    for (const { packet, data } of reports) {
      const report = fromBinary(Mqtt.MapReportSchema, data!.payload);
      const node = description.nodes.find(({ num }) => num === packet.from)!;
      expect(packet.id).toBe(0);
      expect([report.region, report.modemPreset]).toEqual([3, 6]);
      expect(report.firmwareVersion).toBe(node.firmware);
      expect(Math.abs(report.latitudeI / 1e7 - node.latitude)).toBeLessThanOrEqual(0.0132);
      expect(report.numOnlineLocalNodes).toBeGreaterThan(0);
    }
  });

  it('name their own neighbors, with the signal they really have', () => {
    const reports = onPort(PortNum.NEIGHBORINFO_APP);
    expect(reports.length).toBeGreaterThan(20);
    const numbers = new Set<number>(description.nodes.map(({ num }) => num));
    for (const { packet, data } of reports) {
      const info = fromBinary(Mesh.NeighborInfoSchema, data!.payload);
      expect(info.nodeId).toBe(packet.from);
      expect(info.neighbors.length).toBeGreaterThan(0);
      expect(info.neighbors.length).toBeLessThanOrEqual(10);
      for (const { nodeId, snr } of info.neighbors) {
        expect(numbers.has(nodeId)).toBe(true);
        expect(nodeId).not.toBe(packet.from);
        expect(snr).toBeGreaterThanOrEqual(-7.5);
      }
    }
    expect(new Set(reports.map(({ packet }) => packet.to))).toEqual(new Set([1, 0xffffffff]));
  });
});

describe('positions', () => {
  it('are where the nodes stand, as coarse as their owners want', () => {
    const flooding = nodeOf('floods').num;
    const fixed = new Map<number, (typeof description.nodes)[number]>(
      description.nodes.filter((node) => !node.mobile && node.num !== flooding).map((node) => [node.num, node]),
    );
    const published = onPort(PortNum.POSITION_APP).flatMap(({ packet, data }) => {
      const node = fixed.get(packet.from);
      return node === undefined ? [] : [{ node, position: fromBinary(Mesh.PositionSchema, data!.payload) }];
    });
    const odd = published.filter(({ node, position }) => {
      // Half a cell, or the scatter of a GPS fix.
      const half = node.precisionBits === 32 ? 2e-4 : 2 ** (31 - node.precisionBits) * 1e-7 + 1e-7;
      const north = Math.abs(position.latitudeI! / 1e7 - node.latitude);
      const east = Math.abs(position.longitudeI! / 1e7 - node.longitude);
      return position.precisionBits !== node.precisionBits || north > half || east > half;
    });
    expect(odd).toEqual([]);
    expect(published.length).toBeGreaterThan(500);
  });

  it('lie in the region, and trackers really travel at the speed they state', () => {
    const trackers = description.nodes.filter(({ mobile, role }) => mobile && role === 'TRACKER');
    expect(trackers.length).toBeGreaterThanOrEqual(4);
    for (const { num } of trackers) {
      const track = onPort(PortNum.POSITION_APP, num).map(({ data, receivedAt }) => {
        const { latitudeI, longitudeI, groundSpeed } = fromBinary(Mesh.PositionSchema, data!.payload);
        return { latitude: latitudeI! / 1e7, longitude: longitudeI! / 1e7, groundSpeed, receivedAt };
      });
      const { bounds } = description;
      const outside = track.filter(
        ({ latitude, longitude }) =>
          latitude < bounds.south || latitude > bounds.north || longitude < bounds.west || longitude > bounds.east,
      );
      expect(outside).toEqual([]);
      const far = Math.max(...track.map((point) => distanceKm(point, track[0]!)));
      expect(far).toBeGreaterThan(1);
      const jumps = track.slice(1).filter((point, i) => {
        const hours = (point.receivedAt - track[i]!.receivedAt) / HOUR_MS;
        return distanceKm(point, track[i]!) > 60 * hours + 0.2;
      });
      expect(jumps).toEqual([]);
    }
  });
});

describe('telemetry', () => {
  it('shows a channel that is busy but not jammed', () => {
    const all = description.nodes.flatMap(({ num }) => deviceMetrics(num));
    const channel = all.map(({ channelUtilization }) => channelUtilization!).sort((a, b) => a - b);
    const median = channel[Math.floor(channel.length / 2)]!;
    expect(median).toBeGreaterThan(2);
    expect(median).toBeLessThan(15);
    expect(channel[Math.floor(channel.length * 0.95)]!).toBeLessThan(30);
    const routers = description.nodes.filter(({ role }) => role === 'ROUTER').flatMap(({ num }) => deviceMetrics(num));
    expect(Math.max(...routers.map(({ airUtilTx }) => airUtilTx!))).toBeLessThan(10);
    expect(Math.max(...routers.map(({ airUtilTx }) => airUtilTx!))).toBeGreaterThan(0.5);
  });

  it('shows batteries that charge, drain and hang on the mains', () => {
    const perNode = description.nodes.map(({ num }) => deviceMetrics(num).map(({ batteryLevel }) => batteryLevel!));
    expect(perNode.filter((levels) => levels.every((level) => level === 101)).length).toBeGreaterThan(10);
    const moving = perNode.filter((levels) => levels.every((level) => level <= 100) && levels.length > 5);
    expect(moving.filter((levels) => levels.at(-1)! > levels[0]! + 5).length).toBeGreaterThan(2);
    expect(moving.filter((levels) => levels.at(-1)! < levels[0]! - 3).length).toBeGreaterThan(2);
    expect(perNode.flat().filter((level) => level < 1 || level > 101)).toEqual([]);
  });

  it('gives local statistics whose counters only grow', () => {
    const gateway = description.gateways[0]!;
    const stats = telemetry(gateway.num).flatMap(({ telemetry: { variant } }) =>
      variant.case === 'localStats' ? [variant.value] : [],
    );
    expect(stats.length).toBeGreaterThan(50);
    for (const [i, next] of stats.slice(1).entries()) {
      expect(next.numPacketsRx).toBeGreaterThanOrEqual(stats[i]!.numPacketsRx);
      expect(next.uptimeSeconds).toBeGreaterThan(stats[i]!.uptimeSeconds);
    }
    expect(stats.at(-1)!.numOnlineNodes).toBeGreaterThan(40);
  });
});

describe('conversations', () => {
  it('have replies and reactions to messages that were sent on the same channel', () => {
    const texts = onPort(PortNum.TEXT_MESSAGE_APP);
    const channels = new Map(sent.map(({ packet, channel }) => [packet.id, channel]));
    const replies = texts.filter(({ data }) => data!.replyId !== 0);
    expect(texts.length).toBeGreaterThan(100);
    expect(replies.length).toBeGreaterThan(30);
    expect(replies.filter(({ data }) => data!.emoji === 1).length).toBeGreaterThan(10);
    const resolved = replies.filter(({ data, channel }) => channels.get(data!.replyId) === channel);
    expect(resolved.length / replies.length).toBeGreaterThan(0.9);
    expect(new Set(texts.map(({ channel }) => channel))).toEqual(new Set(['LongFast', 'Breisgau', 'Notfunk']));
  });

  it('include direct messages nobody can read, and their acknowledgements', () => {
    const direct = sent.filter(({ channel }) => channel === 'PKI');
    expect(direct.length).toBeGreaterThan(100);
    for (const { packet } of direct) {
      expect(packet.to).not.toBe(0xffffffff);
      expect(packet.channel).toBe(0);
      expect(packet.pkiEncrypted).toBe(true);
      expect((packet.payloadVariant.value as Uint8Array).length).toBeGreaterThan(12);
    }
    const routing = onPort(PortNum.ROUTING_APP);
    const ids = new Map(direct.map(({ packet }) => [packet.id, packet]));
    const answers = routing.filter(({ data, packet }) => ids.get(data!.requestId)?.from === packet.to);
    expect(answers.length).toBeGreaterThan(50);
    const errors = routing.map(({ data }) => fromBinary(Mesh.RoutingSchema, data!.payload).variant.value);
    expect(new Set(errors)).toEqual(new Set([0, Mesh.Routing_Error.PKI_UNKNOWN_PUBKEY]));
  });

  it('share waypoints, withdraw one and lock another', () => {
    const shared = onPort(PortNum.WAYPOINT_APP).map(({ data }) => fromBinary(Mesh.WaypointSchema, data!.payload));
    expect(new Set(shared.map(({ name }) => name)).size).toBe(5);
    expect(shared.some(({ expire }) => expire === 1)).toBe(true);
    expect(shared.some(({ lockedTo }) => lockedTo !== 0)).toBe(true);
    expect(shared.every(({ icon }) => icon > 0x2000)).toBe(true);
  });

  it('keep a store-and-forward server alive', () => {
    const beats = onPort(PortNum.STORE_FORWARD_APP).map(({ data }) =>
      fromBinary(StoreForward.StoreAndForwardSchema, data!.payload),
    );
    expect(beats.length).toBeGreaterThan(15);
    expect(beats.every(({ rr, variant }) => rr === 2 && variant.case === 'heartbeat')).toBe(true);
  });
});

describe('traceroutes', () => {
  const discovery = ({ data }: OpenedMessage) => fromBinary(Mesh.RouteDiscoverySchema, data!.payload);

  it('are answered with a complete way there, and SNRs a radio can measure', () => {
    const replies = onPort(PortNum.TRACEROUTE_APP).filter(({ data }) => data!.requestId !== 0);
    const numbers = new Set<number>(description.nodes.map(({ num }) => num));
    expect(replies.length).toBeGreaterThan(50);
    for (const reply of replies) {
      const { route, snrTowards, routeBack, snrBack } = discovery(reply);
      expect(snrTowards).toHaveLength(route.length + 1);
      expect(snrBack.length - routeBack.length).toBeGreaterThanOrEqual(0);
      expect(snrBack.length - routeBack.length).toBeLessThanOrEqual(1);
      expect([...route, ...routeBack].filter((hop) => !numbers.has(hop))).toEqual([]);
      expect([...snrTowards, ...snrBack].filter((snr) => snr < -30 || snr > 44)).toEqual([]);
      expect(route).not.toContain(reply.packet.from);
      expect(route).not.toContain(reply.packet.to);
      expect(new Set(route).size).toBe(route.length);
    }
  });

  it('grow on their way: each gateway shows the way to itself', () => {
    const requests = opened.filter(
      ({ data, packet }) =>
        data?.portnum === PortNum.TRACEROUTE_APP && data.requestId === 0 && packet.rxRssi !== 0 && packet.id !== 0,
    );
    const byGateway = new Map(description.gateways.map(({ num, id }) => [id as string, num]));
    let appended = 0;
    for (const request of requests) {
      const { route, snrTowards } = discovery(request);
      const relays = request.packet.hopStart - request.packet.hopLimit;
      const gateway = byGateway.get(request.gateway)!;
      if (request.packet.to === gateway) continue;
      const addsItself = route.at(-1) === gateway;
      if (addsItself) {
        appended += 1;
        expect(snrTowards.at(-1)).toBe(request.packet.rxSnr * 4);
      }
      expect(route).toHaveLength(relays + (addsItself ? 1 : 0));
      expect(snrTowards).toHaveLength(route.length);
    }
    expect(appended).toBeGreaterThan(50);
    expect(appended).toBeLessThan(requests.length);
  });
});

describe('the story', () => {
  it('has a node that falls silent and stays silent', () => {
    const own = sent.filter(({ packet }) => packet.from === nodeOf('silent').num);
    expect(own.length).toBeGreaterThan(20);
    const last = Math.max(...own.map(({ receivedAt }) => receivedAt));
    expect(Math.abs(last - (startAt - 3 * HOUR_MS))).toBeLessThan(15 * 60_000);
  });

  it('has a node that floods: some 400 packets in a minute, about every two hours', () => {
    const times = onPort(PortNum.POSITION_APP, nodeOf('floods').num).map(({ receivedAt }) => receivedAt);
    const minutes = new Map<number, number>();
    for (const time of times)
      minutes.set(Math.floor(time / 120_000), (minutes.get(Math.floor(time / 120_000)) ?? 0) + 1);
    const burstSize = times.length / 3;
    expect(burstSize).toBeGreaterThan(380);
    expect(burstSize).toBeLessThan(440);
    expect([...minutes.values()].filter((count) => count > 100).length).toBeGreaterThanOrEqual(3);
  });

  it('has a node that reboots, so that its uptime falls', () => {
    const uptimes = deviceMetrics(nodeOf('reboots').num).map(({ uptimeSeconds }) => uptimeSeconds!);
    const falls = uptimes.slice(1).filter((uptime, i) => uptime < uptimes[i]!);
    expect(falls.length).toBeGreaterThanOrEqual(1);
    expect(falls.length).toBeLessThanOrEqual(6);
    for (const { num, story } of description.nodes) {
      if (story === 'reboots') continue;
      const others = deviceMetrics(num).map(({ uptimeSeconds }) => uptimeSeconds!);
      expect(others).toEqual([...others].sort((a, b) => a - b));
    }
  });

  it('has a node that changes its name once', () => {
    const names = onPort(PortNum.NODEINFO_APP, nodeOf('renamed').num).map(
      ({ data }) => fromBinary(Mesh.UserSchema, data!.payload).longName,
    );
    expect([...new Set(names)]).toEqual(['Balkon Nord (sim)', 'Balkon Süd (sim)']);
    expect(names).toEqual([...names].sort());
    expect(nodeOf('renamed').longName).toBe('Balkon Süd (sim)');
  });

  it('has a node that comes with another key after it was reset, and no other', () => {
    const keysOf = (num: number) =>
      new Set(
        onPort(PortNum.NODEINFO_APP, num).map(({ data }) =>
          Buffer.from(fromBinary(Mesh.UserSchema, data!.payload).publicKey).toString('hex'),
        ),
      );
    for (const { num, story } of description.nodes)
      expect([num, keysOf(num).size]).toEqual([num, story === 'renamed' ? 2 : 1]);
    const sold = [...keysOf(nodeOf('reboots').num)];
    expect([...keysOf(nodeOf('wrong-clock').num)]).toEqual(sold);
    expect(new Set(Buffer.from([...keysOf(nodeOf('floods').num)][0]!, 'hex')).size).toBe(4);
  });

  it('has a node that takes the name of the fire brigade, but for the spelling', () => {
    const pretender = nodeOf('wrong-clock').longName;
    expect(pretender).not.toBe(nodeOf('offline-gateway').longName);
    expect(pretender.toLowerCase()).toBe(nodeOf('offline-gateway').longName.toLowerCase());
  });

  it('has direct messages that everybody on the channel can read', () => {
    const readable = onPort(PortNum.TEXT_MESSAGE_APP).filter(
      ({ packet, channel }) => packet.to !== 0xffffffff && channel !== 'PKI',
    );
    expect(readable.length).toBeGreaterThan(2);
  });

  it('has a node with a nearly empty battery', () => {
    const levels = deviceMetrics(nodeOf('nearly-dead').num).map(({ batteryLevel }) => batteryLevel!);
    expect(levels.length).toBeGreaterThan(20);
    expect(Math.max(...levels)).toBeLessThan(10);
    expect(Math.min(...levels)).toBeGreaterThan(0);
  });

  it('has a node whose clock is in the future, and no other', () => {
    for (const { num, story } of description.nodes) {
      const ahead = deviceMetrics(num).map(({ time, receivedAt }) => time * 1000 - receivedAt);
      if (story === 'wrong-clock') expect(Math.min(...ahead)).toBeGreaterThan(365 * 24 * HOUR_MS);
      else expect(Math.max(...ahead)).toBeLessThan(5000);
      // Late is what waited in the gateway that was cut off.
      expect(Math.min(...ahead)).toBeGreaterThan(-21 * 60_000);
    }
    expect(deviceMetrics(nodeOf('wrong-clock').num).length).toBeGreaterThan(10);
  });

  it('has a node that shows only a coarse position', () => {
    const places = onPort(PortNum.POSITION_APP, nodeOf('coarse-position').num).map(({ data }) =>
      fromBinary(Mesh.PositionSchema, data!.payload),
    );
    expect(places.length).toBeGreaterThan(5);
    expect(new Set(places.map(({ latitudeI, longitudeI }) => `${latitudeI} ${longitudeI}`)).size).toBe(1);
    expect(places.every(({ precisionBits }) => precisionBits === 13)).toBe(true);
  });

  it('has a gateway that is cut off for 20 minutes and then delivers the last 16 envelopes it kept', () => {
    const gateway = nodeOf('offline-gateway');
    const { offlineFrom, offlineUntil } = description.story;
    expect(offlineUntil - offlineFrom).toBe(20 * 60_000);
    const mine = opened.filter((message) => message.gateway === gateway.id);
    const during = mine.filter(({ receivedAt }) => receivedAt > offlineFrom && receivedAt < offlineUntil);
    expect(during).toEqual([]);
    expect(mine.some(({ receivedAt }) => receivedAt > offlineUntil + 60_000)).toBe(true);
    const late = mine.filter(({ packet, receivedAt }) => packet.id !== 0 && receivedAt - packet.rxTime * 1000 > 5000);
    expect(late.length).toBeGreaterThan(5);
    expect(late.length).toBeLessThanOrEqual(16);
    expect(late.every(({ receivedAt }) => receivedAt < offlineUntil + 2000)).toBe(true);
  });
});

describe('the same seed', () => {
  const bytes = (seed: number, take: number) => {
    const simulation = createSimulation({ startAt, seed, historyHours: 1 });
    const list: string[] = [];
    for (const { topic, payload, receivedAt } of simulation.history()) {
      list.push(`${receivedAt} ${topic} ${Buffer.from(payload).toString('hex')}`);
      if (list.length === take) break;
    }
    return list;
  };

  it('gives the same bytes, another seed others', () => {
    expect(bytes(7, 1000)).toEqual(bytes(7, 1000));
    expect(bytes(7, 50)).not.toEqual(bytes(8, 50));
  });

  it('keeps its promises for other seeds and sizes', () => {
    for (const [seed, nodes] of [
      [2, 12],
      [3, 25],
      [4, 80],
    ] as const) {
      const simulation = createSimulation({ startAt, seed, nodes, historyHours: 0.5 });
      const { open } = createOpener(simulation.describe());
      const heard = new Set<number>();
      for (const message of simulation.history()) if (!isJson(message)) heard.add(open(message).packet.from);
      expect(simulation.describe().nodes).toHaveLength(nodes);
      expect(heard.size / nodes).toBeGreaterThan(0.9);
    }
  });
});

describe('options', () => {
  it('are refused by name when out of range', () => {
    expect(() => createSimulation({ startAt, nodes: 5 })).toThrow(
      'simulation: nodes is 5, but must be a whole number from 12 to 500',
    );
    expect(() => createSimulation({ startAt, speed: 0 })).toThrow('speed is 0');
    expect(() => createSimulation({ startAt, historyHours: -1 })).toThrow('historyHours is -1');
    expect(() => createSimulation({ startAt, seed: 1.5 })).toThrow('seed is 1.5');
  });
});
