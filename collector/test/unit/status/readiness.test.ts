import { describe, expect, it } from '@jest/globals';
import { evaluateReadiness } from '../../../src/status/readiness.js';
import type { BrokerStatus, PipelineStatus, UnixMillis } from '../../../src/model.js';

const broker = (over: Partial<BrokerStatus>): BrokerStatus => ({
  name: 'city',
  url: 'mqtt://mqtt.example.org',
  state: 'connected',
  connectedAt: null,
  lastMessageAt: null,
  reconnects: 0,
  sessionPresent: null,
  subscriptions: [],
  received: 0,
  lastError: null,
  ...over,
});
const pipeline = (over: Partial<PipelineStatus> = {}): PipelineStatus => ({
  ingesting: true,
  received: 0,
  stored: 0,
  receptions: 0,
  duplicates: 0,
  rejected: {},
  dropped: {},
  queueDepth: 0,
  queueCapacity: 1,
  blockedSince: null,
  blockedReason: null,
  lastMessageAt: null,
  lastCommitAt: null,
  ...over,
});
const codes = (...args: Parameters<typeof evaluateReadiness>) =>
  evaluateReadiness(...args).reasons.map(({ code }) => code);

describe('readiness', () => {
  it.each([
    ['one broker is connected', [broker({})], pipeline(), null, []],
    ['one of two brokers is connected', [broker({}), broker({ state: 'reconnecting' })], pipeline(), null, []],
    ['no broker is connected', [broker({ state: 'connecting' })], pipeline(), null, ['mqtt_disconnected']],
    [
      'the only broker refuses us',
      [broker({ state: 'refused', lastError: 'wrong password' })],
      pipeline(),
      null,
      ['mqtt_refused'],
    ],
    [
      'ingestion was stopped on purpose',
      [broker({ state: 'stopped' })],
      pipeline({ ingesting: false }),
      null,
      ['ingestion_stopped'],
    ],
    [
      'the disk is full',
      [broker({})],
      pipeline({ blockedReason: 'full', blockedSince: 1 as UnixMillis }),
      'full',
      ['store_blocked'],
    ],
    ['the database cannot be written', [broker({})], pipeline(), 'read-only', ['store_unwritable']],
    [
      'everything is wrong',
      [broker({ state: 'reconnecting' })],
      pipeline(),
      'read-only',
      ['mqtt_disconnected', 'store_unwritable'],
    ],
  ] as const)('knows that %s', (_title, brokers, status, problem, expected) => {
    expect(codes(brokers, status, problem)).toEqual(expected);
  });

  it('repeats what the broker said, so that people need not look for the log', () => {
    expect(
      evaluateReadiness([broker({ state: 'refused', lastError: 'wrong password' })], pipeline(), null).reasons[0]
        ?.message,
    ).toContain('wrong password');
  });

  it('warns of troubles that do not prevent ingestion, with what is suspected', () => {
    const flapping = broker({ name: 'flapping', lastError: 'closes every connection' });
    const away = broker({ name: 'away', state: 'reconnecting', lastError: 'unreachable' });
    const { ready, reasons, warnings } = evaluateReadiness([flapping, away], pipeline(), null);
    expect({ ready, reasons }).toEqual({ ready: true, reasons: [] });
    expect(warnings).toEqual([
      { code: 'mqtt_unreliable', message: expect.stringContaining('closes every connection') },
      { code: 'mqtt_disconnected', message: expect.stringContaining('unreachable') },
    ]);
  });
});
