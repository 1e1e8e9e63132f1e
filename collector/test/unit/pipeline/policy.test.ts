import { describe, expect, it, jest } from '@jest/globals';
import type { MeshEvent, NodeNum, PacketId } from '../../../src/model.js';
import { createRecentPackets } from '../../../src/pipeline/dedup.js';
import { createFloodGuard } from '../../../src/pipeline/flood-guard.js';
import { createPolicy, insideBox, priorityOf, type PolicyOptions } from '../../../src/pipeline/policy.js';
import { nodeInfo, position } from '../../helpers/ingested.js';
import { decoded, packet } from '../../helpers/pipeline-parts.js';

const node = (num: number) => num as NodeNum;

const FORMER = node(0x70);
/** Its number, as is known. */
const RENUMBERED = node(0x71);
/** Its number, as its key says. */
const SUCCESSOR = node(0x72);
const KEY = 'ab'.repeat(32);

function policyWith(
  options: Partial<PolicyOptions>,
  perMinute = 0,
  known: Record<number, { latitude: number; longitude: number }> = {},
) {
  const onFlood = jest.fn();
  const policy = createPolicy({
    options: { geoBox: null, allow: new Set(), deny: new Set(), respectOkToMqtt: false, text: 'channels', ...options },
    floodGuard: createFloodGuard(perMinute),
    recent: createRecentPackets(),
    nodes: {
      get: (num) => known[num],
      numbersOf: (num) => (num === RENUMBERED ? [RENUMBERED, FORMER] : [num]),
      mayFollow: (num, publicKey, old) => num === SUCCESSOR && publicKey === KEY && old === FORMER,
    },
    onFlood,
  });
  return { policy, onFlood };
}

const text: MeshEvent = { type: 'text', kind: 'text', text: 'for you only', replyId: null, emoji: false };

describe('policy', () => {
  it('keeps only allowed nodes and never denied ones', () => {
    const { policy } = policyWith({ allow: new Set([node(1), node(2)]), deny: new Set([node(2)]) });
    expect(policy.admit(decoded({ from: node(1) }))).toHaveProperty('ok', true);
    expect(policy.admit(decoded({ from: node(2) }))).toBe('node_denied');
    expect(policy.admit(decoded({ from: node(3) }))).toBe('node_not_allowed');
  });

  it('finds a node in its lists under each of its numbers', () => {
    const { policy } = policyWith({ allow: new Set([FORMER]) });
    expect(policy.admit(decoded({ from: RENUMBERED }))).toHaveProperty('ok', true);
    expect(policyWith({ deny: new Set([FORMER]) }).policy.admit(decoded({ from: RENUMBERED }))).toBe('node_denied');
  });

  it('lets the NodeInfo through that proves the new number of an allowed node, and nothing else of it', () => {
    const { policy } = policyWith({ allow: new Set([node(1), FORMER]) });
    const proof = nodeInfo('Hill', { publicKey: KEY });
    expect(policy.admit(decoded({ from: SUCCESSOR }, [proof]))).toHaveProperty('ok', true);
    expect(policy.admit(decoded({ from: SUCCESSOR }))).toBe('node_not_allowed');
    expect(policy.admit(decoded({ from: SUCCESSOR }, [nodeInfo('Hill', { publicKey: null })]))).toBe(
      'node_not_allowed',
    );
    expect(policy.admit(decoded({ from: node(9) }, [proof]))).toBe('node_not_allowed');
  });

  it('honors the sender that does not want MQTT, when asked to', () => {
    expect(policyWith({ respectOkToMqtt: true }).policy.admit(decoded({ okToMqtt: false }))).toBe('not_ok_to_mqtt');
    expect(policyWith({ respectOkToMqtt: true }).policy.admit(decoded({ okToMqtt: null }))).toHaveProperty('ok', true);
    expect(policyWith({}).policy.admit(decoded({ okToMqtt: false }))).toHaveProperty('ok', true);
  });

  it('filters by the box across the date line, remembers who is outside, and knows stored positions', () => {
    const geoBox = { north: -10, south: -20, west: 175, east: -175 };
    expect(insideBox(geoBox, -15, 179)).toBe(true);
    expect(insideBox(geoBox, -15, -179)).toBe(true);
    expect(insideBox(geoBox, -15, 0)).toBe(false);
    const { policy } = policyWith({ geoBox }, 0, { 9: { latitude: 50, longitude: 8 } });
    expect(policy.admit(decoded({ from: node(5) }, [position(-15, 179)]))).toHaveProperty('ok', true);
    expect(policy.admit(decoded({ from: node(6) }, [position(50, 8)]))).toBe('geo_filter');
    expect(policy.admit(decoded({ from: node(6) }))).toBe('geo_filter');
    expect(policy.admit(decoded({ from: node(9) }))).toBe('geo_filter');
    expect(policy.admit(decoded({ from: node(10) }))).toHaveProperty('ok', true);
  });

  it('stops a flooding node, says so once, and still lets texts and traceroutes through', () => {
    const { policy, onFlood } = policyWith({}, 5);
    const verdicts = Array.from({ length: 8 }, (_, id) => policy.admit(decoded({ id: (id + 1) as PacketId })));
    expect(verdicts.filter((verdict) => verdict === 'flood')).toHaveLength(3);
    expect(onFlood).toHaveBeenCalledTimes(1);
    expect(policy.admit(decoded({ id: 100 as PacketId, portName: 'TEXT_MESSAGE_APP' }, []))).toHaveProperty('ok', true);
    expect(policy.admit(decoded({ id: 101 as PacketId, portName: 'TRACEROUTE_APP' }))).toHaveProperty('ok', true);
  });

  it('counts a packet once however many gateways heard it, and its copies share its fate', () => {
    const { policy } = policyWith({}, 3);
    for (let copy = 0; copy < 20; copy++)
      expect(policy.admit(decoded({ id: 1 as PacketId }))).toHaveProperty('ok', true);
    policy.admit(decoded({ id: 2 as PacketId }));
    policy.admit(decoded({ id: 3 as PacketId }));
    expect(policy.admit(decoded({ id: 4 as PacketId }))).toBe('flood');
    expect(policy.admit(decoded({ id: 4 as PacketId }))).toBe('flood');
    expect(policy.admit(decoded({ id: 1 as PacketId }))).toHaveProperty('ok', true);
  });

  it('keeps the fact but not the words of a readable direct message', () => {
    const direct = decoded({ to: node(0x42), portName: 'TEXT_MESSAGE_APP' }, [text]);
    expect(policyWith({}).policy.admit(direct)).toMatchObject({ packet: { payloadStatus: 'redacted' }, events: [] });
    expect(policyWith({ text: 'all' }).policy.admit(direct)).toMatchObject({ events: [text] });
    expect(policyWith({}).policy.admit(decoded({}, [text]))).toMatchObject({ events: [text] });
  });

  it('ranks what people say above telemetry', () => {
    const ports = ['TEXT_MESSAGE_APP', 'NODEINFO_APP', 'POSITION_APP', 'TELEMETRY_APP', null];
    expect(ports.map((portName) => priorityOf(packet({ portName })))).toEqual([0, 1, 2, 3, 3]);
  });
});
