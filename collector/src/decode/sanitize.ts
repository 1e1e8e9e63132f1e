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
/** Characters that break a line or jump in it. */
const lineBreaks = /\r\n|[\t-\r\u2028\u2029]/gu;
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

/** Blanks that begin, end or repeat in a name or text are kept as sent: shortening is up to the display. */
const isBlank = (text: string) => text.trim() === '';

/** One line, no invisible characters, at most 64 characters; '' when nothing would be seen. */
export function cleanName(name: string): string {
  const cleaned = truncate(clean(name.replace(lineBreaks, ' ')), NAME_MAX_CHARACTERS);
  return isBlank(cleaned) ? '' : cleaned;
}

/** Like a name, but newlines stay and 1,000 characters fit. */
export function cleanText(text: string): string {
  const lines = text
    .replace(/\r\n?|[\u2028\u2029]/gu, '\n')
    .replaceAll('\t', ' ')
    .split('\n');
  const cleaned = truncate(lines.map(clean).join('\n'), TEXT_MAX_CHARACTERS);
  return isBlank(cleaned) ? '' : cleaned;
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

/** The largest time a fixed32 can hold, in seconds: in 2106. */
const LATEST_SECONDS = 0xffffffff;

/** A gateway's clock in seconds as it stands, right or wrong; 0 means that it has none. */
export function claimedTime(seconds: number | undefined): UnixMillis | null {
  const inRange = numberInRange(seconds, 1, LATEST_SECONDS);
  return inRange === null ? null : (Math.trunc(inRange * 1000) as UnixMillis);
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

/** km/h. Phones report m/s, GPS receivers km/h. */
export function groundSpeedKmh(value: number | undefined, fromPhone: boolean): number | undefined {
  return value === undefined || !fromPhone ? value : value * 3.6;
}

/** Degrees. GPS receivers report 1e-5 degrees, phones whole degrees; a full turn is 0. */
export function groundTrackDegrees(value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  const degrees = value <= 360 ? value : value / 1e5;
  return degrees === 360 ? 0 : degrees;
}

const BATTERY_EMPTY_ABOVE_VOLTS = 2.5;

const MAX_BATTERY_PERCENT = 100;
/** Below this a voltage is no marker for "no battery" but a wrong reading. */
const NO_BATTERY_ABOVE_VOLTS = -1;

const isNoVoltage = (voltage: number | undefined) =>
  voltage !== undefined && voltage <= 0 && voltage > NO_BATTERY_ABOVE_VOLTS;

/** 0 % without a voltage that a battery has: there is none. */
function isNoLevel(readings: ReadonlyMap<string, number>): boolean {
  const voltage = readings.get('voltage') ?? 0;
  return readings.get('battery_level') === 0 && !(voltage > BATTERY_EMPTY_ABOVE_VOLTS);
}

/**
 * Battery and voltage of DeviceMetrics. Above 100 % means "on external power" and is no percentage; no battery at all
 * shows as 0 V or -0.001 V, and as 0 % without a voltage.
 */
export function cleanDeviceReadings(readings: ReadonlyMap<string, number>): Map<string, number> {
  const cleaned = new Map(readings);
  const level = readings.get('battery_level');
  if (isNoVoltage(readings.get('voltage'))) cleaned.delete('voltage');
  if (level === undefined) return cleaned;
  if (level > MAX_BATTERY_PERCENT) {
    cleaned.delete('battery_level');
    cleaned.set('powered', 1);
  } else if (isNoLevel(readings)) {
    cleaned.delete('battery_level');
  } else if (level >= 0) {
    cleaned.set('powered', 0);
  }
  return cleaned;
}

/** Fields by which a device says that it measures nothing there now: what it measured before no longer counts. */
export function unmeasuredDeviceReadings(readings: ReadonlyMap<string, number>): ReadonlySet<string> {
  const isWithoutLevel = (readings.get('battery_level') ?? 0) > MAX_BATTERY_PERCENT || isNoLevel(readings);
  return new Set([
    ...(isWithoutLevel ? ['battery_level'] : []),
    ...(isNoVoltage(readings.get('voltage')) ? ['voltage'] : []),
  ]);
}
