import { t } from '@grafana/i18n';
import { plainRow } from '../../describe/description';
import { formatSignal } from '../../describe/format';
import { nodeCount } from '../../describe/nodes';
import type { LonLat } from '../../frames/model';
import { signalColor } from '../../scene/signal';
import type { ItemKind } from '../item';

export interface CoverageCell {
  readonly key: string;
  readonly center: LonLat;
  readonly bestSnr: number | undefined;
  readonly bestMargin?: number | undefined;
  readonly count: number;
  readonly nodes: number;
}

export const coverageItem: ItemKind<CoverageCell> = {
  type: 'coverage',
  rank: 70,
  describe: ({ bestSnr: snr, bestMargin: margin, ...cell }, { theme }) => ({
    title: t('describe.coverage', 'Coverage'),
    subtitle: nodeCount(cell.nodes),
    color: undefined,
    rows: [
      plainRow(t('describe.best-snr', 'Best SNR'), formatSignal({ snr, margin }), signalColor({ snr, margin }, theme)),
      plainRow(t('describe.receptions', 'Receptions'), String(cell.count)),
    ],
    ref: undefined,
  }),
};
