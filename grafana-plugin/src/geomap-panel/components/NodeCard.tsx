import React from 'react';
import { css, cx } from '@emotion/css';
import type { GrafanaTheme2, InterpolateFunction } from '@grafana/data';
import { IconButton, useStyles2, VizTooltipFooter } from '@grafana/ui';
import { actionsOfRow } from '../describe/fieldActions';
import { fieldRows, linksOfRow, type DescribeContext, type FieldRow } from '../describe/fieldRows';
import { formatMoment, formatRole } from '../describe/format';
import { neighboursOf } from '../describe/neighbors';
import { precisionText } from '../describe/describeItem';
import type { MapNode, MeshData } from '../frames/model';
import { testIds } from '../testIds';
import { chrome } from './chrome';
import { NeighbourTable } from './NeighborTable';
import { phrases } from '../../i18n/phrases';

const text = phrases('node-card', {
  close: 'Close (Esc)',
  follow: 'Follow this node',
  unfollow: 'Stop following',
  centre: 'Show on the map',
  role: 'Role',
  hardware: 'Hardware',
  lastHeard: 'Last heard',
  position: 'Position',
  signal: 'Signal by gateway',
  neighbours: 'Neighbours',
  details: 'Details',
  sameCell: 'Also at this place',
  gateway: 'gateway',
  noPlace: 'unknown',
});

/** Said in the head of the card already. */
const inHead =
  /^(nodeId|gatewayId|id|shortName|longName|title|subtitle|role|hwModel|lastHeard|latitude|longitude|precisionBits|gateway|arc__.*|detail__(role|hwModel|lastHeard))$/;

export interface NodeCardProps {
  readonly node: MapNode;
  readonly mesh: MeshData;
  readonly context: DescribeContext;
  /** Other nodes at the same pixel. */
  readonly below: readonly MapNode[];
  readonly isFollowed: boolean;
  readonly replaceVariables: InterpolateFunction;
  readonly onClose: () => void;
  readonly onFollow: () => void;
  readonly onShow: (nodeId: string) => void;
  readonly onCentre: () => void;
}

const fact = (label: string, value: string): FieldRow => ({ name: label, label, value, color: undefined });

function facts(node: MapNode, { at, timeZone }: DescribeContext): FieldRow[] {
  const place = node.position;
  const precision = precisionText(node);
  const coordinates =
    place === undefined
      ? text.noPlace
      : `${place[1].toFixed(5)}, ${place[0].toFixed(5)}${precision ? ` ${precision}` : ''}`;
  return [
    ...(node.role === undefined ? [] : [fact(text.role, formatRole(node.role))]),
    ...(node.hardware === undefined ? [] : [fact(text.hardware, node.hardware)]),
    ...(node.lastHeard === undefined ? [] : [fact(text.lastHeard, formatMoment(node.lastHeard, at, timeZone))]),
    fact(text.position, coordinates),
  ];
}

function Rows({ rows }: { readonly rows: readonly FieldRow[] }) {
  const styles = useStyles2(getStyles);
  return (
    <dl className={styles.rows}>
      {rows.map(({ name, label, value, color }) => (
        <React.Fragment key={name}>
          <dt>{label}</dt>
          <dd>
            {color !== undefined && <span className={styles.dot} style={{ background: color }} />}
            {value}
          </dd>
        </React.Fragment>
      ))}
    </dl>
  );
}

/** Everything about one node; stays until it is closed. */
export function NodeCard(props: NodeCardProps) {
  const { node, mesh, context, below, isFollowed, replaceVariables, onClose, onFollow, onShow, onCentre } = props;
  const styles = useStyles2(getStyles);
  const neighbours = neighboursOf(mesh, node.id);
  const gateways = neighbours.filter(
    ({ gateway, kinds, hasOut }) => gateway && hasOut && kinds.some((kind) => kind.includes('direct')),
  );
  const details = fieldRows(node.ref, context).filter(({ name }) => !inHead.test(name));
  const links = linksOfRow(node.ref);
  const actions = actionsOfRow(node.ref, replaceVariables);
  return (
    <section className={cx(styles.chrome, styles.card)} aria-label={node.name} data-testid={testIds.card}>
      <header className={styles.header}>
        <div className={styles.names}>
          <div className={styles.name}>{node.name}</div>
          <div className={styles.id}>
            {[node.id, node.label === node.name ? '' : node.label, node.gateway ? text.gateway : '']
              .filter((part) => part !== '' && part !== node.name)
              .join(' · ')}
          </div>
        </div>
        <IconButton name="crosshair" tooltip={text.centre} onClick={onCentre} disabled={node.position === undefined} />
        <IconButton
          name={isFollowed ? 'eye' : 'compass'}
          variant={isFollowed ? 'primary' : 'secondary'}
          tooltip={isFollowed ? text.unfollow : text.follow}
          aria-pressed={isFollowed}
          data-testid={testIds.follow}
          onClick={onFollow}
        />
        <IconButton name="times" tooltip={text.close} data-testid={testIds.cardClose} onClick={onClose} />
      </header>
      <div className={styles.body}>
        <Rows rows={facts(node, context)} />
        {below.length > 0 && (
          <Section title={text.sameCell}>
            {below.slice(0, 12).map(({ id, label }) => (
              <button key={id} type="button" className={styles.chip} onClick={() => onShow(id)}>
                {label}
              </button>
            ))}
          </Section>
        )}
        {gateways.length > 0 && (
          <Section title={text.signal}>
            <NeighbourTable rows={gateways} context={context} onShow={onShow} direction="out" />
          </Section>
        )}
        {neighbours.length > 0 && (
          <Section title={`${text.neighbours} (${neighbours.length})`}>
            <NeighbourTable rows={neighbours} context={context} onShow={onShow} direction="both" />
          </Section>
        )}
        {details.length > 0 && (
          <Section title={text.details}>
            <Rows rows={details} />
          </Section>
        )}
      </div>
      {(links.length > 0 || actions.length > 0) && <VizTooltipFooter dataLinks={links} actions={actions} />}
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
  names: css({ flex: 1, minWidth: 0 }),
  name: css({
    fontSize: theme.typography.body.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    overflowWrap: 'anywhere',
    lineHeight: 1.25,
  }),
  id: css({ color: theme.colors.text.secondary, fontSize: 11 }),
  body: css({ overflowY: 'auto', padding: theme.spacing(0, 1.25, 1), minHeight: 0 }),
  rows: css({
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    columnGap: theme.spacing(1.5),
    rowGap: 2,
    margin: 0,
    dt: { color: theme.colors.text.secondary, fontWeight: 'normal' },
    dd: { margin: 0, overflowWrap: 'anywhere', fontVariantNumeric: 'tabular-nums' },
  }),
  dot: css({ display: 'inline-block', width: 8, height: 8, borderRadius: 4, marginRight: 6 }),
  section: css({
    borderTop: `1px solid ${theme.colors.border.weak}`,
    marginTop: theme.spacing(1),
    paddingTop: theme.spacing(0.75),
  }),
  heading: css({
    margin: theme.spacing(0, 0, 0.5),
    fontSize: 11,
    color: theme.colors.text.secondary,
    fontWeight: theme.typography.fontWeightMedium,
  }),
  chip: css({
    background: theme.colors.action.hover,
    border: 'none',
    borderRadius: theme.shape.radius.pill,
    padding: '1px 8px',
    margin: '0 4px 4px 0',
    fontSize: 11,
    color: 'inherit',
  }),
});
