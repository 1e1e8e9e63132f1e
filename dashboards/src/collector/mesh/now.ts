/** The numbers at the top. */
import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { askMesh, type PanelFacts } from '../../foundation/panel.js';
import { thresholds } from '../../foundation/thresholds.js';
import { stat } from '../../panels/stat.js';
import { connectedThresholds, lagThresholds, memoryThresholds, queueThresholds } from '../limits.js';

const value = (metric: string) => ({ queryType: 'values' as const, metrics: [metric] });
const newest = (metric: string) => ({ queryType: 'collector' as const, metrics: [metric] });

const now = (facts: PanelFacts, query: ReturnType<typeof value | typeof newest>) =>
  askMesh(stat(), { ...facts, queries: [query] });

export const brokersNow = () =>
  now(
    {
      id: 1,
      title: 'Brokers',
      description: 'Connection to each MQTT broker. Without one, its gateways publish to nobody.',
      noValue: 'No broker',
      unit: 'none',
    },
    value('collector_broker_connected'),
  )
    .thresholds(connectedThresholds())
    .mappings([
      {
        type: MappingType.ValueToText,
        options: { '0': { text: 'lost', index: 0 }, '1': { text: 'connected', index: 1 } },
      },
    ]);

export const queueNow = () =>
  now(
    {
      id: 2,
      title: 'Queue',
      description: 'How full the queue before the database is. Above 90 % messages of low priority are shed.',
      unit: 'percentunit',
    },
    value('collector_queue_ratio'),
  ).thresholds(queueThresholds());

export const lagNow = () =>
  now(
    {
      id: 3,
      title: 'Lag',
      description: 'From the receipt of a message to the moment everybody can see it: 99 of 100 are faster.',
      noValue: 'No messages lately',
      unit: 's',
    },
    value('collector_lag_seconds'),
  ).thresholds(lagThresholds());

export const lastMessage = () =>
  now(
    {
      id: 4,
      title: 'Last message',
      description: 'Time since any broker delivered anything. Minutes in a busy mesh mean that something is cut off.',
      noValue: 'None yet',
      unit: 's',
    },
    value('collector_last_message_age_seconds'),
  ).thresholds(thresholds([null, 'green'], [300, 'orange'], [900, 'red']));

export const databaseNow = () =>
  now(
    {
      id: 5,
      title: 'Database',
      description: 'Size of the database file. It grows until retention and growth are in balance.',
      unit: 'bytes',
    },
    newest('database_bytes'),
  );

export const memoryNow = () =>
  now(
    {
      id: 6,
      title: 'Memory',
      description: 'Resident memory of the collector. Usually 150 to 300 MB; far more for long is worth a look.',
      unit: 'bytes',
    },
    newest('resident_memory_bytes'),
  ).thresholds(memoryThresholds());
