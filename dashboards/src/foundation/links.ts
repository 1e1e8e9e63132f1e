import {
  DashboardLinkBuilder,
  DashboardLinkType,
  type DashboardLink,
  type DynamicConfigValue,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';

export const TAG = 'mesh-observatory';
export const NODE_DASHBOARD = 'mesh-node';
/** Variable of the dashboard about one node. The collector's links name it too. */
export const ONE_NODE = 'one';

/** The SDK puts links into a menu by default; these are shown side by side. */
function showInline(link: Builder<DashboardLink>): Builder<DashboardLink> {
  const { placement: _menu, ...built } = link.build();
  return { build: () => built };
}

/** All dashboards of this family, at the same time range and with the same variables. */
export const dashboardLinks = (): Builder<DashboardLink>[] => [
  showInline(
    new DashboardLinkBuilder('Mesh dashboards')
      .type(DashboardLinkType.Dashboards)
      .icon('external link')
      .tooltip('The other dashboards, with the same time range and variables')
      .tags([TAG])
      .asDropdown(true)
      .includeVars(true)
      .keepTime(true),
  ),
];

/** Leads to the dashboard that a row names, with the row's node and gateway chosen there. */
export function pageLinks(): DynamicConfigValue {
  const field = (name: string) => `\${__data.fields.${name}}`;
  const node = field('nodeChoice');
  const choices = `var-node=${node}&var-${ONE_NODE}=${node}&var-gateway=${field('gatewayChoice')}`;
  const url = `/d/${field('page')}?\${datasource:queryparam}&${choices}&\${__url_time_range}`;
  return { id: 'links', value: [{ title: 'Where to look', url }] };
}

/** Leads to the dashboard that a row names. */
export function dashboardOfRow(): DynamicConfigValue {
  const url = '/d/${__data.fields.page}?${datasource:queryparam}&${__url_time_range}';
  return { id: 'links', value: [{ title: 'Where to look', url }] };
}

/** Leads from a node's name to its dashboard. `idExpression` yields the node's id, e.g. `${__data.fields.nodeId}`. */
export function nodeLinks(idExpression: string): DynamicConfigValue {
  const url = `/d/${NODE_DASHBOARD}?\${datasource:queryparam}&var-${ONE_NODE}=${idExpression}&\${__url_time_range}`;
  return { id: 'links', value: [{ title: 'Node details', url }] };
}
