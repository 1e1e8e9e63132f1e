import { FieldType, type Field } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { FieldMapping } from '../frames/mapping';
import type { Builder } from './builder';

interface MappingEntry {
  readonly key: keyof FieldMapping;
  readonly name: string;
  /** Names by which the field is found without a mapping. */
  readonly usual: string;
  readonly filter?: (field: Field) => boolean;
}

const isNumber = ({ type }: Field) => type === FieldType.number;
const isTime = ({ type }: Field) => type === FieldType.time;

const entries = (): readonly MappingEntry[] => [
  { key: 'nodeId', name: t('options.mapping.node-id', 'Node ID'), usual: 'nodeId, id, node' },
  { key: 'name', name: t('options.mapping.name', 'Name'), usual: 'shortName, longName, name, title' },
  { key: 'latitude', name: t('options.mapping.latitude', 'Latitude'), usual: 'latitude, lat', filter: isNumber },
  {
    key: 'longitude',
    name: t('options.mapping.longitude', 'Longitude'),
    usual: 'longitude, lon, lng',
    filter: isNumber,
  },
  { key: 'time', name: t('options.mapping.time', 'Position time'), usual: 'time, timestamp', filter: isTime },
  { key: 'role', name: t('options.mapping.role', 'Role'), usual: 'role, type' },
  { key: 'lastHeard', name: t('options.mapping.last-heard', 'Last heard'), usual: 'lastHeard, lastSeen' },
  { key: 'linkSource', name: t('options.mapping.link-source', 'Link source'), usual: 'fromId, source, from' },
  { key: 'linkTarget', name: t('options.mapping.link-target', 'Link target'), usual: 'toId, target, to' },
  { key: 'linkValue', name: t('options.mapping.link-color', 'Link color'), usual: 'snr, mainstat, value' },
  {
    key: 'linkCount',
    name: t('options.mapping.link-width', 'Link width'),
    usual: 'count, packets, secondarystat',
    filter: isNumber,
  },
];

/** For frames of other data sources whose fields do not have the usual names. */
export function addMappingOptions(builder: Builder): void {
  const category = [t('options.categories.mapping', 'Field mapping')];
  for (const { key, name, usual, filter } of entries()) {
    builder.addFieldNamePicker({
      path: `mapping.${key}`,
      name,
      description: t('options.mapping.usual-names', 'Detected automatically: {{usual}}', { usual }),
      category,
      defaultValue: '',
      ...(filter === undefined ? {} : { settings: { filter } }),
    });
  }
}
