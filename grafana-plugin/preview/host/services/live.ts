/** `getGrafanaLiveSrv()`: every call fails, because the preview has no Grafana Live. */
import type { GrafanaLiveSrv } from '@grafana/runtime';
import { of, throwError } from 'rxjs';

const unavailable = () => new Error('Grafana Live is not part of the preview.');

export const liveSrv: GrafanaLiveSrv = {
  getConnectionState: () => of(false),
  getStream: () => throwError(unavailable),
  getDataStream: () => throwError(unavailable),
  getPresence: () => Promise.reject(unavailable()),
  publish: () => Promise.reject(unavailable()),
};
