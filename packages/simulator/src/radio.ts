import { decodingLimitDb } from '@mesh-observatory/contract/modem-presets';
import { MODEM_PRESET } from './channels.js';
import type { SimNode } from './node.js';
import { mix32, type Random } from './prng.js';
import { distanceKm, type Terrain } from './terrain.js';

/** Signal of one antenna at another. */
export interface Signal {
  /** dB in steps of 0.25, as radios report. */
  readonly snr: number;
  /** dBm */
  readonly rssi: number;
}

export interface Radio {
  /** Recomputes every link of a node whose place or antenna changed. */
  moved(node: SimNode): void;
  /** Nodes that can receive the node at the best. */
  audience(sender: SimNode): readonly SimNode[];
  /** dB, without what changes from minute to minute. */
  meanSnr(sender: SimNode, receiver: SimNode): number;
  /** SNR (dB) of one transmission at one receiver; undefined when it is too weak to decode. */
  receive(sender: SimNode, receiver: SimNode, at: number): number | undefined;
  /** Readings that the receiver reports for that SNR. */
  reading(receiver: SimNode, snr: number): Signal;
}

const TX_POWER_DBM = 20;
/** Free space at 1 km, 869.5 MHz. */
const LOSS_AT_1_KM_DB = 91.2;
/** -174 dBm/Hz, 250 kHz, noise figure 6 dB. */
const NOISE_DBM = -114;
/** Built-up noise at antennas that stand between houses. */
const CITY_NOISE_DB = 4;
const SENSITIVITY_SNR_DB = decodingLimitDb(MODEM_PRESET);
/** Receivers report no more than this however strong the signal. */
const MAX_SNR_DB = 11;
const SHADOWING_DB = 4.5;
const SLOW_FADING_DB = 2.2;
const FAST_FADING_DB = 1.6;
/** Fading cannot lift a link that is weaker than this: not worth computing. */
const HOPELESS_SNR_DB = SENSITIVITY_SNR_DB - SLOW_FADING_DB - 3.5 * FAST_FADING_DB;

/** Independent of the order of the two nodes: a path is as good in one direction as in the other. */
function pairHash(a: SimNode, b: SimNode): number {
  return mix32((a.num ^ b.num) >>> 0);
}

const site = ({ place: { latitude, longitude }, antenna }: SimNode) => ({
  latitude,
  longitude,
  antennaMeters: antenna.meters,
});

/** dB between two antennas, without what changes from minute to minute. */
function pathLossDb(a: SimNode, b: SimNode, terrain: Terrain): number {
  const km = Math.max(0.03, distanceKm(a.place, b.place));
  const low = (node: SimNode): number => Math.min(1, node.antenna.clutterDb / 20);
  // Free space between hilltops, close to the fourth power of the distance between two radios indoors.
  const exponent = 2.2 + 0.9 * (low(a) + low(b));
  const spread = 10 * (km < 1 ? 2.2 : exponent) * Math.log10(km);
  const hash = pairHash(a, b);
  const shadowing = SHADOWING_DB * ((((hash & 0xffff) + (hash >>> 16)) / 0xffff - 1) * 2.45);
  return (
    LOSS_AT_1_KM_DB +
    spread +
    a.antenna.clutterDb +
    b.antenna.clutterDb +
    terrain.obstructionLossDb(site(a), site(b)) +
    shadowing
  );
}

export function createRadio(nodes: readonly SimNode[], terrain: Terrain, random: Random): Radio {
  const count = nodes.length;
  /** Mean SNR of sender × receiver. */
  const means = new Float32Array(count * count);
  const hashes = Uint32Array.from({ length: count * count }, (_, cell) => {
    const [a, b] = [nodes[Math.floor(cell / count)], nodes[cell % count]];
    return a === undefined || b === undefined ? 0 : pairHash(a, b);
  });
  const noise = (node: SimNode): number => NOISE_DBM + (node.spec.mount === 'hilltop' ? 0 : CITY_NOISE_DB);

  /** Filled on demand, cleared when a node moves. */
  let audiences: (SimNode[] | undefined)[] = [];

  function moved(node: SimNode): void {
    audiences = [];
    for (const other of nodes) {
      if (other === node) continue;
      const level = TX_POWER_DBM + node.antenna.gainDb + other.antenna.gainDb - pathLossDb(node, other, terrain);
      means[node.index * count + other.index] = level - noise(other);
      means[other.index * count + node.index] = level - noise(node);
    }
  }
  for (const node of nodes) moved(node);

  function audience(sender: SimNode): readonly SimNode[] {
    const row = sender.index * count;
    return (audiences[sender.index] ??= nodes.filter(
      (node) => node !== sender && (means[row + node.index] ?? -Infinity) >= HOPELESS_SNR_DB,
    ));
  }

  /** Fading over minutes to hours: leaves, weather, parked vans. A parabola wave: close to a sine, and far cheaper. */
  function slowFading(a: SimNode, b: SimNode, at: number): number {
    const hash = hashes[a.index * count + b.index] ?? 0;
    const phase = at / (1_500_000 + (hash & 0xfff) * 2000) + (hash >>> 20) / 0x1000;
    const x = 2 * (phase - Math.floor(phase)) - 1;
    return SLOW_FADING_DB * 4 * x * (1 - Math.abs(x));
  }

  const meanSnr = (sender: SimNode, receiver: SimNode): number =>
    means[sender.index * count + receiver.index] ?? -Infinity;

  function receive(sender: SimNode, receiver: SimNode, at: number): number | undefined {
    const snr = meanSnr(sender, receiver) + slowFading(sender, receiver, at) + random.normal(0, FAST_FADING_DB);
    return snr < SENSITIVITY_SNR_DB ? undefined : snr;
  }

  function reading(receiver: SimNode, snr: number): Signal {
    const reported = snr < MAX_SNR_DB - 5 ? snr : MAX_SNR_DB - 5 + 5 * Math.tanh((snr - MAX_SNR_DB + 5) / 10);
    // Adding 0 turns -0 into 0.
    return { snr: Math.round(reported * 4) / 4 + 0, rssi: Math.round(Math.min(-20, snr + noise(receiver))) };
  }

  return { moved, audience, meanSnr, receive, reading };
}
