/** Makes untrusted values safe to store and to show: missing rather than wrong. */
import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import type { UnixMillis } from '../model.js';
import { decodeUtf8 } from './protobuf.js';

const NAME_MAX_CHARACTERS = 64;
const TEXT_MAX_CHARACTERS = 1000;

/** 2020-01-01T00:00:00Z: Meshtastic is not older, so an earlier clock is an unset one. */
const EARLIEST_MS = 1_577_836_800_000;
const CLOCK_AHEAD_MS = MINUTE_MS;
/** Gateways queue while offline; beyond this a packet is a replay. */
const LATEST_AGE_MS = 6 * HOUR_MS;

// Invisible characters. Default_Ignorable covers zero-width, bidi controls, soft hyphen, fillers and tags;
// variation selectors are spared (they choose emoji presentation), joiners and tags are judged by their neighbors.
const invisible =
  /[\p{Cc}\p{Noncharacter_Code_Point}\u2028\u2029\ufff9-\ufffb]|(?!\u200d|[\ufe00-\ufe0f]|[\u{e0020}-\u{e007f}])\p{Default_Ignorable_Code_Point}/gu;
// A joiner between two pictographs makes one emoji of them; anywhere else it only hides.
const strayJoiner =
  /(?<!\p{Extended_Pictographic}\ufe0f?\p{Emoji_Modifier}?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;
// Tag letters belong behind a black flag (the flag of Scotland); elsewhere they smuggle text.
const strayTag = /(?<!\u{1f3f4}[\u{e0020}-\u{e007e}]*)[\u{e0020}-\u{e007f}]/gu;
const loneSurrogate = /\p{Surrogate}/gu;

function clean(text: string): string {
  return text.replace(loneSurrogate, '\ufffd').replace(invisible, '').replace(strayJoiner, '').replace(strayTag, '');
}

function truncate(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  return Array.from(text)
    .slice(0, maxCharacters)
    .join('')
    .replace(/[\s\u200d]+$/u, '');
}

/** One line, no invisible characters, at most 64 characters. */
export function cleanName(name: string): string {
  return truncate(clean(name.replace(/[\t-\r\p{Z}]+/gu, ' ')).trim(), NAME_MAX_CHARACTERS);
}

/** Like a name, but newlines stay and 1,000 characters fit. */
export function cleanText(text: string): string {
  const lines = text
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replaceAll('\t', ' ')
    .split('\n');
  return truncate(lines.map(clean).join('\n').trim(), TEXT_MAX_CHARACTERS);
}

export function cleanTextBytes(bytes: Uint8Array): string {
  return cleanText(decodeUtf8(bytes));
}

/** The number when it is finite and within the limits (inclusive), otherwise null. */
export function numberInRange(value: number | undefined, min: number, max: number): number | null {
  return value !== undefined && value >= min && value <= max ? value : null;
}

/** A device's clock in seconds, when it can be right: 2020 … now + 60 s, at most 6 h old. */
export function plausibleTime(seconds: number | undefined, now: UnixMillis): UnixMillis | null {
  if (seconds === undefined) return null;
  const millis = Math.trunc(seconds * 1000);
  return millis >= EARLIEST_MS && millis <= now + CLOCK_AHEAD_MS && now - millis <= LATEST_AGE_MS
    ? (millis as UnixMillis)
    : null;
}

/** True when a clock that is set shows that the packet was received too long ago to be new. */
export function isStale(seconds: number, now: UnixMillis): boolean {
  const millis = seconds * 1000;
  return millis >= EARLIEST_MS && now - millis > LATEST_AGE_MS;
}

/** 1–32; anything else means "not stated". */
export function cleanPrecisionBits(bits: number | undefined): number | null {
  return bits !== undefined && Number.isInteger(bits) && bits >= 1 && bits <= 32 ? bits : null;
}

export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/** Degrees within which 0/0 means "no fix". */
const NULL_ISLAND_DEGREES = 0.01;

/**
 * Coordinates in degrees from the protobuf's 1e-7 degrees; null when absent, out of range, or no fix.
 * Coarsening moves a coordinate to the center of its cell, so 0/0 arrives as half a cell: that offset is taken off
 * before the null-island test.
 */
export function cleanCoordinates(
  latitudeI: number | undefined,
  longitudeI: number | undefined,
  precisionBits: number | null,
): Coordinates | null {
  if (latitudeI === undefined || longitudeI === undefined) return null;
  const latitude = numberInRange(latitudeI / 1e7, -90, 90);
  const longitude = numberInRange(longitudeI / 1e7, -180, 180);
  if (latitude === null || longitude === null) return null;
  const offset = precisionBits === null || precisionBits === 32 ? 0 : 2 ** (31 - precisionBits) / 1e7;
  const nowhere = [latitude, longitude].every((degrees) => {
    return Math.min(Math.abs(degrees), Math.abs(degrees - offset)) < NULL_ISLAND_DEGREES;
  });
  return nowhere ? null : { latitude, longitude };
}

/** Meters above sea level. */
export function cleanAltitude(meters: number | undefined): number | null {
  return numberInRange(meters, -500, 100_000);
}

/** km/h. Phones report m/s, GPS receivers km/h. */
export function cleanGroundSpeed(value: number | undefined, fromPhone: boolean): number | null {
  return value === undefined ? null : numberInRange(fromPhone ? value * 3.6 : value, 0, 2000);
}

/** Degrees. GPS receivers report 1e-5 degrees, phones whole degrees. */
export function cleanGroundTrack(value: number | undefined): number | null {
  if (value === undefined || !(value >= 0) || value > 36_000_000) return null;
  return (value <= 360 ? value : value / 1e5) % 360;
}

/** dB at a receiver; null when no radio measured it. */
export function cleanSnr(value: number | undefined): number | null {
  return numberInRange(value, -64, 64);
}

/** dBm at a receiver; 0 means "not set". */
export function cleanRssi(value: number | undefined): number | null {
  return value === 0 ? null : numberInRange(value, -250, 60);
}

const BATTERY_EMPTY_ABOVE_VOLTS = 2.5;

/**
 * Battery and voltage of DeviceMetrics. Above 100 % means "on external power" and is no percentage; no battery at all
 * shows as 0 V or -0.001 V, and as 0 % without a voltage.
 */
export function cleanDeviceReadings(readings: ReadonlyMap<string, number>): Map<string, number> {
  const cleaned = new Map(readings);
  const level = readings.get('battery_level');
  const voltage = numberInRange(readings.get('voltage'), Number.MIN_VALUE, 100);
  if (voltage === null) cleaned.delete('voltage');
  if (level === undefined) return cleaned;
  if (level > 100) {
    cleaned.delete('battery_level');
    cleaned.set('powered', 1);
  } else if (level === 0 && (voltage ?? 0) <= BATTERY_EMPTY_ABOVE_VOLTS) {
    cleaned.delete('battery_level');
  } else {
    cleaned.set('powered', 0);
  }
  return cleaned;
}
