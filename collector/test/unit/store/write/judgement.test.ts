import { describe, expect, it } from '@jest/globals';
import { metricCatalog } from '../../../../src/decode/telemetry-catalog.js';
import {
  BROADCAST,
  type MeshEvent,
  type MeshPacket,
  type NodeNum,
  type TelemetryEvent,
} from '../../../../src/model.js';
import { hasRestarted } from '../../../../src/store/sqlite/write/apply/telemetry.js';
import { createClockGuard } from '../../../../src/store/sqlite/write/clock-guard.js';
import { distanceMeters, errorMeters, isWithinCell } from '../../../../src/store/sqlite/write/geo.js';
import { DEFAULT_SILENCE_MS, SILENCE_BY_ROLE, silenceOf } from '../../../../src/store/sqlite/write/silence.js';
import { createSummarizer } from '../../../../src/store/sqlite/write/packet-summary.js';
import { formatDistance, formatDuration } from '../../../../src/store/sqlite/write/wording.js';
import { ingested, nodeInfo, position, telemetry, textEvent } from '../../../helpers/ingested.js';

const SECOND = 1000;
const HOUR = 3_600_000;

describe('a restart', () => {
  const before = { seconds: 86_400, at: 0 };

  it('is an uptime that fell to less than what has passed', () => {
    expect(hasRestarted(before, { seconds: 300, at: HOUR })).toBe(true);
  });

  it('is not an uptime that grew', () => {
    expect(hasRestarted(before, { seconds: 90_000, at: HOUR })).toBe(false);
  });

  it('is not an old packet that was delivered late', () => {
    expect(hasRestarted(before, { seconds: 86_000, at: 5 * SECOND })).toBe(false);
  });

  it('is seen although the first packet after it took a few seconds longer than the one before', () => {
    expect(hasRestarted(before, { seconds: 70, at: 60 * SECOND })).toBe(true);
  });
});

describe('the latest', () => {
  const clockGuard = createClockGuard();
  clockGuard.setNow(100 * HOUR);

  it('is what is dated later', () => {
    expect(clockGuard.isNewer(50 * HOUR, 49 * HOUR)).toBe(true);
    expect(clockGuard.isNewer(49 * HOUR, 50 * HOUR)).toBe(false);
    expect(clockGuard.isNewer(50 * HOUR, 50 * HOUR)).toBe(false);
    expect(clockGuard.isNewer(50 * HOUR, null)).toBe(true);
  });

  it('is anything compared with what was written while the clock was ahead', () => {
    expect(clockGuard.isNewer(50 * HOUR, 9000 * HOUR)).toBe(true);
  });
});

describe('places', () => {
  it('are as far apart as the globe says', () => {
    const berlin = { latitude: 52.52, longitude: 13.405 };
    const paris = { latitude: 48.8566, longitude: 2.3522 };
    expect(distanceMeters(berlin, paris) / 1000).toBeCloseTo(878, -1);
  });

  it.each([
    [13, 2900],
    [16, 365],
    [10, 23_300],
  ])('of %i bits have the error the protocol states, %i m', (bits, metres) => {
    expect(Math.abs(errorMeters(bits) - metres) / metres).toBeLessThan(0.03);
  });

  it('of 32 bits, or without a statement, have none', () => {
    expect([errorMeters(32), errorMeters(null)]).toEqual([0, 0]);
  });

  it('lie within a cell that reaches over the date line', () => {
    expect(isWithinCell({ latitude: 0, longitude: -179.99 }, { latitude: 0, longitude: 179.99 }, 13)).toBe(true);
    expect(isWithinCell({ latitude: 0, longitude: -179 }, { latitude: 0, longitude: 179.99 }, 13)).toBe(false);
  });
});

describe('silence', () => {
  it('is judged by role: routers speak every 12 hours, clients every hour or two', () => {
    expect(silenceOf('CLIENT')).toBe(2 * HOUR);
    expect(silenceOf('ROUTER')).toBe(13 * HOUR);
    expect(silenceOf('SENSOR')).toBe(3 * HOUR);
  });

  it('of a node that never said its role, or one we do not know, is two hours', () => {
    expect([silenceOf(null), silenceOf('ROLE_99')]).toEqual([DEFAULT_SILENCE_MS, DEFAULT_SILENCE_MS]);
  });

  it('is never shorter than what firmware itself grants', () => {
    expect(Math.min(...Object.values(SILENCE_BY_ROLE))).toBeGreaterThanOrEqual(DEFAULT_SILENCE_MS);
  });
});

describe('wording', () => {
  it.each([
    [0, '0 s'],
    [59, '59 s'],
    [61, '1 min 1 s'],
    [3600, '1 h'],
    [7500, '2 h 5 min'],
    [273_600, '3 d 4 h'],
  ])('writes %i seconds as %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it.each([
    [364.4, '364 m'],
    [2911, '2.9 km'],
    [23_300, '23 km'],
  ])('writes %i metres as %s', (metres, text) => expect(formatDistance(metres)).toBe(text));
});

describe('the summary of a packet', () => {
  const summarise = createSummarizer(metricCatalog, true);
  const withoutText = createSummarizer(metricCatalog, false);
  const packet = (over: Partial<MeshPacket> = {}): MeshPacket => ingested({ packet: over }).packet;
  const of = (event: MeshEvent, over: Partial<MeshPacket> = {}) => summarise(packet(over), [event]);

  it('quotes what is said to everybody', () => {
    expect(of(textEvent('Hello mesh'))).toBe('"Hello mesh"');
  });

  it('never quotes a direct message', () => {
    expect(of(textEvent('for your eyes'), { to: 7 as NodeNum })).toBe('direct message');
  });

  it('quotes nothing when texts are not stored', () => {
    expect(withoutText(packet({ to: BROADCAST }), [textEvent('Hello mesh')])).toBe('text');
  });

  it('shortens a long text', () => {
    expect(of(textEvent('x'.repeat(500)))?.length).toBeLessThan(130);
  });

  it('names the readings with their units', () => {
    expect(of(telemetry({ device_battery_level: 87, device_voltage: 3.9 }))).toBe('battery 87 %, 3.9 V');
    expect(of(telemetry({ environment_temperature: 21.456 }, 'environment'))).toBe('temperature 21.46 °C');
    expect(of(telemetry({ device_powered: 1, device_uptime_seconds: 90_000 }))).toBe('external power, up 1 d 1 h');
  });

  it('counts the readings it leaves out', () => {
    const many: TelemetryEvent = telemetry(
      Object.fromEntries(
        ['temperature', 'relative_humidity', 'barometric_pressure', 'lux', 'distance', 'weight'].map((name) => [
          `environment_${name}`,
          1,
        ]),
      ),
      'environment',
    );
    expect(of(many)).toMatch(/ and 2 more$/);
  });

  it('leaves out health data', () => {
    expect(of(telemetry({ health_heart_bpm: 61 }, 'health'))).toBeNull();
  });

  it('gives a position with its error', () => {
    expect(of(position(52.5074, 13.3956, { precisionBits: 13 }))).toBe('52.5074, 13.3956 ±2.9 km');
  });

  it('introduces a node', () => {
    expect(of(nodeInfo('Hill Repeater', { shortName: 'HILL', role: 'ROUTER' }))).toBe(
      'Hill Repeater (HILL), HELTEC_V3, ROUTER',
    );
  });

  it('is nothing for a packet without events', () => {
    expect(summarise(packet(), [])).toBeNull();
  });
});
