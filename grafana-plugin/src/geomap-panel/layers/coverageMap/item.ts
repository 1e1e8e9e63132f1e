import { t } from '@grafana/i18n';
import { plainRow } from '../../describe/description';
import { formatSnr } from '../../describe/format';
import { nodeCount } from '../../describe/nodes';
import type { LonLat } from '../../frames/model';
import { snrColor } from '../../scene/signal';
import type { ItemKind } from '../item';

export interface CoverageCell {
  readonly key: string;
  readonly center: LonLat;
  readonly bestSnr: number | undefined;
  readonly count: number;
  readonly nodes: number;
}

export const coverageItem: ItemKind<CoverageCell> = {
  type: 'coverage',
  rank: 70,
  describe: (cell, { theme }) => ({
    title: t('describe.coverage', 'Coverage'),
    subtitle: nodeCount(cell.nodes),
    color: undefined,
    rows: [
      plainRow(t('describe.best-snr', 'Best SNR'), formatSnr(cell.bestSnr), snrColor(cell.bestSnr, theme)),
      plainRow(t('describe.receptions', 'Receptions'), String(cell.count)),
    ],
    ref: undefined,
  }),
};
