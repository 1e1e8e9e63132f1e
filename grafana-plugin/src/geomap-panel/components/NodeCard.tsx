import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, InterpolateFunction } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, useStyles2 } from '@grafana/ui';
import { actionsOfRow } from '../describe/fieldActions';
import { fieldRows, linksOfRow, type DescribeContext, type FieldRow } from '../describe/fieldRows';
import { formatMoment, formatRole } from '../describe/format';
import { neighborsOf } from '../describe/neighbors';
import { precisionText } from '../describe/nodes';
import type { MapNode, MeshData } from '../frames/model';
import { testIds } from '../testIds';
import { CardLinks } from './CardLinks';
import { CardTitle } from './CardTitle';
import { chrome } from './chrome';
import { Facts } from './Facts';
import { NarrowButtons } from './NarrowButtons';
import type { Narrowing } from '../hooks/useNarrowing';
import { NeighborTable } from './NeighborTable';

/** Fields that the top of the card shows already. */
const headFields =
  /^(nodeId|gatewayId|id|shortName|longName|title|subtitle|role|hwModel|lastHeard|latitude|longitude|precisionBits|gateway|arc__.*|detail__(role|hwModel|lastHeard))$/;

export interface NodeCardProps {
  readonly node: MapNode;
  readonly mesh: MeshData;
  readonly context: DescribeContext;
  /** Other nodes at the same pixel. */
  readonly below: readonly MapNode[];
  readonly isFollowed: boolean;
  /** Short names where there is little room. */
  readonly isNarrow: boolean;
  /** undefined: the dashboard has no variable for nodes. */
  readonly narrowing: Narrowing | undefined;
  readonly replaceVariables: InterpolateFunction;
  readonly onClose: () => void;
  readonly onFollow: () => void;
  readonly onShow: (nodeId: string) => void;
  readonly onCenter: () => void;
}

const MAX_BELOW = 12;
const moreBelow = (count: number) =>
  t('node-card.more-below', '{{count}} more: zoom in', { count, defaultValue_one: '{{count}} more: zoom in' });

const fact = (label: string, value: string): FieldRow => ({ name: label, label, value, color: undefined });

function facts(node: MapNode, { at, timeZone }: DescribeContext): FieldRow[] {
  const place = node.position;
  const precision = precisionText(node);
  const coordinates =
    place === undefined
      ? t('node-card.no-place', 'unknown')
      : `${place[1].toFixed(5)}, ${place[0].toFixed(5)}${precision ? ` ${precision}` : ''}`;
  return [
    ...(node.role === undefined ? [] : [fact(t('node-card.role', 'Role'), formatRole(node.role))]),
    ...(node.hardware === undefined ? [] : [fact(t('node-card.hardware', 'Hardware'), node.hardware)]),
    ...(node.lastHeard === undefined
      ? []
      : [fact(t('node-card.last-heard', 'Last heard'), formatMoment(node.lastHeard, at, timeZone))]),
    fact(t('node-card.position', 'Position'), coordinates),
  ];
}

/** Card with all details of one node; stays until it is closed. */
export function NodeCard(props: NodeCardProps) {
  const { node, mesh, context, below, isFollowed, isNarrow, narrowing, replaceVariables } = props;
  const { onClose, onFollow, onShow, onCenter } = props;
  const styles = useStyles2(getStyles);
  const neighbors = neighborsOf(mesh, node.id);
  const gateways = neighbors.filter(
    ({ gateway, kinds, hasOut }) => gateway && hasOut && kinds.some((kind) => kind.includes('direct')),
  );
  const details = (node.isEnd ? [] : fieldRows(node.ref, context)).filter(({ name }) => !headFields.test(name));
  const links = node.isEnd ? [] : linksOfRow(node.ref);
  const actions = node.isEnd ? [] : actionsOfRow(node.ref, replaceVariables);
  return (
    <section className={cx(styles.chrome, styles.card)} aria-label={node.name} data-testid={testIds.card}>
      <header className={styles.header}>
        <CardTitle
          title={node.name}
          subtitle={[
            node.id,
            node.label === node.name ? '' : node.label,
            node.gateway ? t('node-card.gateway', 'gateway') : '',
          ]
            .filter((part) => part !== '' && part !== node.name)
            .join(' · ')}
        />
        <IconButton
          name="crosshair"
          tooltip={t('node-card.center', 'Center the map on this node')}
          onClick={onCenter}
          disabled={node.position === undefined}
        />
        <IconButton
          name={isFollowed ? 'eye' : 'compass'}
          variant={isFollowed ? 'primary' : 'secondary'}
          tooltip={isFollowed ? t('node-card.unfollow', 'Stop following') : t('node-card.follow', 'Follow this node')}
          aria-pressed={isFollowed}
          data-testid={testIds.follow}
          onClick={onFollow}
        />
        <IconButton
          name="times"
          tooltip={t('node-card.close', 'Close (Esc)')}
          data-testid={testIds.cardClose}
          onClick={onClose}
        />
      </header>
      <div className={styles.body}>
        <Facts rows={facts(node, context)} />
        {below.length > 0 && (
          <Section title={t('node-card.same-cell', 'Other nodes at this position')}>
            {below.slice(0, MAX_BELOW).map(({ id, label }) => (
              <button key={id} type="button" className={styles.chip} onClick={() => onShow(id)}>
                {label}
              </button>
            ))}
            {below.length > MAX_BELOW && moreBelow(below.length - MAX_BELOW)}
          </Section>
        )}
        {gateways.length > 0 && (
          <Section title={t('node-card.signal', 'Signal by gateway')}>
            <NeighborTable rows={gateways} context={context} onShow={onShow} direction="out" isNarrow={isNarrow} />
          </Section>
        )}
        {neighbors.length > 0 && (
          <Section title={t('node-card.neighbors', 'Neighbors ({{total}})', { total: neighbors.length })}>
            <NeighborTable rows={neighbors} context={context} onShow={onShow} direction="both" isNarrow={isNarrow} />
          </Section>
        )}
        {details.length > 0 && (
          <Section title={t('node-card.details', 'Details')}>
            <Facts rows={details} />
          </Section>
        )}
      </div>
      <CardLinks links={links} actions={actions}>
        {narrowing !== undefined && <NarrowButtons narrowing={narrowing} nodeIds={[node.id]} />}
      </CardLinks>
    </section>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.section}>
      <h6 className={styles.heading}>{title}</h6>
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  chrome: chrome(theme),
  card: css({
    width: 312,
    maxWidth: '100%',
    minHeight: 0,
    display: 'flex',
    flexDirection: 'column',
    pointerEvents: 'auto',
    boxShadow: theme.shadows.z2,
  }),
  header: css({ display: 'flex', alignItems: 'flex-start', gap: 2, padding: theme.spacing(1, 0.5, 0.75, 1.25) }),
  body: css({ overflowY: 'auto', padding: theme.spacing(0, 1.25, 1), minHeight: 0 }),
  section: css({
    borderTop: `1px solid ${theme.colors.border.weak}`,
    marginTop: theme.spacing(1),
    paddingTop: theme.spacing(0.75),
  }),
  heading: css({
    margin: theme.spacing(0, 0, 0.5),
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  chip: css({
    background: theme.colors.action.hover,
    border: 'none',
    borderRadius: theme.shape.radius.pill,
    padding: '1px 8px',
    margin: '0 4px 4px 0',
    fontSize: theme.typography.bodySmall.fontSize,
    color: 'inherit',
  }),
});
