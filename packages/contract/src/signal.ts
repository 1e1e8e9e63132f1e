import { wordsOf, type Vocabulary } from './vocabulary.js';

/** Readings of a direct reception: signal-to-noise ratio margin above the decoding limit, or received signal strength. */
export const signalMetrics = {
  snr: { title: 'SNR', description: 'Signal-to-noise ratio in dB' },
  margin: { title: 'Margin', description: 'SNR above the decoding limit of the modem preset, in dB' },
  rssi: { title: 'RSSI', description: 'Received signal strength in dBm' },
} as const satisfies Vocabulary;

export type SignalMetric = keyof typeof signalMetrics;
export const signalMetricNames = wordsOf(signalMetrics);

export function isSignalMetric(name: string): name is SignalMetric {
  return Object.hasOwn(signalMetrics, name);
}
