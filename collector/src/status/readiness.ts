import type { BrokerStatus, PipelineStatus } from '../model.js';

/** Whether messages can be received and stored, and the reasons if not. `code` is stable, `message` is for people. */
export interface Readiness {
  readonly ready: boolean;
  readonly reasons: readonly { readonly code: string; readonly message: string }[];
}

function brokerReason(broker: BrokerStatus): { code: string; message: string } | undefined {
  if (broker.state === 'connected') return undefined;
  const code = broker.state === 'refused' ? 'mqtt_refused' : 'mqtt_disconnected';
  return {
    code,
    message: `Broker ${broker.name} (${broker.url}): ${broker.lastError ?? `not connected yet (${broker.state})`}`,
  };
}

/** One connected broker is enough to be useful; none is not. */
export function evaluateReadiness(
  brokers: readonly BrokerStatus[],
  pipeline: PipelineStatus,
  storeProblem: string | null,
): Readiness {
  const reasons: { code: string; message: string }[] = [];
  const disconnected = brokers.map(brokerReason).filter((reason) => reason !== undefined);
  if (!pipeline.ingesting) {
    reasons.push({
      code: 'ingestion_stopped',
      message: 'Ingestion was stopped by request; POST /api/mqtt/start starts it again',
    });
  } else if (disconnected.length === brokers.length) {
    reasons.push(...disconnected);
  }
  if (pipeline.blockedReason !== null) reasons.push({ code: 'store_blocked', message: pipeline.blockedReason });
  else if (storeProblem !== null) reasons.push({ code: 'store_unwritable', message: storeProblem });
  return { ready: reasons.length === 0, reasons };
}
