import { MINUTE_MS } from '@mesh-observatory/contract/time';
import type { Logger } from 'pino';
import { formatNodeId, type MeshPacket } from '../model.js';
import type { IngestStore } from '../store/store.js';
import type { Fanout } from './fanout.js';

export interface FloodReportParts {
  readonly rateLimitPerMinute: number;
  readonly store: Pick<IngestStore, 'recordEvent'>;
  readonly fanout: Fanout;
  readonly logger: Logger;
}

/** Reports a node that the flood guard begins to ignore: in the log, and as an event of that node. */
export type FloodReport = (packet: MeshPacket, at: number, ignoredForMs: number) => void;

export function createFloodReport({ rateLimitPerMinute, store, fanout, logger }: FloodReportParts): FloodReport {
  return (packet, at, ignoredForMs) => {
    const nodeId = formatNodeId(packet.from);
    const minutes = Math.round(ignoredForMs / MINUTE_MS);
    const text = `More than ${rateLimitPerMinute} packets in a minute; ignored for ${minutes} min (texts, alerts and traceroutes still pass)`;
    logger.warn({ event: 'node.flood', node: nodeId, minutes }, `${nodeId}: ${text}`);
    fanout.publish(
      store.recordEvent({
        at,
        kind: 'flood',
        severity: 'warning',
        nodeId,
        title: `${nodeId} floods the mesh`,
        text,
        data: { ignoredForMs, port: packet.portName },
      }),
    );
  };
}
