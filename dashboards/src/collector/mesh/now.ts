/** The numbers at the top. */
import { MappingType } from '@grafana/grafana-foundation-sdk/dashboard';
import { withMeshQueries, type PanelOptions } from '../../foundation/panel.js';
import { thresholds } from '../../foundation/thresholds.js';
import { stat } from '../../panels/stat.js';
import { connectedThresholds, lagThresholds, memoryThresholds, queueThresholds } from '../limits.js';

const value = (metric: string) => ({ queryType: 'values' as const, metrics: [metric] });
const newest = (metric: string) => ({ queryType: 'collector' as const, metrics: [metric] });

const now = (facts: PanelOptions, query: ReturnType<typeof value | typeof newest>) =>
  withMeshQueries(stat(), { ...facts, queries: [query] });

export const brokersNow = () =>
  now(
    {
      id: 1,
      title: 'Brokers now',
      description: 'Connection to each MQTT broker. While disconnected, nothing is received from its gateways.',
      noValue: 'No data',
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
      title: 'Queue now',
      description: 'Usage of the queue in front of the database. Above 90 % messages of low priority are dropped.',
      unit: 'percentunit',
    },
    value('collector_queue_ratio'),
  ).thresholds(queueThresholds());

export const lagNow = () =>
  now(
    {
      id: 3,
      title: 'Lag now',
      description: 'Time from receipt of a message until it is visible, 99th percentile.',
      noValue: 'No data',
      unit: 's',
    },
    value('collector_lag_seconds'),
  ).thresholds(lagThresholds());

export const lastMessage = () =>
  now(
    {
      id: 4,
      title: 'Last message',
      description: 'Time since any broker delivered a message. Minutes in a busy mesh mean a broken connection.',
      noValue: 'No data',
      unit: 's',
    },
    value('collector_last_message_age_seconds'),
  ).thresholds(thresholds([0, 'green'], [300, 'orange'], [900, 'red']));

export const databaseNow = () =>
  now(
    {
      id: 5,
      title: 'Database now',
      description: 'Size of the database file. It grows until retention and new data balance.',
      unit: 'bytes',
    },
    newest('database_bytes'),
  );

export const memoryNow = () =>
  now(
    {
      id: 6,
      title: 'Memory now',
      description: 'Resident memory of the collector. Usually 150 to 300 MB.',
      unit: 'bytes',
    },
    newest('resident_memory_bytes'),
  ).thresholds(memoryThresholds());
