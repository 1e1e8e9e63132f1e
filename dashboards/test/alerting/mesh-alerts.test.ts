/**
 * Every provisioned rule on the mesh data source, asked through the plugin's built backend as Grafana's server does, against
 * a real collector: a fault of a simulated mesh, told by real packets over MQTT, makes exactly its rule true, and the end
 * of the fault makes it false.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCollectorProcess, type CollectorProcess } from '../support/collector-process.js';
import { REGION, ROLE } from '../support/meshtastic.js';
import { readYaml } from '../support/repository.js';
import { until } from '@mesh-observatory/test-kit/until';
import { alertsOf, type Frame, type ProvisionedRule, type QueryRunner } from './evaluate.js';
import { startBroker } from '@mesh-observatory/test-kit/broker';
import { createMesh, type Mesh, type SimulatedNode } from './mesh.js';
import { askCollector, startBackend, type Backend } from './query-runners.js';

const { groups } = readYaml('provisioning/grafana/alerting/mesh-rules.yaml') as {
  groups: { rules: ProvisionedRule[] }[];
};
const rules = groups.flatMap((group) => group.rules);

const options = {
  tower: { num: 0x10000001, longName: 'Tower gateway', role: ROLE.router, gateway: true, region: REGION.EU_868 },
  harbor: { num: 0x10000002, longName: 'Harbor gateway', gateway: true, region: REGION.UA_868 },
  island: { num: 0x10000003, longName: 'Island gateway', gateway: true, region: REGION.EU_866 },
  hill: { num: 0x20000001, longName: 'Hill router', role: ROLE.router },
  well: { num: 0x20000002, longName: 'Well sensor', role: ROLE.sensor },
  walker: { num: 0x20000003, longName: 'Walker' },
};

let collector: CollectorProcess;
let backend: Backend;
let mesh: Mesh & { readonly nodes: Readonly<Record<keyof typeof options, SimulatedNode>> };
/** Housekeeping, reconnecting and a busy machine. */
const PATIENCE_MS = 240_000;
/** Rules that a test has seen firing and not firing. */
const seen = new Map<string, Set<boolean>>();

beforeAll(async () => {
  collector = await startCollectorProcess();
  backend = await startBackend(collector.url);
  mesh = await createMesh(collector, options);
  await mesh.live(2);
});
afterAll(async () => {
  await mesh.close();
  await backend.stop();
  await collector.stop();
});

const subjectOf = (labels: Readonly<Record<string, string>>) =>
  labels.node_id ?? labels.gateway_id ?? labels.channel ?? labels.broker ?? '';

interface Observed {
  readonly collector: CollectorProcess;
  readonly backend: Backend;
}

/** `rule uid: subject` of everything that is true now. */
async function alerts(of: Observed): Promise<string[]> {
  const now = of.collector.clock.now();
  const all = await Promise.all(rules.map((rule) => alertsOf(rule, of.backend.ask, now)));
  all.forEach((found, index) => {
    const { uid } = rules[index]!;
    seen.set(uid, (seen.get(uid) ?? new Set()).add(found.length > 0));
  });
  return all
    .flat()
    .map(({ uid, labels }) => `${uid}: ${subjectOf(labels)}`.trimEnd())
    .sort();
}

const idOf = ({ num }: SimulatedNode) => `!${num.toString(16)}`;

/** Silence is looked for every 15 seconds; the rest is there at once. */
async function expectAlerts(expected: readonly string[], of: Observed = { collector, backend }): Promise<void> {
  const wanted = [...expected].sort();
  let now = await alerts(of);
  const asWanted = async () => {
    now = await alerts(of);
    return JSON.stringify(now) === JSON.stringify(wanted);
  };
  // The state that was reached says more than a timeout.
  await until(asWanted, { what: 'the alerts are as expected', timeoutMs: PATIENCE_MS }).catch(() => undefined);
  expect(now).toEqual(wanted);
}

describe('in a healthy mesh', () => {
  it('no alert is true', () => expectAlerts([]));

  it('the backend says what the collector says', async () => {
    const now = collector.clock.now();
    const direct = askCollector(collector.url);
    const queries = rules.flatMap(({ data }) =>
      data.filter(({ datasourceUid }) => datasourceUid === 'mesh-observatory'),
    );
    expect(queries.length).toBeGreaterThanOrEqual(rules.length);
    for (const { model, relativeTimeRange } of queries) {
      const range = { from: now - relativeTimeRange.from * 1000, to: now };
      const values = (frames: readonly Frame[]) => frames.map(({ data }) => data.values);
      const answers = await Promise.all([backend.ask(model, range), direct(model, range)]);
      // Health of the collector may change between the two queries.
      if (!JSON.stringify(model).includes('collector_')) expect(values(answers[0])).toEqual(values(answers[1]));
      expect(answers[0].map(({ schema }) => schema.fields)).toEqual(answers[1].map(({ schema }) => schema.fields));
    }
  });
});

describe('a silent', () => {
  it('router of unknown rhythm rings after ten hours, until it is heard', async () => {
    const { hill } = mesh.nodes;
    hill.alive = false;
    await mesh.live(9.5);
    await expectAlerts([]);
    await mesh.live(0.75);
    await expectAlerts([`mesh-infrastructure-silent: ${idOf(hill)}`]);
    hill.alive = true;
    await mesh.live(0.25);
    await expectAlerts([]);
  });

  it('handheld rings after ten hours, as somebody else’s node', async () => {
    const { walker } = mesh.nodes;
    walker.alive = false;
    await mesh.live(10.25);
    await expectAlerts([`mesh-node-silent: ${idOf(walker)}`]);
    walker.alive = true;
    await mesh.live(0.25);
    await expectAlerts([]);
  });

  it('gateway rings after several of its intervals, though others still hear its radio', async () => {
    const { harbor } = mesh.nodes;
    harbor.publishing = false;
    await mesh.live(2.75);
    await expectAlerts([`mesh-gateway-down: ${idOf(harbor)}`]);
    harbor.publishing = true;
    await mesh.live(0.25);
    await expectAlerts([]);
  });
});

describe('a battery', () => {
  it('rings below 20 %, and neither when it is charged nor on external power', async () => {
    const { walker } = mesh.nodes;
    walker.metrics = { ...walker.metrics, battery: 15 };
    await mesh.live(0.5);
    await expectAlerts([`mesh-battery-low: ${idOf(walker)}`]);
    walker.metrics = { ...walker.metrics, battery: 101 };
    await mesh.live(0.25);
    await expectAlerts([]);
    walker.metrics = { ...walker.metrics, battery: 15 };
    await mesh.live(0.5);
    await expectAlerts([`mesh-battery-low: ${idOf(walker)}`]);
    walker.metrics = { ...walker.metrics, battery: 90 };
    await mesh.live(0.25);
    await expectAlerts([]);
  });

  it('that falls 18 % a day rings days before it is empty, until it is charged', async () => {
    const { well } = mesh.nodes;
    for (let hour = 0; hour < 66; hour += 1) {
      well.metrics = { ...well.metrics, battery: Math.round(90 - 0.75 * hour) };
      await mesh.live(1);
    }
    await expectAlerts([`mesh-battery-trend: ${idOf(well)}`]);
    well.metrics = { ...well.metrics, battery: 100 };
    await mesh.live(6);
    await expectAlerts([]);
  });
});

it('a node that restarts three times within six hours rings, until six hours have passed', async () => {
  const { hill } = mesh.nodes;
  for (let restart = 0; restart < 2; restart += 1) {
    hill.reboot();
    await mesh.live(1);
  }
  await expectAlerts([]);
  hill.reboot();
  await mesh.live(0.5);
  await expectAlerts([`mesh-reboot-loop: ${idOf(hill)}`]);
  await mesh.live(6);
  await expectAlerts([]);
});

it('a busy channel rings above 20 %, and above 40 % once more', async () => {
  const { hill } = mesh.nodes;
  const hearing = async (channelUtilization: number) => {
    hill.metrics = { ...hill.metrics, channelUtilization };
    await mesh.live(0.25);
  };
  await hearing(25);
  await expectAlerts([`mesh-channel-utilization-20: ${idOf(hill)}`]);
  await hearing(45);
  await expectAlerts([20, 40].map((percent) => `mesh-channel-utilization-${percent}: ${idOf(hill)}`));
  await hearing(20);
  await expectAlerts([]);
});

describe('airtime', () => {
  const transmitting = async (node: SimulatedNode, airUtilTx: number) => {
    node.metrics = { ...node.metrics, airUtilTx };
    await mesh.live(0.25);
  };

  it.each([
    ['of a node whose region is not known', 'hill', 8.5, 'mesh-airtime-limit'],
    ['in EU_868', 'tower', 8.5, 'mesh-airtime-limit'],
    ['in UA_868', 'harbor', 0.9, 'mesh-airtime-limit-ua-868'],
    ['in EU_866', 'island', 2.1, 'mesh-airtime-limit-eu-866'],
  ] as const)('%s rings near its limit', async (_, name, percent, uid) => {
    const node = mesh.nodes[name];
    await transmitting(node, percent);
    await expectAlerts([`${uid}: ${idOf(node)}`]);
    await transmitting(node, 0.4);
    await expectAlerts([]);
  });
});

it('a node that only has weak links rings, until it has a better one', async () => {
  const { walker } = mesh.nodes;
  walker.snr = -17;
  await mesh.live(24.5);
  await expectAlerts([`mesh-weak-links: ${idOf(walker)}`]);
  walker.snr = 6;
  await mesh.live(0.25);
  await expectAlerts([]);
});

it('another public key rings for a day', async () => {
  const { walker } = mesh.nodes;
  walker.publicKey = new Uint8Array(32).fill(0x77);
  await mesh.live(0.25);
  await expectAlerts([`mesh-key-change: ${idOf(walker)}`]);
  await mesh.live(24);
  await expectAlerts([]);
});

it('a surge of packets that nobody can read rings; a channel that never could be read does not', async () => {
  await mesh.live(24, () => mesh.unreadable('Neighbors', 20));
  await expectAlerts([]);
  await mesh.live(1, () => [...mesh.unreadable('Neighbors', 20), ...mesh.unreadable('Club', 20)]);
  await expectAlerts(['mesh-undecryptable-surge: Club']);
  await mesh.live(1.25, () => mesh.unreadable('Neighbors', 20));
  await expectAlerts([]);
});

it('a mesh from which nothing comes rings, and so do the gateways that are silent', async () => {
  collector.clock.pass(75 * 60);
  const { tower, harbor, island } = mesh.nodes;
  await expectAlerts(['mesh-no-data:', ...[tower, harbor, island].map((node) => `mesh-gateway-down: ${idOf(node)}`)]);
  await mesh.live(0.25);
  await expectAlerts([]);
});

describe('a database', () => {
  it('that cannot be written rings, and soon the lag of what waits, until all of it is through', async () => {
    collector.disk.setFull(true);
    const waiting = mesh.live(0.25, () => mesh.talk(500));
    await expectAlerts(['mesh-store-blocked:']);
    collector.clock.pass(30);
    await expectAlerts(['mesh-collector-lag:', 'mesh-store-blocked:']);
    collector.disk.setFull(false);
    await waiting;
    await expectAlerts([]);
  });

  it('that fills its disk rings', async () => {
    const rule = rules.find(({ uid }) => uid === 'mesh-database-full')!;
    /** The disk of a test cannot be filled: the collector's own answer, with another number in it. */
    const answering =
      (share: number): QueryRunner =>
      async (...asked) => {
        const frames = await backend.ask(...asked);
        expect(frames.map(({ data }) => data.values)).toEqual([[[expect.any(Number)]]]);
        return frames.map((frame) => ({ ...frame, data: { values: [[share]] } }));
      };
    expect(await alertsOf(rule, answering(0.95), collector.clock.now())).toEqual([
      { uid: rule.uid, labels: {}, values: { A: 0.95, B: 0.95, C: 1 } },
    ]);
    expect(await alertsOf(rule, answering(0.9), collector.clock.now())).toEqual([]);
    seen.get(rule.uid)?.add(true);
  });
});

it('a broker that goes away rings by its name, until it is back', async () => {
  const broker = await startBroker();
  const remote = await startCollectorProcess({ EMBEDDED_BROKER: 'false', MQTT_BROKER: `127.0.0.1:${broker.port}` });
  const observed = { collector: remote, backend: await startBackend(remote.url) };
  try {
    await expectAlerts([], observed);
    await broker.kill();
    await expectAlerts(['mesh-broker-disconnected: default'], observed);
    await broker.start();
    await expectAlerts([], observed);
  } finally {
    await observed.backend.stop();
    await remote.stop();
    await broker.dispose();
  }
});

it('a collector that does not answer rings once, and the other alerts stay as they are', async () => {
  await collector.kill();
  await expectAlerts(['mesh-no-data:']);
});

it('every rule was seen true, and false', () => {
  for (const { uid } of rules) expect([uid, [...(seen.get(uid) ?? [])].sort()]).toEqual([uid, [false, true]]);
});
