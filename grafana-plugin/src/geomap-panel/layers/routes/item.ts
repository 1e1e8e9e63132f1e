import { isolated } from '@mesh-observatory/contract/isolated';
import { t } from '@grafana/i18n';
import { plainRow, type Description } from '../../describe/description';
import { formatMoment, formatSignal } from '../../describe/format';
import { signalColor } from '../../scene/signal';
import type { DescribeOptions, ItemKind } from '../item';
import type { MapRoute, RouteHop } from './data';

export interface HopOfRoute {
  readonly route: MapRoute;
  readonly hop: RouteHop;
}

function describeHop({ route, hop }: HopOfRoute, { theme, at, timeZone }: DescribeOptions): Description {
  return {
    title: `${isolated(hop.fromName)} → ${isolated(hop.toName)}`,
    subtitle:
      hop.direction === 'back'
        ? t('describe.hop-back', 'Traceroute, hop {{hop}} on the way back', { hop: hop.index })
        : t('describe.hop-towards', 'Traceroute, hop {{hop}} to the destination', { hop: hop.index }),
    color: signalColor(hop, theme),
    rows: [
      hop.kind === 'internet'
        ? plainRow(t('describe.link', 'Link'), t('describe.internet', 'Internet: no radio link'))
        : plainRow(t('describe.snr', 'SNR'), formatSignal(hop), signalColor(hop, theme)),
      plainRow(t('describe.time', 'Time'), formatMoment(route.time, at, timeZone)),
    ],
    ref: hop.ref,
  };
}

export const hopItem: ItemKind<HopOfRoute> = { type: 'hop', rank: 30, describe: describeHop };
