import type { DataFrame } from '@grafana/data';
import { findField, flagAt, numberAt, positionAt, textAt, timeAt } from './fields';
import type { FieldMapping } from './mapping';
import { presenceStateNames, type PresenceState } from '@mesh-observatory/contract/presence';
import { fieldNamed } from './layerData';
import type { MapNode } from './model';

function columnsOf(frame: DataFrame, mapping: FieldMapping) {
  return {
    id: findField(frame, 'nodeId', mapping.nodeId),
    shortName: findField(frame, 'shortName', mapping.name),
    longName: findField(frame, 'longName', mapping.name),
    latitude: findField(frame, 'latitude', mapping.latitude),
    longitude: findField(frame, 'longitude', mapping.longitude),
    precisionBits: findField(frame, 'precisionBits'),
    role: findField(frame, 'role', mapping.role),
    hardware: findField(frame, 'hardware'),
    gateway: findField(frame, 'gateway'),
    online: findField(frame, 'online'),
    state: fieldNamed(frame, 'state'),
    lastHeard: findField(frame, 'lastHeard', mapping.lastHeard),
    firstHeard: findField(frame, 'firstHeard'),
    altitude: findField(frame, 'altitude'),
    arcGateway: frame.fields.find(({ name }) => name === 'arc__gateway'),
    arcSilent: frame.fields.find(({ name }) => name === 'arc__silent'),
    arcUnknown: frame.fields.find(({ name }) => name === 'arc__unknown'),
  };
}

function stateOf(stated: string | undefined, online: boolean | undefined): PresenceState | undefined {
  const named = presenceStateNames.find((name) => name === stated);
  return named ?? (online === undefined ? undefined : online ? 'online' : 'silent');
}

/** Reads one node per row; rows without an id get one from their row number. */
export function readNodes(frame: DataFrame, mapping: FieldMapping): MapNode[] {
  const columns = columnsOf(frame, mapping);
  const listsGateways = columns.id?.name === 'gatewayId';
  return Array.from({ length: frame.length }, (_unused, row) => {
    const name = textAt(columns.longName, row) ?? textAt(columns.shortName, row);
    const id = textAt(columns.id, row) ?? name ?? `${frame.refId ?? ''}#${row}`;
    const silent = flagAt(columns.arcSilent, row);
    const online =
      flagAt(columns.online, row) ??
      (silent === undefined ? undefined : !silent && flagAt(columns.arcUnknown, row) !== true);
    return {
      id,
      label: textAt(columns.shortName, row) ?? name ?? id,
      name: name ?? id,
      position: positionAt(columns.latitude, columns.longitude, row),
      precisionBits: numberAt(columns.precisionBits, row),
      role: textAt(columns.role, row),
      hardware: textAt(columns.hardware, row),
      gateway: listsGateways || (flagAt(columns.gateway, row) ?? flagAt(columns.arcGateway, row) ?? false),
      online,
      state: stateOf(textAt(columns.state, row), silent === undefined || silent ? online : undefined),
      isEnd: false,
      lastHeard: timeAt(columns.lastHeard, row),
      firstHeard: timeAt(columns.firstHeard, row),
      altitude: numberAt(columns.altitude, row),
      ref: { frame, row },
    };
  });
}

/** Merges two rows of one node: values of the first row win, missing ones come from the second. */
export function mergeNode(known: MapNode, other: MapNode): MapNode {
  return {
    ...known,
    label: known.label === known.id ? other.label : known.label,
    name: known.name === known.id ? other.name : known.name,
    position: known.position ?? other.position,
    precisionBits: known.position === undefined ? other.precisionBits : known.precisionBits,
    role: known.role ?? other.role,
    hardware: known.hardware ?? other.hardware,
    gateway: known.gateway || other.gateway,
    online: known.online ?? other.online,
    state: known.state ?? other.state,
    lastHeard: known.lastHeard ?? other.lastHeard,
    firstHeard: known.firstHeard ?? other.firstHeard,
    altitude: known.altitude ?? other.altitude,
  };
}
