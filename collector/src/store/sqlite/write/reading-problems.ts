import type { MeshPacket, MetricDefinition, ReadingProblem, Reception } from '../../../model.js';

/** Readings of a gateway; all others are the packet's. */
const signalMetrics = new Set(['snr', 'rssi']);

/**
 * Problems a message adds: those of its payload unless the payload was applied from another copy, those of the signal
 * for each reception.
 */
export function newProblems(
  { readingProblems = [] }: Pick<MeshPacket, 'readingProblems'>,
  { payload, reception }: { readonly payload: boolean; readonly reception: boolean },
): readonly ReadingProblem[] {
  return readingProblems.filter(({ metric }) => (signalMetrics.has(metric) ? reception : payload));
}

/** True when the gateway heard the sender itself, but reports a signal that no radio measures. */
export function isImplausibleSignal(
  { readingProblems = [] }: Pick<MeshPacket, 'readingProblems'>,
  { own, hopsAway }: Pick<Reception, 'own' | 'hopsAway'>,
): boolean {
  const isRefused = readingProblems.some(({ metric, fault }) => signalMetrics.has(metric) && fault !== 'clamped');
  return isRefused && !own && hopsAway === 0;
}

/** Describes a reading that was clamped or refused, for people. */
export type ProblemWording = (problem: ReadingProblem) => string;

const round = (value: number) => String(Number(value.toPrecision(6)));

/** `channel utilization 7012.5 is above 100`, `temperature is not a number`, `battery level 100.4 counts as 100` */
export function createProblemWording(catalog: readonly MetricDefinition[]): ProblemWording {
  const definitions = new Map(catalog.map((definition) => [definition.metric, definition]));

  return ({ metric, fault, reported }) => {
    const { title, min, max } = definitions.get(metric) ?? {};
    const name = title?.toLowerCase() ?? metric.replaceAll('_', ' ');
    const reading = reported === null ? name : `${name} ${round(reported)}`;
    switch (fault) {
      case 'clamped':
        return `${reading} counts as its limit`;
      case 'above_range':
        return max === undefined ? `${reading} is too high` : `${reading} is above ${max}`;
      case 'below_range':
        return min === undefined || reported === min ? `${reading} is too low` : `${reading} is below ${min}`;
      case 'not_a_number':
        return `${name} is not a number`;
    }
  };
}
