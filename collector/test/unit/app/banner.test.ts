import { describe, expect, it } from '@jest/globals';
import { renderBanner } from '../../../src/app/banner.js';
import { createLatencies } from '../../../src/status/latencies.js';

const facts = {
  version: '1.2.3',
  httpUrl: 'http://127.0.0.1:8080',
  brokerUrl: 'mqtt://127.0.0.1:1883',
  databasePath: '/data/mesh.db',
};

describe('banner', () => {
  it('renderBanner says that the mesh is simulated, where everything is, and how to connect a real mesh', () => {
    const text = renderBanner({ ...facts, simulation: { nodes: 60, place: 'Freiburg', historyHours: 6, speed: 60 } });
    for (const part of [
      'SIMULATED MESH: 60',
      'Freiburg',
      'at 60× real time',
      'http://127.0.0.1:8080/api/nodes',
      'ws://127.0.0.1:8080/api/ws',
      'mqtt://127.0.0.1:1883',
      '/data/mesh.db',
      'MQTT_BROKER=',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('renderBanner does not mention simulation for a real mesh', () => {
    expect(renderBanner({ ...facts, simulation: null })).not.toMatch(/simulat/i);
  });
});

describe('latencies', () => {
  it('gives percentiles in milliseconds, and NaN for what was never measured', () => {
    const latencies = createLatencies();
    expect(latencies.summary()).toEqual({});
    for (let n = 1; n <= 100; n++) latencies.record('commit', n / 1000);
    const { commit } = latencies.summary();
    expect(commit?.count).toBe(100);
    expect(commit?.p50Ms).toBeCloseTo(50, 0);
    expect(commit?.p99Ms).toBeCloseTo(99, 0);
    expect(commit?.maxMs).toBeCloseTo(100, 0);
  });
});
