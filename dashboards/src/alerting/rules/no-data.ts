import { SILENT_INTERVALS, STOCK_INTERVALS } from '@mesh-observatory/contract/presence';
import { SECOND_MS } from '@mesh-observatory/contract/time';
import type { AlertRule } from '../rule.js';
import { HOUR } from '../seconds.js';

/** While nothing has come since the start, the start is what counts: a restart is not an alert. */
const lastMessage = 'meshobs_collector_last_message_timestamp_seconds or meshobs_collector_process_start_time_seconds';
/** For a collector that is older than this rule and does not know the rhythm of its mesh. */
const STOCK_SILENCE = (SILENT_INTERVALS * STOCK_INTERVALS.nodeInfo) / SECOND_MS;

export const noData: AlertRule = {
  id: 'no-data',
  title: 'No data from the mesh',
  severity: 'critical',
  subject: 'collector',
  pendingFor: '2m',
  absenceFires: true,
  summary: () => 'Nothing is received from the mesh anymore',
  description:
    'The collector does not answer, or nothing has come for much longer than usual in this mesh (some minutes in a busy ' +
    'one, hours where nodes only say their names): no other alert can be trusted until this one has ended. Look at the ' +
    'collector, then at the broker, then at the gateways.',
  mesh: {
    query: { metrics: ['collector_mesh_silent_seconds'] },
    rangeSeconds: HOUR,
    comparison: '>',
    threshold: 0,
  },
  prometheus: {
    value: `meshtastic_mesh_silent_seconds or on () clamp_min(time() - (${lastMessage}) - ${STOCK_SILENCE}, 0)`,
    comparison: '>',
    threshold: 0,
  },
};
