/**
 * Modem presets of Meshtastic: how far down a packet is still decoded, and how long it occupies the channel. Names are
 * those of the firmware.
 */
export interface ModemPreset {
  readonly title: string;
  readonly spreadingFactor: SpreadingFactor;
  readonly bandwidthKhz: number;
  /** Denominator of the coding rate: 4/5 … 4/8. */
  readonly codingRate: 5 | 8;
}

type SpreadingFactor = 7 | 8 | 9 | 10 | 11 | 12;

/** Title, spreading factor, bandwidth in kHz, denominator of the coding rate. */
type PresetFacts = readonly [string, SpreadingFactor, number, 5 | 8];
const preset = ([title, spreadingFactor, bandwidthKhz, codingRate]: PresetFacts): ModemPreset => ({
  title,
  spreadingFactor,
  bandwidthKhz,
  codingRate,
});

export const modemPresets = {
  SHORT_TURBO: preset(['ShortTurbo', 7, 500, 5]),
  SHORT_FAST: preset(['ShortFast', 7, 250, 5]),
  SHORT_SLOW: preset(['ShortSlow', 8, 250, 5]),
  MEDIUM_FAST: preset(['MediumFast', 9, 250, 5]),
  MEDIUM_SLOW: preset(['MediumSlow', 10, 250, 5]),
  LONG_TURBO: preset(['LongTurbo', 11, 500, 8]),
  LONG_FAST: preset(['LongFast', 11, 250, 5]),
  LONG_MODERATE: preset(['LongModerate', 11, 125, 8]),
  LONG_SLOW: preset(['LongSlow', 12, 125, 8]),
  VERY_LONG_SLOW: preset(['VeryLongSlow', 12, 62.5, 8]),
} as const;

export type ModemPresetName = keyof typeof modemPresets;
export const modemPresetNames = Object.keys(modemPresets) as readonly ModemPresetName[];

/** The preset of nodes that nobody configured otherwise. */
export const DEFAULT_MODEM_PRESET: ModemPresetName = 'LONG_FAST';

export function isModemPreset(name: string | null): name is ModemPresetName {
  return name !== null && Object.hasOwn(modemPresets, name);
}

/** dB; the lowest SNR a receiver decodes (Semtech SX1262). */
const decodingLimitsDb: Readonly<Record<SpreadingFactor, number>> = {
  7: -7.5,
  8: -10,
  9: -12.5,
  10: -15,
  11: -17.5,
  12: -20,
};

export const decodingLimitDb = (name: ModemPresetName): number => decodingLimitsDb[modemPresets[name].spreadingFactor];

/** Radio header before the encrypted Data. */
const HEADER_BYTES = 16;
/** Firmware sends 16 symbols of preamble; the radio adds 4.25 for synchronization. */
const PREAMBLE_SYMBOLS = 16 + 4.25;
/** From this length of a symbol on, radios use the low data rate optimization. */
const LONG_SYMBOL_MS = 16;
const CRC_BITS = 16;

function symbolsOf(name: ModemPresetName) {
  const { spreadingFactor, bandwidthKhz, codingRate } = modemPresets[name];
  const symbolMs = 2 ** spreadingFactor / bandwidthKhz;
  return {
    symbolMs,
    codingRate,
    /** Bits that `codingRate` symbols carry. */
    groupBits: 4 * (spreadingFactor - (symbolMs > LONG_SYMBOL_MS ? 2 : 0)),
    /** Bits of a packet without Data. */
    headerBits: 8 * HEADER_BYTES - 4 * spreadingFactor + 28 + CRC_BITS,
    fixedSymbols: PREAMBLE_SYMBOLS + 8,
  };
}

/** Milliseconds that one transmission occupies the channel (Semtech AN1200.13); `dataBytes` is the size of the Data. */
export function airtimeMs(name: ModemPresetName, dataBytes: number): number {
  const { symbolMs, codingRate, groupBits, headerBits, fixedSymbols } = symbolsOf(name);
  const groups = Math.max(0, Math.ceil((headerBits + 8 * dataBytes) / groupBits));
  return (fixedSymbols + groups * codingRate) * symbolMs;
}

/**
 * Milliseconds of many transmissions, of which only the number and the sum of their Data are known: each fills its last
 * group of symbols by half on average.
 */
export function totalAirtimeMs(name: ModemPresetName, packets: number, dataBytes: number): number {
  const { symbolMs, codingRate, groupBits, headerBits, fixedSymbols } = symbolsOf(name);
  const groups = (packets * (headerBits + (groupBits - 1) / 2) + 8 * dataBytes) / groupBits;
  return (packets * fixedSymbols + groups * codingRate) * symbolMs;
}
