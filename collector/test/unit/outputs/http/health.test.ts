import { describe, expect, it } from '@jest/globals';
import { describeHealth } from '../../../../src/outputs/http/health.js';
import type { UnixMillis } from '../../../../src/model.js';
import { exampleCounts, exampleStatus, NOW } from '../../../helpers/http-parts.js';

const ready = { ready: true, reasons: [], warnings: [] };

describe('describeHealth', () => {
  it('says in one sentence that all is well', () => {
    expect(describeHealth({ status: exampleStatus, readiness: ready, counts: exampleCounts, now: NOW })).toMatchObject({
      status: 'ok',
      message: 'Mesh Observatory 1.2.3: 1 of 1 broker connected, last packet 4 s ago, 213 nodes (87 online).',
      nodes: 213,
      simulated: false,
    });
  });

  it('says why it is degraded, and that the mesh is simulated', () => {
    const reasons = [{ code: 'mqtt_refused', message: 'Broker home refuses the password.' }];
    const brokers = exampleStatus.brokers.map((broker) => ({ ...broker, state: 'refused' as const }));
    const status = { ...exampleStatus, brokers, simulated: true };
    const health = describeHealth({
      status,
      readiness: { ready: false, reasons, warnings: [] },
      counts: exampleCounts,
      now: NOW,
    });
    expect(health.status).toBe('degraded');
    expect(health.message).toBe(
      'Mesh Observatory 1.2.3 (simulated mesh): 0 of 1 broker connected, last packet 4 s ago, 213 nodes (87 online). Broker home refuses the password.',
    );
  });

  it('is degraded when the database does not answer', () => {
    const health = describeHealth({ status: exampleStatus, readiness: ready, counts: undefined, now: NOW });
    expect(health).toMatchObject({ status: 'degraded', nodes: null, reasons: [{ code: 'store_slow' }] });
  });

  it.each([
    [0, '0 s'],
    [-5000, '0 s'],
    [119_000, '119 s'],
    [120_000, '2 min'],
    [7_200_000, '2 h'],
    [172_800_000, '2 d'],
  ])('tells an age of %d ms as %s', (ageMs, words) => {
    const pipeline = { ...exampleStatus.pipeline, lastMessageAt: (NOW - ageMs) as UnixMillis };
    const { message } = describeHealth({
      status: { ...exampleStatus, pipeline },
      readiness: ready,
      counts: exampleCounts,
      now: NOW,
    });
    expect(message).toContain(`last packet ${words} ago`);
  });

  it('knows that no packet has come yet', () => {
    const pipeline = { ...exampleStatus.pipeline, lastMessageAt: null };
    const { message } = describeHealth({
      status: { ...exampleStatus, pipeline },
      readiness: ready,
      counts: exampleCounts,
      now: NOW,
    });
    expect(message).toContain('no packet yet');
  });
});
