/** Marks in the graphs where the mesh itself changed. Loud ones are off at first where many nodes are on the screen. */
import { AnnotationQueryBuilder } from '@grafana/grafana-foundation-sdk/dashboard';
import type { EventKind } from '@mesh-observatory/contract/event-kinds';
import { meshDataSource, meshQuery } from './meshtastic.js';

interface Layer {
  readonly name: string;
  readonly color: string;
  readonly kinds: readonly EventKind[];
}

const gateways: Layer = { name: 'Gateways', color: 'purple', kinds: ['gateway_up', 'gateway_down'] };
const alarms: Layer = {
  name: 'Alarms',
  color: 'red',
  kinds: ['key_changed', 'key_shared', 'flood', 'position_jump'],
};
const changes: Layer = {
  name: 'Reboots and changes',
  color: 'blue',
  kinds: ['reboot', 'firmware_changed', 'hardware_changed', 'role_changed', 'name_changed', 'node_new'],
};
const silence: Layer = { name: 'Silent and back', color: 'orange', kinds: ['node_silent', 'node_back'] };

function layer({ name, color, kinds }: Layer, enabled: boolean) {
  return new AnnotationQueryBuilder()
    .name(name)
    .enable(enabled)
    .iconColor(color)
    .datasource(meshDataSource)
    .target(
      meshQuery({ refId: 'Anno', queryType: 'events', eventKinds: [...kinds], nodes: ['$node'], roles: ['$role'] }),
    );
}

export const meshAnnotations = () => [
  layer(gateways, true),
  layer(alarms, true),
  layer(changes, false),
  layer(silence, false),
];

/** About one node: everything that happened to it. */
export const nodeAnnotations = () => [alarms, changes, silence].map((one) => layer(one, true));
