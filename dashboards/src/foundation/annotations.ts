/** Annotations of changes in the mesh. Frequent ones are off by default on dashboards of many nodes. */
import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { EventKind } from '@mesh-observatory/contract/event-kinds';
import { meshDataSource, meshQuery } from './meshtastic.js';
import { oneNode } from './variables.js';

interface Layer {
  readonly name: string;
  readonly color: string;
  readonly kinds: readonly EventKind[];
}

const gateways: Layer = { name: 'Gateways', color: 'purple', kinds: ['gateway_up', 'gateway_down'] };
const alarms: Layer = {
  name: 'Alarms',
  color: 'red',
  kinds: ['key_changed', 'key_shared', 'id_reused', 'flood', 'position_jump'],
};
const changes: Layer = {
  name: 'Reboots and changes',
  color: 'blue',
  kinds: ['reboot', 'firmware_changed', 'hardware_changed', 'role_changed', 'name_changed', 'node_new'],
};
const silence: Layer = { name: 'Silent and online again', color: 'orange', kinds: ['node_silent', 'node_back'] };

/** Filters by the variables the dashboard has: a variable it lacks would be sent as it is written, and match nothing. */
type Filter = 'node' | 'one node' | 'role';

function layer({ name, color, kinds }: Layer, enabled: boolean, by: readonly Filter[]) {
  return new AnnotationQueryBuilder()
    .name(name)
    .enable(enabled)
    .iconColor(color)
    .datasource(meshDataSource)
    .target(
      meshQuery({
        refId: 'Anno',
        queryType: 'events',
        eventKinds: [...kinds],
        ...(by.includes('node') ? { nodes: ['$node'] } : {}),
        ...(by.includes('one node') ? oneNode : {}),
        ...(by.includes('role') ? { roles: ['$role'] } : {}),
      }),
    );
}

export const meshAnnotations = (by: readonly Filter[]) => [
  layer(gateways, true, by),
  layer(alarms, true, by),
  layer(changes, false, by),
  layer(silence, false, by),
];

/** About one node: everything that happened to it. */
export const nodeAnnotations = () => [alarms, changes, silence].map((one) => layer(one, true, ['one node']));
