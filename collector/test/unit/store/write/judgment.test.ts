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
import { distanceMeters, errorMeters, isWithinCell } from '../../../../src/store/sqlite/geo.js';
import { createSummarizer } from '../../../../src/store/sqlite/write/packet-summary.js';
import { formatDistance, formatDuration } from '../../../../src/store/sqlite/write/wording.js';
import { ingested, nodeInfo, position, telemetry, textEvent } from '../../../helpers/ingested.js';

const SECOND = 1000;
const HOUR = 3_600_000;

describe('hasRestarted', () => {
  const before = { seconds: 86_400, at: 0 };

  it('detects a restart when the uptime fell below the time that has passed', () => {
    expect(hasRestarted(before, { seconds: 300, at: HOUR })).toBe(true);
  });

  it('detects no restart when the uptime grew', () => {
    expect(hasRestarted(before, { seconds: 90_000, at: HOUR })).toBe(false);
  });

  it('detects no restart in an old packet that arrives late', () => {
    expect(hasRestarted(before, { seconds: 86_000, at: 5 * SECOND })).toBe(false);
  });

  it('detects a restart although the first packet after it took some seconds longer', () => {
    expect(hasRestarted(before, { seconds: 70, at: 60 * SECOND })).toBe(true);
  });
});

describe('ClockGuard', () => {
  const clockGuard = createClockGuard();
  clockGuard.setNow(100 * HOUR);

  it('takes the later of two times as newer', () => {
    expect(clockGuard.isNewer(50 * HOUR, 49 * HOUR)).toBe(true);
    expect(clockGuard.isNewer(49 * HOUR, 50 * HOUR)).toBe(false);
    expect(clockGuard.isNewer(50 * HOUR, 50 * HOUR)).toBe(false);
    expect(clockGuard.isNewer(50 * HOUR, null)).toBe(true);
  });

  it('takes any time as newer than one that was written while the clock was ahead', () => {
    expect(clockGuard.isNewer(50 * HOUR, 9000 * HOUR)).toBe(true);
  });
});

describe('distances and precision', () => {
  it('distanceMeters measures along the great circle', () => {
    const berlin = { latitude: 52.52, longitude: 13.405 };
    const paris = { latitude: 48.8566, longitude: 2.3522 };
    expect(distanceMeters(berlin, paris) / 1000).toBeCloseTo(878, -1);
  });

  it.each([
    [13, 2900],
    [16, 365],
    [10, 23_300],
  ])('errorMeters is the error the protocol states for %i bits: %i m', (bits, meters) => {
    expect(Math.abs(errorMeters(bits) - meters) / meters).toBeLessThan(0.03);
  });

  it('errorMeters is 0 for 32 bits and for an unstated precision', () => {
    expect([errorMeters(32), errorMeters(null)]).toEqual([0, 0]);
  });

  it('isWithinCell finds a place in a cell across the date line', () => {
    expect(isWithinCell({ latitude: 0, longitude: -179.99 }, { latitude: 0, longitude: 179.99 }, 13)).toBe(true);
    expect(isWithinCell({ latitude: 0, longitude: -179 }, { latitude: 0, longitude: 179.99 }, 13)).toBe(false);
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
  ])('formatDuration writes %i seconds as %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it.each([
    [364.4, '364 m'],
    [2911, '2.9 km'],
    [23_300, '23 km'],
  ])('formatDistance writes %i meters as %s', (meters, text) => expect(formatDistance(meters)).toBe(text));
});

describe('createSummarizer', () => {
  const summarize = createSummarizer(metricCatalog, true);
  const withoutText = createSummarizer(metricCatalog, false);
  const packet = (over: Partial<MeshPacket> = {}): MeshPacket => ingested({ packet: over }).packet;
  const of = (event: MeshEvent, over: Partial<MeshPacket> = {}) => summarize(packet(over), [event]);

  it('quotes a text that is sent to everyone', () => {
    expect(of(textEvent('Hello mesh'))).toBe('"Hello mesh"');
  });

  it('never quotes the text of a direct message', () => {
    expect(of(textEvent('for your eyes'), { to: 7 as NodeNum })).toBe('direct message');
  });

  it('quotes no text when texts are not stored', () => {
    expect(withoutText(packet({ to: BROADCAST }), [textEvent('Hello mesh')])).toBe('text');
  });

  it('shortens a long text', () => {
    expect(of(textEvent('x'.repeat(500)))?.length).toBeLessThan(130);
  });

  it('names telemetry readings with their units', () => {
    expect(of(telemetry({ device_battery_level: 87, device_voltage: 3.9 }))).toBe('battery 87 %, 3.9 V');
    expect(of(telemetry({ environment_temperature: 21.456 }, 'environment'))).toBe('temperature 21.46 °C');
    expect(of(telemetry({ device_powered: 1, device_uptime_seconds: 90_000 }))).toBe('external power, up 1 d 1 h');
  });

  it('counts the telemetry readings it leaves out', () => {
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

  it('leaves out health data of people', () => {
    expect(of(telemetry({ health_heart_bpm: 61 }, 'health'))).toBeNull();
  });

  it('describes a position with its error', () => {
    expect(of(position(52.5074, 13.3956, { precisionBits: 13 }))).toBe('52.5074, 13.3956 ±2.9 km');
  });

  it('describes a node by names, hardware and role', () => {
    expect(of(nodeInfo('Hill Repeater', { shortName: 'HILL', role: 'ROUTER' }))).toBe(
      'Hill Repeater (HILL), HELTEC_V3, ROUTER',
    );
  });

  it('answers null for a packet without events', () => {
    expect(summarize(packet(), [])).toBeNull();
  });
});
