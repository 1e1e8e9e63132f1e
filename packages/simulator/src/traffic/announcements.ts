import { HOUR_MS, MINUTE_MS, SECOND_MS } from '@mesh-observatory/contract/time';
import { create, toBinary } from '@bufbuild/protobuf';
import { Mesh, PaxCount, Portnums, StoreForward } from '@meshtastic/protobufs';
import type { SimNode } from '../node.js';
import { isMobile } from '../node.js';
import type { Random } from '../prng.js';
import type { Traffic, World } from '../world.js';

const PortNum = Portnums.PortNum;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** Alerts start with the bell character, so that clients ring. */
const BELL = '\u0007';

const STATUSES = ['QRV auf 145.500', 'Urlaub bis Montag', 'Batterie tauschen!', 'im Garten', 'Testbetrieb'];
const ALERTS = ['Unwetterwarnung Breisgau', 'Probealarm, keine Gefahr', 'Pegel Dreisam steigt'];

/** A walk with numbered messages: `seq 1`, `seq 2` … once a minute for a quarter of an hour. */
export const rangeTest: Traffic = (world) => {
  const random = world.random.fork('range test');
  const walkers = world.nodes.filter(isMobile);
  if (walkers.length === 0) return;
  const walk = (): void => {
    const from = random.pick(walkers);
    for (let i = 1; i <= 15; i += 1) {
      world.scheduler.after(i * MINUTE_MS, () =>
        world.send({ from, port: PortNum.RANGE_TEST_APP, payload: bytes(`seq ${String(i)}`) }),
      );
    }
    world.scheduler.after(HOUR_MS * random.between(1, 2), walk);
  };
  world.scheduler.after(20 * MINUTE_MS * random.next(), walk);
};

/** The garden gate. */
export const detections: Traffic = (world) => {
  const random = world.random.fork('detections');
  for (const node of world.nodes) {
    if (!node.spec.sensors?.includes('detection')) continue;
    const next = (): void => {
      world.send({ from: node, port: PortNum.DETECTION_SENSOR_APP, payload: bytes('Gartentor detected') });
      world.scheduler.after(12 * MINUTE_MS * random.between(0.1, 2), next);
    };
    world.scheduler.after(12 * MINUTE_MS * random.next(), next);
  }
};

/** Passers-by by their phones: crowded in the afternoon, empty at night. */
function countPeople(world: World, node: SimNode, random: Random): void {
  const hour = (world.scheduler.now / HOUR_MS + 1) % 24;
  const crowd = 4 + 140 * Math.exp(-(((hour - 15) / 4.5) ** 2));
  const pax = create(PaxCount.PaxcountSchema, {
    wifi: Math.round(crowd * random.between(0.8, 1.2)),
    ble: Math.round(crowd * random.between(1.1, 1.6)),
    uptime: world.uptimeSeconds(node),
  });
  world.send({ from: node, port: PortNum.PAXCOUNTER_APP, payload: toBinary(PaxCount.PaxcountSchema, pax) });
}

export const paxcounter: Traffic = (world) => {
  const random = world.random.fork('paxcounter');
  const rhythm = { firstWithinMs: 5 * MINUTE_MS, everyMs: 5 * MINUTE_MS };
  for (const node of world.nodes) {
    if (node.spec.sensors?.includes('paxcounter')) world.every(node, rhythm, () => countPeople(world, node, random));
  }
};

/** A few people send status texts, and an alert now and then. */
export const statusAndAlerts: Traffic = (world) => {
  const random = world.random.fork('status');
  const people = world.nodes.filter(({ spec }) => spec.power !== 'solar' && (spec.sensors ?? []).length === 0);
  for (const [i, status] of STATUSES.entries()) {
    const node = people[(i * 3) % people.length];
    if (node === undefined) continue;
    const payload = toBinary(Mesh.StatusMessageSchema, create(Mesh.StatusMessageSchema, { status }));
    world.every(node, { firstWithinMs: 30 * MINUTE_MS, everyMs: HOUR_MS }, () =>
      world.send({ from: node, port: PortNum.NODE_STATUS_APP, payload }),
    );
  }
  const alert = (): void => {
    const { node: from } = random.pick(world.gateways);
    const payload = bytes(`${BELL}${random.pick(ALERTS)}`);
    world.send({ from, port: PortNum.ALERT_APP, payload, priority: Mesh.MeshPacket_Priority.ALERT });
    world.scheduler.after(2.5 * HOUR_MS * random.between(0.7, 1.3), alert);
  };
  world.scheduler.after(HOUR_MS * random.next(), alert);
};

const HEARTBEAT_SECONDS = 900;

/** The first gateway is a store-and-forward router and announces that every quarter of an hour. */
export const storeAndForward: Traffic = (world) => {
  const [server] = world.gateways;
  if (server === undefined) return;
  const { node } = server;
  const everyMs = HEARTBEAT_SECONDS * SECOND_MS;
  world.every(node, { firstWithinMs: everyMs, everyMs }, () => {
    const heartbeat = create(StoreForward.StoreAndForwardSchema, {
      rr: StoreForward.StoreAndForward_RequestResponse.ROUTER_HEARTBEAT,
      variant: { case: 'heartbeat', value: { period: HEARTBEAT_SECONDS, secondary: 0 } },
    });
    world.send({
      from: node,
      port: PortNum.STORE_FORWARD_APP,
      payload: toBinary(StoreForward.StoreAndForwardSchema, heartbeat),
    });
  });
};
