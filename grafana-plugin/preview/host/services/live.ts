/** `getGrafanaLiveSrv()`: the preview has no Grafana Live, and says so. */
import type { GrafanaLiveSrv } from '@grafana/runtime';
import { of, throwError } from 'rxjs';

const absent = () => new Error('Grafana Live is not part of the preview.');

export const liveSrv: GrafanaLiveSrv = {
  getConnectionState: () => of(false),
  getStream: () => throwError(absent),
  getDataStream: () => throwError(absent),
  getPresence: () => Promise.reject(absent()),
  publish: () => Promise.reject(absent()),
};
