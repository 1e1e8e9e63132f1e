import { FieldType, type Field } from '@grafana/data';
import type { FieldMapping } from '../frames/mapping';
import type { Builder } from './panelOptions';

const category = ['Field mapping'];

interface MappingEntry {
  readonly key: keyof FieldMapping;
  readonly name: string;
  readonly usual: string;
  readonly filter?: (field: Field) => boolean;
}

const isNumber = ({ type }: Field) => type === FieldType.number;
const isTime = ({ type }: Field) => type === FieldType.time;

const entries: readonly MappingEntry[] = [
  { key: 'nodeId', name: 'Node id', usual: 'nodeId, id, node' },
  { key: 'name', name: 'Name', usual: 'shortName, longName, name, title' },
  { key: 'latitude', name: 'Latitude', usual: 'latitude, lat', filter: isNumber },
  { key: 'longitude', name: 'Longitude', usual: 'longitude, lon, lng', filter: isNumber },
  { key: 'time', name: 'Time of a position', usual: 'time, timestamp', filter: isTime },
  { key: 'role', name: 'Role', usual: 'role, type' },
  { key: 'lastHeard', name: 'Last heard', usual: 'lastHeard, lastSeen' },
  { key: 'linkSource', name: 'Link from', usual: 'fromId, source, from' },
  { key: 'linkTarget', name: 'Link to', usual: 'toId, target, to' },
  { key: 'linkValue', name: 'Link colour', usual: 'snr, mainstat, value' },
  { key: 'linkCount', name: 'Link width', usual: 'count, packets, secondarystat', filter: isNumber },
];

/** For frames of other data sources. Ours need none of it, and neither do fields with the usual names. */
export function addMappingOptions(builder: Builder): void {
  for (const { key, name, usual, filter } of entries) {
    builder.addFieldNamePicker({
      path: `mapping.${key}`,
      name,
      description: `Found by itself: ${usual}`,
      category,
      defaultValue: '',
      ...(filter === undefined ? {} : { settings: { filter } }),
    });
  }
}
