import type { TimeRange } from '@grafana/data';
import type { MeshData } from '../frames/model';

/**
 * The time that ages are counted to and that the playback ends at: the end of the range, that of newer live data when the
 * range ends now, and now when the range ends in the future.
 */
export function presentOf({ nodes }: Pick<MeshData, 'nodes'>, { to, raw }: TimeRange, now = Date.now()): number {
  const end = to.valueOf();
  const newest = nodes.reduce((latest, { lastHeard = latest }) => Math.max(latest, lastHeard), -Infinity);
  return raw.to === 'now' ? Math.max(end, newest) : Math.min(end, Math.max(now, newest));
}
