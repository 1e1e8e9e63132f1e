/** Modem preset and region of a mesh and its nodes: as map reports say, else as configured. */
import { DEFAULT_MODEM_PRESET, decodingLimitDb, isModemPreset, type ModemPresetName } from './modem-presets.js';
import { DAY_MS } from './time.js';

/** Radio settings as a node reported them. */
export interface RadioReport {
  readonly nodeId: string;
  readonly modemPreset: string | null;
  readonly region: string | null;
  readonly lastHeard: number;
}

/** Answers where no node reports anything. */
export interface RadioSettings {
  readonly modemPreset: ModemPresetName;
  /** null = unknown: no duty cycle is shown. */
  readonly region: string | null;
}

/** Of a mesh about which nothing is known. */
export const DEFAULT_RADIO: RadioSettings = { modemPreset: DEFAULT_MODEM_PRESET, region: null };

export interface MeshRadio {
  /** Of most nodes that report one. */
  readonly modemPreset: ModemPresetName;
  readonly region: string | null;
  /** Of the node, else of the mesh. */
  presetOf(nodeId: string): ModemPresetName;
  /** dB above the decoding limit of the receiver; a node decodes only what uses its own preset, so the sender's will do. */
  marginDb(snr: number | null, receiverId: string, senderId?: string): number | null;
}

/** Reports of nodes not heard for longer than this before the newest one do not count for the mesh. */
const REPORT_AGE_MS = 7 * DAY_MS;

/** The most frequent value; of equally frequent ones the first. */
function mostFrequent<T>(values: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return [...counts].find(([, count]) => count === most)?.[0];
}

/** Duty cycle that the rules of a region allow, in percent of an hour; undefined = no limit. As in the firmware. */
const dutyCycles: Readonly<Record<string, number>> = {
  EU_433: 10,
  EU_868: 10,
  UA_433: 10,
  UA_868: 1,
};

export const dutyCyclePercent = (region: string | null): number | undefined =>
  region === null ? undefined : dutyCycles[region];

/** `nodes`: all or those that report something; a node may report nothing. */
export function createMeshRadio(nodes: Iterable<RadioReport>, settings: RadioSettings): MeshRadio {
  const reports: RadioReport[] = [];
  for (const node of nodes) if (node.modemPreset !== null || node.region !== null) reports.push(node);
  const newest = reports.reduce((latest, { lastHeard }) => Math.max(latest, lastHeard), 0);
  const recent = [...reports]
    .filter(({ lastHeard }) => lastHeard >= newest - REPORT_AGE_MS)
    .sort((a, b) => b.lastHeard - a.lastHeard);
  const modemPreset =
    mostFrequent(recent.map((report) => report.modemPreset).filter(isModemPreset)) ?? settings.modemPreset;
  const region =
    mostFrequent(recent.flatMap((report) => (report.region === null ? [] : [report.region]))) ?? settings.region;
  const presets = new Map<string, ModemPresetName>();
  for (const { nodeId, modemPreset: reported } of reports) if (isModemPreset(reported)) presets.set(nodeId, reported);
  const presetOf = (nodeId: string) => presets.get(nodeId) ?? modemPreset;
  return {
    modemPreset,
    region,
    presetOf,
    marginDb(snr, receiverId, senderId = receiverId) {
      if (snr === null) return null;
      return snr - decodingLimitDb(presets.get(receiverId) ?? presetOf(senderId));
    },
  };
}
