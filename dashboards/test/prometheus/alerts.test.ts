import { describe, expect, it } from '@jest/globals';
import { allRules } from '../../src/alerting/catalog.js';
import { alertNameOf } from '../../src/alerting/formats/names.js';
import { healthyCollector, ofNode, play, series, type Scenario } from './scenario.js';

const hill = ofNode('!00000001');
const walker = ofNode('!00000002');
const info = (node: typeof hill, role: string, more: Record<string, string> = {}) =>
  series('meshtastic_node_info', { ...node('', '').labels, long_name: 'Somebody', role, ...more }, '1x5000');
const HILL = { node_id: '!00000001' };
const WALKER = { node_id: '!00000002' };
/** A second node that does nothing wrong, so that "exactly this one" means something. */
const bystander = [info(walker, 'CLIENT'), walker('meshtastic_node_online', '1x5000')];

const scenarios: Readonly<Record<string, readonly [string, Scenario][]>> = {
  MeshInfrastructureSilent: [
    [
      'when a router falls silent, until it comes back',
      {
        series: [
          ...healthyCollector(),
          ...bystander,
          info(hill, 'ROUTER'),
          hill('meshtastic_node_online', '1x9 0x20 1x30'),
          hill('meshtastic_node_last_heard_timestamp_seconds', '0x29 1800x30'),
        ],
        expect: [
          { at: '9m', firing: [] },
          { at: '14m', firing: [] },
          { at: '16m', firing: [{ alertname: 'MeshInfrastructureSilent', ...HILL }] },
          { at: '32m', firing: [] },
        ],
      },
    ],
  ],
  MeshNodeSilent: [
    [
      'when a handheld is switched off, until it is switched on; no role counts as one',
      {
        series: [
          ...healthyCollector(),
          ...bystander,
          info(hill, ''),
          hill('meshtastic_node_online', '1x9 0x20 1x30'),
          hill('meshtastic_node_last_heard_timestamp_seconds', '0x29 1800x30'),
        ],
        expect: [
          { at: '9m', firing: [] },
          { at: '16m', firing: [{ alertname: 'MeshNodeSilent', ...HILL }] },
          { at: '32m', firing: [] },
        ],
      },
    ],
  ],
  MeshBatteryLow: [
    [
      'below 20 %, until an hour after it is charged',
      {
        series: [
          ...healthyCollector(),
          ...bystander,
          info(hill, 'CLIENT'),
          hill('meshtastic_device_battery_level_ratio', '0.5x9 0.19x30 0.6x200'),
          hill('meshtastic_device_powered', '0x240'),
          walker('meshtastic_device_battery_level_ratio', '0.2x240'),
          // Somebody else's mains says nothing about this battery.
          walker('meshtastic_device_powered', '1x240'),
        ],
        expect: [
          { at: '20m', firing: [] },
          { at: '26m', firing: [{ alertname: 'MeshBatteryLow', ...HILL }] },
          { at: '90m', firing: [{ alertname: 'MeshBatteryLow', ...HILL }] },
          { at: '102m', firing: [] },
        ],
      },
    ],
    [
      'not on external power, whatever the last reading was',
      {
        series: [
          ...healthyCollector(),
          info(hill, 'CLIENT'),
          hill('meshtastic_device_battery_level_ratio', '0.05x60'),
          hill('meshtastic_device_powered', '1x60'),
        ],
        expect: [{ at: '60m', firing: [] }],
      },
    ],
  ],
  MeshBatteryTrend: [
    [
      'when it falls 18 % a day and little is left, until six hours after it is charged; solar nights are no trend',
      {
        interval: '10m',
        series: [
          ...healthyCollector(600),
          info(hill, 'CLIENT'),
          info(walker, 'CLIENT'),
          hill('meshtastic_node_online', '1x5000'),
          walker('meshtastic_node_online', '1x5000'),
          // 66 hours, from 90 % to 40 %, then full again.
          hill('meshtastic_device_battery_level_ratio', '0.9-0.00125x400 1x288'),
          // Twelve hours down, twelve hours up.
          walker(
            'meshtastic_device_battery_level_ratio',
            Array<string>(6).fill('0.6-0.00277x71 0.4+0.00277x71').join(' '),
          ),
        ],
        expect: [
          { at: '47h', firing: [] },
          { at: '60h', firing: [{ alertname: 'MeshBatteryTrend', ...HILL }] },
          { at: '72h', firing: [{ alertname: 'MeshBatteryTrend', ...HILL }] },
          { at: '75h', firing: [] },
          { at: '84h', firing: [] },
        ],
      },
    ],
    [
      'not after an hour of falling, and not when it takes weeks',
      {
        interval: '10m',
        series: [
          ...healthyCollector(600),
          info(hill, 'CLIENT'),
          hill('meshtastic_node_online', '1x5000'),
          hill('meshtastic_device_battery_level_ratio', '_x100 0.9-0.05x15'),
          info(walker, 'CLIENT'),
          walker('meshtastic_node_online', '1x5000'),
          walker('meshtastic_device_battery_level_ratio', '0.9-0.0001x400'),
        ],
        expect: [
          { at: '19h', firing: [] },
          { at: '60h', firing: [] },
        ],
      },
    ],
  ],
  MeshRebootLoop: [
    [
      'at the third restart within six hours, until an hour after it is over',
      {
        interval: '5m',
        series: [
          ...healthyCollector(300),
          ...bystander,
          info(hill, 'ROUTER'),
          hill('meshtastic_device_uptime_seconds', '9000x11 60x11 60+300x11 60+300x11 60+300x200'),
          walker('meshtastic_device_uptime_seconds', '9000x11 60+300x200'),
        ],
        expect: [
          { at: '2h55m', firing: [] },
          { at: '4h5m', firing: [{ alertname: 'MeshRebootLoop', ...HILL }] },
          { at: '12h', firing: [] },
        ],
      },
    ],
  ],
  MeshChannelUtilization20: [
    [
      'above 20 % for ten minutes, until half an hour after; a short peak is nothing',
      {
        series: [
          ...healthyCollector(),
          ...bystander,
          info(hill, 'CLIENT'),
          hill('meshtastic_device_channel_utilization_ratio', '0.1x9 0.25x19 0.1x100'),
          walker('meshtastic_device_channel_utilization_ratio', '0.1x9 0.5x8 0.2x100'),
        ],
        expect: [
          { at: '19m', firing: [] },
          { at: '21m', firing: [{ alertname: 'MeshChannelUtilization20', ...HILL }] },
          { at: '50m', firing: [{ alertname: 'MeshChannelUtilization20', ...HILL }] },
          { at: '62m', firing: [] },
        ],
      },
    ],
  ],
  MeshChannelUtilization40: [
    [
      'above 40 %, on top of the warning',
      {
        series: [
          ...healthyCollector(),
          ...bystander,
          info(hill, 'CLIENT'),
          hill('meshtastic_device_channel_utilization_ratio', '0.1x9 0.45x19 0.1x100'),
        ],
        expect: [
          {
            at: '21m',
            firing: [
              { alertname: 'MeshChannelUtilization20', ...HILL },
              { alertname: 'MeshChannelUtilization40', ...HILL },
            ],
          },
          { at: '62m', firing: [] },
        ],
      },
    ],
  ],
  MeshAirtimeLimit: [
    [
      'above 8 %, also where the region is not known',
      {
        series: [
          ...healthyCollector(),
          info(hill, 'ROUTER', { region: 'EU_868' }),
          info(walker, 'ROUTER'),
          hill('meshtastic_device_air_util_tx_ratio', '0.05x9 0.09x19 0.05x100'),
          walker('meshtastic_device_air_util_tx_ratio', '0.09x28 0.08x100'),
        ],
        expect: [
          { at: '9m', firing: [] },
          {
            at: '21m',
            firing: [
              { alertname: 'MeshAirtimeLimit', ...HILL },
              { alertname: 'MeshAirtimeLimit', ...WALKER },
            ],
          },
          { at: '62m', firing: [] },
        ],
      },
    ],
  ],
  MeshAirtimeLimitUa868: [
    [
      'above 0.8 % in UA_868 only',
      {
        series: [
          ...healthyCollector(),
          info(hill, 'ROUTER', { region: 'UA_868' }),
          info(walker, 'ROUTER', { region: 'EU_868' }),
          hill('meshtastic_device_air_util_tx_ratio', '0.005x9 0.009x19 0.005x100'),
          walker('meshtastic_device_air_util_tx_ratio', '0.009x128'),
        ],
        expect: [
          { at: '9m', firing: [] },
          { at: '21m', firing: [{ alertname: 'MeshAirtimeLimitUa868', ...HILL }] },
          { at: '62m', firing: [] },
        ],
      },
    ],
  ],
  MeshAirtimeLimitEu866: [
    [
      'above 2 % in EU_866 only',
      {
        series: [
          ...healthyCollector(),
          info(hill, 'ROUTER', { region: 'EU_866' }),
          info(walker, 'ROUTER', { region: 'EU_868' }),
          hill('meshtastic_device_air_util_tx_ratio', '0.01x9 0.021x19 0.01x100'),
          walker('meshtastic_device_air_util_tx_ratio', '0.021x128'),
        ],
        expect: [
          { at: '9m', firing: [] },
          { at: '21m', firing: [{ alertname: 'MeshAirtimeLimitEu866', ...HILL }] },
          { at: '62m', firing: [] },
        ],
      },
    ],
  ],
  MeshWeakLinks: [
    [
      'when the best link of a node, either way, has a margin below 3 dB',
      {
        interval: '10m',
        series: [
          ...healthyCollector(600),
          ...bystander,
          info(hill, 'CLIENT'),
          hill('meshtastic_node_online', '1x5000'),
          series(
            'meshtastic_link_margin_decibels',
            { from_id: '!00000001', to_id: '!00000002', kind: 'direct' },
            '12x5 -1x20 -1x100',
          ),
          series(
            'meshtastic_link_margin_decibels',
            { from_id: '!00000002', to_id: '!00000001', kind: 'direct' },
            '11x5 1x20 14x100',
          ),
          series(
            'meshtastic_link_margin_decibels',
            { from_id: '!00000002', to_id: '!00000003', kind: 'direct' },
            '14x200',
          ),
        ],
        expect: [
          { at: '50m', firing: [] },
          { at: '3h', firing: [{ alertname: 'MeshWeakLinks', ...HILL }] },
          { at: '12h', firing: [] },
        ],
      },
    ],
  ],
  MeshGatewayDown: [
    [
      'when a gateway is silent, until it publishes again',
      {
        series: [
          ...healthyCollector(),
          info(hill, 'ROUTER'),
          info(walker, 'CLIENT'),
          hill('meshtastic_gateway_online', '1x9 0x20 1x30'),
          hill('meshtastic_gateway_last_seen_timestamp_seconds', '0x29 1800x30'),
          walker('meshtastic_gateway_online', '1x60'),
          walker('meshtastic_gateway_last_seen_timestamp_seconds', '0x60'),
        ],
        expect: [
          { at: '14m', firing: [] },
          { at: '16m', firing: [{ alertname: 'MeshGatewayDown', ...HILL }] },
          { at: '32m', firing: [] },
        ],
      },
    ],
  ],
  MeshKeyChange: [
    [
      'for a day after a node announced another key',
      {
        interval: '10m',
        series: [
          ...healthyCollector(600),
          ...bystander,
          info(hill, 'CLIENT'),
          hill('meshtastic_node_key_changed_timestamp_seconds', '_x5 3600x400'),
        ],
        expect: [
          { at: '40m', firing: [] },
          { at: '2h', firing: [{ alertname: 'MeshKeyChange', ...HILL }] },
          { at: '26h', firing: [] },
        ],
      },
    ],
  ],
  MeshUndecryptableSurge: [
    [
      'when a channel has far more than usual; a channel that never could be read is no news',
      {
        series: [
          ...healthyCollector(),
          series('meshobs_collector_undecryptable_packets_total', { channel: 'Club' }, '0x600 0+5x60 300x900'),
          series('meshobs_collector_undecryptable_packets_total', { channel: 'Others' }, '0+5x1600'),
        ],
        expect: [
          { at: '10h', firing: [] },
          { at: '11h', firing: [{ alertname: 'MeshUndecryptableSurge', channel: 'Club' }] },
          { at: '14h', firing: [] },
        ],
      },
    ],
  ],
  MeshNoData: [
    [
      'while the mesh is silent by its own rhythm, until a packet comes',
      {
        series: [
          ...healthyCollector().filter(({ metric }) => metric !== 'meshtastic_mesh_silent_seconds'),
          series('meshtastic_mesh_silent_seconds', {}, '0x9 300+60x20 0x60'),
        ],
        expect: [
          { at: '9m', firing: [] },
          { at: '13m', firing: [{ alertname: 'MeshNoData' }] },
          { at: '33m', firing: [] },
        ],
      },
    ],
    [
      'when no message came for hours and the collector is too old to know the rhythm of its mesh',
      {
        interval: '10m',
        series: [
          series('up', {}, '1x300'),
          series('meshobs_collector_last_message_timestamp_seconds', {}, '0x69 42000+600x100'),
        ],
        expect: [
          { at: '590m', firing: [] },
          { at: '620m', firing: [{ alertname: 'MeshNoData' }] },
          { at: '720m', firing: [] },
        ],
      },
    ],
    [
      'when the collector does not answer',
      {
        series: [series('up', {}, '1x9 0x20 1x30'), series('meshtastic_mesh_silent_seconds', {}, '0x9 _x19 0x30')],
        expect: [
          { at: '9m', firing: [] },
          { at: '16m', firing: [{ alertname: 'MeshNoData' }] },
          { at: '32m', firing: [] },
        ],
      },
    ],
    ['when nobody scrapes it at all', { series: [], expect: [{ at: '6m', firing: [{ alertname: 'MeshNoData' }] }] }],
    [
      'not right after a start, before the first message',
      {
        interval: '10m',
        series: [series('up', {}, '1x200'), series('meshobs_collector_process_start_time_seconds', {}, '0x200')],
        expect: [
          { at: '60m', firing: [] },
          { at: '620m', firing: [{ alertname: 'MeshNoData' }] },
        ],
      },
    ],
  ],
  MeshStoreBlocked: [
    [
      'while the database cannot be written',
      {
        series: [...healthyCollector(), series('meshobs_collector_store_blocked', {}, '0x9 1x9 0x30')],
        expect: [
          { at: '10m', firing: [] },
          { at: '12m', firing: [{ alertname: 'MeshStoreBlocked' }] },
          { at: '21m', firing: [] },
        ],
      },
    ],
  ],
  MeshBrokerDisconnected: [
    [
      'after five minutes without a broker, and for that broker only',
      {
        series: [
          ...healthyCollector(),
          series('meshobs_collector_broker_connected', { broker: 'city' }, '1x9 0x3 1x6 0x9 1x30'),
          series('meshobs_collector_broker_connected', { broker: 'club' }, '1x60'),
        ],
        expect: [
          { at: '15m', firing: [] },
          { at: '26m', firing: [{ alertname: 'MeshBrokerDisconnected', broker: 'city' }] },
          { at: '32m', firing: [] },
        ],
      },
    ],
  ],
  MeshDatabaseFull: [
    [
      'when the database could hardly grow any more, until half an hour after there is room',
      {
        series: [
          ...healthyCollector(),
          series('meshobs_collector_database_bytes', {}, '900x200'),
          series('meshobs_collector_database_wal_bytes', {}, '10x200'),
          series('meshobs_collector_disk_free_bytes', {}, '500x9 90x50 500x100'),
        ],
        expect: [
          { at: '38m', firing: [] },
          { at: '41m', firing: [{ alertname: 'MeshDatabaseFull' }] },
          { at: '85m', firing: [{ alertname: 'MeshDatabaseFull' }] },
          { at: '93m', firing: [] },
        ],
      },
    ],
  ],
  MeshCollectorLag: [
    [
      'when one message in a hundred takes longer than five seconds',
      {
        series: [
          ...healthyCollector(),
          series('meshobs_collector_end_to_end_seconds_bucket', { le: '0.5' }, '0+60x29 1740x40 1740+60x60'),
          series('meshobs_collector_end_to_end_seconds_bucket', { le: '10' }, '0+60x160'),
          series('meshobs_collector_end_to_end_seconds_bucket', { le: '+Inf' }, '0+60x160'),
        ],
        expect: [
          { at: '30m', firing: [] },
          { at: '50m', firing: [{ alertname: 'MeshCollectorLag' }] },
          { at: '95m', firing: [] },
        ],
      },
    ],
  ],
};

describe.each(Object.entries(scenarios))('%s rings', (_, stories) => {
  it.each([...stories])('%s', async (_name, scenario) => {
    await play(scenario);
  });
});

it('every alert rule has a scenario in which it fires, one in which it does not, and an end', () => {
  const told = new Map(Object.entries(scenarios));
  for (const rule of allRules) {
    const name = alertNameOf(rule);
    const moments = (told.get(name) ?? []).flatMap(([, scenario]) => scenario.expect.map(({ firing }) => firing));
    const rings = (firing: readonly { alertname: string }[]) => firing.some(({ alertname }) => alertname === name);
    expect({ name, rings: moments.some(rings), quiet: moments.some((firing) => !rings(firing)) }).toEqual({
      name,
      rings: true,
      quiet: true,
    });
  }
});
