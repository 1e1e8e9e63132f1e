import type { BrokerStatus, PipelineStatus } from '../model.js';

/** `code` is stable, `message` is for people. */
interface Remark {
  readonly code: string;
  readonly message: string;
}

/** Whether messages can be received and stored; the reasons if not, and what is wrong without preventing it. */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly Remark[];
  readonly warnings: readonly Remark[];
}

const CODES = {
  connected: 'mqtt_unreliable',
  refused: 'mqtt_refused',
  connecting: 'mqtt_disconnected',
  reconnecting: 'mqtt_disconnected',
  stopped: 'mqtt_disconnected',
} as const satisfies Record<BrokerStatus['state'], string>;

function describeBroker(broker: BrokerStatus): Remark | undefined {
  const { name, url, state, lastError } = broker;
  if (state === 'connected' && lastError === null) return undefined;
  return { code: CODES[state], message: `Broker ${name} (${url}): ${lastError ?? `not connected yet (${state})`}` };
}

/** One connected broker is enough to be useful; none is not. */
export function evaluateReadiness(
  brokers: readonly BrokerStatus[],
  pipeline: PipelineStatus,
  storeProblem: string | null,
): Readiness {
  const reasons: Remark[] = [];
  const warnings: Remark[] = [];
  const remarks = brokers.map(describeBroker).filter((remark) => remark !== undefined);
  const connected = brokers.some(({ state }) => state === 'connected');
  if (pipeline.ingesting) (connected ? warnings : reasons).push(...remarks);
  else {
    reasons.push({
      code: 'ingestion_stopped',
      message: 'Ingestion was stopped by request; POST /api/mqtt/start starts it again',
    });
  }
  if (pipeline.blockedReason !== null) reasons.push({ code: 'store_blocked', message: pipeline.blockedReason });
  else if (storeProblem !== null) reasons.push({ code: 'store_unwritable', message: storeProblem });
  return { ready: reasons.length === 0, reasons, warnings };
}
