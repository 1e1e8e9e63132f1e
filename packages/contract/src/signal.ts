import { wordsOf, type Vocabulary } from './vocabulary.js';

/** Readings of a direct reception: signal-to-noise ratio or received signal strength. */
export const signalMetrics = {
  snr: { title: 'SNR', description: 'Signal-to-noise ratio in dB' },
  rssi: { title: 'RSSI', description: 'Received signal strength in dBm' },
} as const satisfies Vocabulary;

export type SignalMetric = keyof typeof signalMetrics;
export const signalMetricNames = wordsOf(signalMetrics);

export function isSignalMetric(name: string): name is SignalMetric {
  return Object.hasOwn(signalMetrics, name);
}
