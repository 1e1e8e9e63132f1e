import type { Config } from '../config/config.js';
import { parseNodeId } from '../model.js';
import { createRecentPackets } from '../pipeline/dedup.js';
import { createFloodGuard } from '../pipeline/flood-guard.js';
import { createPolicy, type Policy, type PolicyParts } from '../pipeline/policy.js';

export interface ConfiguredPolicyParts extends Pick<PolicyParts, 'nodes' | 'onFlood'> {
  /** 0 = no limit. */
  readonly rateLimitPerMinute: number;
}

/** The policy of the configuration. */
export function configuredPolicy(
  config: Config,
  { rateLimitPerMinute, nodes, onFlood }: ConfiguredPolicyParts,
): Policy {
  const { allow, deny, geoBox } = config.ingest;
  const numbers = (ids: readonly string[]) => new Set(ids.map(parseNodeId).filter((num) => num !== undefined));
  return createPolicy({
    options: {
      geoBox,
      allow: numbers(allow),
      deny: numbers(deny),
      respectOkToMqtt: config.respectOkToMqtt,
      text: config.text,
    },
    floodGuard: createFloodGuard(rateLimitPerMinute),
    recent: createRecentPackets(),
    nodes,
    onFlood,
  });
}
