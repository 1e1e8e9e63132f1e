import { DAY_MS, HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';

/** How a gateway dated a reception, compared with when its message reached the collector. */
export interface ClockReading {
  /** Unix ms of the collector. */
  readonly receivedAt: number;
  /** Unix ms of the gateway, however wrong. */
  readonly gatewayTime: number;
  readonly packetId: number;
  /** The broker may have kept the message while the collector was away: its age says nothing about the clock. */
  readonly backlog: boolean;
}

/** Judgment of the clock of one gateway. Immutable. `readings`: the newest last, at most eight. */
export interface GatewayClock {
  readonly state: 'unknown' | 'right' | 'wrong';
  readonly readings: readonly ClockReading[];
}

/** When a packet was heard, as far as that can be known. */
export interface Hearing {
  /** The packet was heard hours ago: it is history, and proves nothing about the present. */
  readonly isDelayed: boolean;
  /** Unix ms, by the gateway's clock where that is proven right; null = before now, but not known when. */
  readonly heardAt: number | null;
}

export const UNKNOWN_CLOCK: GatewayClock = { state: 'unknown', readings: [] };

/** A clock that differs by less is right: messages take a while, and clocks are set by hand. */
export const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS;
/** A packet heard more recently counts as heard now. */
export const DELAYED_AFTER_MS = HOUR_MS;
/** Brokers and gateways keep nothing for longer; sessions end after two weeks. An older date is a wrong clock. */
const OLDEST_KEPT_MS = 30 * DAY_MS;
const MAX_READINGS = 8;
/** Readings in a row that prove a clock right, or wrong by a constant. */
const PROOF = 3;
/** Readings in a row that prove a clock wrong that jumps. */
const PROOF_OF_JUMPS = 5;
/** Differences of a steady clock: seconds are whole, and the network is not always equally fast. */
const JITTER_MS = 2_000;
/** A clock that runs this much too fast or too slow is still steady. */
const DRIFT = 0.1;

const offsetOf = ({ gatewayTime, receivedAt }: ClockReading) => gatewayTime - receivedAt;
const isRight = (reading: ClockReading) => Math.abs(offsetOf(reading)) <= CLOCK_TOLERANCE_MS;
/** True for a time that no message that was merely late can have. */
const isImpossible = (reading: ClockReading) =>
  offsetOf(reading) > CLOCK_TOLERANCE_MS || -offsetOf(reading) > OLDEST_KEPT_MS;

const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

/** The offset stays the same while time passes. The packets of a queue that is sent at once have different ages. */
function isSteady(readings: readonly ClockReading[]): boolean {
  const passed = spread(readings.map(({ receivedAt }) => receivedAt));
  return spread(readings.map(offsetOf)) <= JITTER_MS + DRIFT * passed;
}

/** The readings of a queue: in order, and younger and younger. */
function isCatchingUp(readings: readonly ClockReading[]): boolean {
  const isInOrder = readings.every(
    (reading, index) => reading.gatewayTime >= (readings[index - 1]?.gatewayTime ?? -Infinity) - JITTER_MS,
  );
  const [first, last] = [readings.at(0), readings.at(-1)];
  return isInOrder && first !== undefined && last !== undefined && offsetOf(last) - offsetOf(first) > JITTER_MS;
}

function stateOf(before: GatewayClock['state'], readings: readonly ClockReading[]): GatewayClock['state'] {
  const newest = readings.slice(-PROOF);
  if (newest.length < PROOF) return before;
  if (newest.every(isRight)) return 'right';
  if (newest.some(isRight)) return before;
  if (newest.some(isImpossible) || isSteady(newest)) return 'wrong';
  const more = readings.slice(-PROOF_OF_JUMPS);
  const jumps = more.length === PROOF_OF_JUMPS && !more.some(isRight) && !isCatchingUp(more);
  // What the broker kept may come from several queues, in any order.
  return jumps && !more.some(({ backlog }) => backlog) ? 'wrong' : before;
}

/** Adds a reading. Copies of one packet (JSON beside protobuf) are one reading. */
export function observeClock(clock: GatewayClock, reading: ClockReading): GatewayClock {
  const isCopy = reading.packetId !== 0 && clock.readings.some(({ packetId }) => packetId === reading.packetId);
  if (isCopy || (reading.backlog && clock.state === 'right')) return clock;
  const readings = [...clock.readings, reading].slice(-MAX_READINGS);
  return { state: stateOf(clock.state, readings), readings };
}

/** A message that the broker did not keep was dated as far back, give or take an hour: it is the clock, not the age. */
function wasAsWrongBefore({ readings }: GatewayClock, reading: ClockReading): boolean {
  return readings.some(
    (earlier) => !earlier.backlog && Math.abs(offsetOf(earlier) - offsetOf(reading)) <= DELAYED_AFTER_MS,
  );
}

/**
 * Tells when a packet was heard. A message that was just received counts as heard now, whatever the gateway's clock
 * says, with two exceptions: its gateway's clock is proven right and dates it hours ago; or the broker may have kept it,
 * and the clock dates it hours ago, which it did not do before.
 *
 * @param clock with this reading in it.
 */
export function judgeHearing(clock: GatewayClock, reading: ClockReading): Hearing {
  const { receivedAt, gatewayTime, backlog } = reading;
  const now: Hearing = { isDelayed: false, heardAt: receivedAt };
  if (isRight(reading) || isImpossible(reading)) return now;
  const isOld = receivedAt - gatewayTime > DELAYED_AFTER_MS;
  if (clock.state === 'right') return { isDelayed: isOld, heardAt: gatewayTime };
  if (isOld && backlog && !wasAsWrongBefore(clock, reading)) return { isDelayed: true, heardAt: null };
  return now;
}

/** Seconds by which the clock is ahead (negative: behind), over several readings; null while that is not known. */
export function clockOffsetSeconds({ state, readings }: GatewayClock): number | null {
  if (state === 'unknown') return null;
  const offsets = readings
    .filter((reading) => isRight(reading) === (state === 'right'))
    .slice(-PROOF)
    .map(offsetOf)
    .sort((a, b) => a - b);
  const median = offsets[Math.floor(offsets.length / 2)];
  return median === undefined ? null : Math.round(median / 1000);
}
