import { describe, expect, it } from '@jest/globals';
import {
  claimedTime,
  cleanCoordinates,
  cleanDeviceReadings,
  cleanName,
  cleanPrecisionBits,
  cleanText,
  groundSpeedKmh,
  groundTrackDegrees,
  plausibleTime,
  unmeasuredDeviceReadings,
} from '../../../src/decode/sanitize.js';
import type { UnixMillis } from '../../../src/model.js';

const now = 1_767_225_612_000 as UnixMillis;
const nowSeconds = now / 1000;

describe('cleanName', () => {
  it.each([
    ['plain', 'Hilltop Relay', 'Hilltop Relay'],
    ['spaces as sent, newlines as spaces', '  A\n\tB  ', '  A  B  '],
    ['nothing but spaces', ' \u00a0\t ', ''],
    ['NUL and escape', 'a\u0000b\u001b[31mred', 'ab[31mred'],
    ['C1 controls', 'a\u009bb\u0085c', 'abc'],
    ['bidi override', '\u202egnp.exe', 'gnp.exe'],
    ['bidi isolates and marks', '\u2066a\u2069\u200e\u200f\u061cb', 'ab'],
    ['zero-width', 'a\u200bb\u200cc\u2060d\ufeffe\u00adf', 'abcdef'],
    ['a joiner between letters', 'a\u200db', 'ab'],
    ['Hangul fillers', '\u3164\u115f\uffa0', ''],
    ['noncharacters', 'x\uffff\ufffey', 'xy'],
    ['a lone surrogate', 'x\ud83dy', 'x\ufffdy'],
    ['tag letters', 'hi\u{e0068}\u{e0069}', 'hi'],
    ['right-to-left script', 'שלום', 'שלום'],
    ['HTML, which is text here', '<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['quotes and backslashes', 'a"b\\c', 'a"b\\c'],
  ])('%s', (_what, dirty, clean) => expect(cleanName(dirty)).toBe(clean));

  it.each(['👨‍👩‍👧‍👦', '🏳️‍🌈', '❤️‍🔥', '👩🏽‍🚀', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', '☕️', '🇩🇪', '👍🏿'])('keeps the emoji %s whole', (emoji) => {
    expect(cleanName(emoji)).toBe(emoji);
    expect(cleanText(emoji)).toBe(emoji);
  });

  it('cuts at 64 characters, not inside one', () => {
    expect(cleanName('x'.repeat(10_000))).toBe('x'.repeat(64));
    expect(cleanName('📡'.repeat(100))).toBe('📡'.repeat(64));
    expect(cleanName(`${'x'.repeat(62)}👩‍🚀`)).toBe(`${'x'.repeat(62)}👩`);
  });
});

describe('cleanText', () => {
  it('keeps lines, of any convention', () => {
    expect(cleanText('a\r\nb\rc\nd\u2028e')).toBe('a\nb\nc\nd\ne');
    expect(cleanText('a\tb')).toBe('a b');
    expect(cleanText('\n\nhi\n')).toBe('\n\nhi\n');
    expect(cleanText(' \n\t ')).toBe('');
  });

  it('cuts at 1,000 characters', () => {
    expect(cleanText('x'.repeat(1001))).toHaveLength(1000);
  });

  it('drops the bell of an alert', () => {
    expect(cleanText('\u0007Fire')).toBe('Fire');
  });
});

describe('plausibleTime', () => {
  it.each([
    ['now', nowSeconds, true],
    ['a minute ahead', nowSeconds + 60, true],
    ['more than a minute ahead', nowSeconds + 61, false],
    ['six hours old', nowSeconds - 6 * 3600, true],
    ['older', nowSeconds - 6 * 3600 - 1, false],
    ['no clock', 0, false],
    ['seconds since boot', 50, false],
    ['the largest fixed32', 0xffffffff, false],
    ['negative', -5, false],
    ['not a number', Number.NaN, false],
    ['infinite', Number.POSITIVE_INFINITY, false],
  ])('%s', (_what, seconds, plausible) => {
    expect(plausibleTime(seconds, now)).toBe(plausible ? seconds * 1000 : null);
  });

  it('does not believe a clock before 2020, whatever our own says', () => {
    const in2019 = 1_560_000_000;
    expect(plausibleTime(in2019, (in2019 * 1000) as UnixMillis)).toBeNull();
  });

  it('keeps what a gateway claims as it stands, apart from a missing clock', () => {
    expect([nowSeconds - 7 * 3600, 3600, 0xffffffff].map(claimedTime)).toEqual([
      now - 7 * 3_600_000,
      3_600_000,
      0xffffffff * 1000,
    ]);
    expect([0, -1, undefined, NaN, 2 ** 33].map(claimedTime)).toEqual([null, null, null, null, null]);
  });
});

describe('coordinates', () => {
  const degrees = (value: number): number => Math.round(value * 1e7);

  it.each([
    ['the poles and the date line', 90, 180, true],
    ['too far north', 90.0000001, 10, false],
    ['too far west', 10, -180.0000001, false],
    ['lat 91', 91, 0, false],
    ['lon 181', 0, 181, false],
    ['the equator off Gabon', 0.001, 9, true],
    ['Greenwich', 51.4779, 0.0001, true],
    ['0/0', 0, 0, false],
    ['almost 0/0', 0.009, -0.009, false],
  ])('%s', (_what, latitude, longitude, valid) => {
    const clean = cleanCoordinates(degrees(latitude), degrees(longitude), null);
    expect(clean === null).toBe(!valid);
  });

  it('needs both', () => {
    expect(cleanCoordinates(undefined, 1, null)).toBeNull();
    expect(cleanCoordinates(1, undefined, null)).toBeNull();
    expect(cleanCoordinates(Number.NaN, 1, null)).toBeNull();
  });

  it.each([10, 11, 12, 13, 14, 15, 16, 17])('recognizes 0/0 coarsened to %i bits', (bits) => {
    const center = 2 ** (31 - bits);
    expect(cleanCoordinates(center, center, bits)).toBeNull();
    expect(cleanCoordinates(center, center + degrees(5), bits)).not.toBeNull();
  });

  it.each([
    [0, null],
    [1, 1],
    [32, 32],
    [33, null],
    [0xffffffff, null],
    [undefined, null],
    [1.5, null],
  ])('precision of %s bits is %s', (bits, clean) => expect(cleanPrecisionBits(bits)).toBe(clean));
});

describe('numbers with units', () => {
  it('reads speed in km/h from a GPS and in m/s from a phone', () => {
    expect(groundSpeedKmh(36, false)).toBe(36);
    expect(groundSpeedKmh(10, true)).toBe(36);
    expect(groundSpeedKmh(undefined, false)).toBeUndefined();
  });

  it.each([
    [0, 0],
    [90, 90],
    [360, 0],
    [361, 0.00361],
    [27_045_000, 270.45],
    [36_000_000, 0],
  ])('track %s is %s degrees', (value, degrees) => expect(groundTrackDegrees(value)).toBeCloseTo(degrees, 9));
});

describe('battery and voltage', () => {
  const clean = (readings: Record<string, number>): Record<string, number> =>
    Object.fromEntries(cleanDeviceReadings(new Map(Object.entries(readings))));

  it.each([
    ['on battery', { battery_level: 87, voltage: 4.06 }, { battery_level: 87, powered: 0, voltage: 4.06 }],
    ['powered', { battery_level: 101, voltage: 4.2 }, { powered: 1, voltage: 4.2 }],
    ['battery 255', { battery_level: 255 }, { powered: 1 }],
    ['full, not powered', { battery_level: 100 }, { battery_level: 100, powered: 0 }],
    ['no battery: 0 % without voltage', { battery_level: 0 }, {}],
    ['no battery: 0 % at 0 V', { battery_level: 0, voltage: 0 }, {}],
    ['really empty', { battery_level: 0, voltage: 3.1 }, { battery_level: 0, powered: 0, voltage: 3.1 }],
    ['the no-battery marker', { battery_level: 101, voltage: -0.001 }, { powered: 1 }],
    ['a voltage that cannot be, which is judged later', { voltage: 1000 }, { voltage: 1000 }],
    ['a level that cannot be', { battery_level: -5 }, { battery_level: -5 }],
    ['no reading at all', { uptime_seconds: 5 }, { uptime_seconds: 5 }],
  ])('%s', (_what, readings, expected) => expect(clean(readings)).toEqual(expected));

  it.each([
    [{ battery_level: 101, voltage: 4.2 }, ['battery_level']],
    [{ battery_level: 0, voltage: 0 }, ['battery_level', 'voltage']],
    [{ battery_level: 101, voltage: -0.001 }, ['battery_level', 'voltage']],
    [{ battery_level: 0, voltage: 3.1 }, []],
    [{ battery_level: 50, voltage: -3 }, []],
    [{ uptime_seconds: 5 }, []],
  ])('%j measures no %j', (readings, fields) => {
    expect([...unmeasuredDeviceReadings(new Map(Object.entries(readings)))]).toEqual(fields);
  });
});
