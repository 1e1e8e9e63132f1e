import { Mqtt, Portnums } from '@meshtastic/protobufs';
import { hardwareName, presetName, regionName, roleName } from '../names.js';
import { withoutField } from '../message-shape.js';
import { readMessage } from '../protobuf.js';
import { readWithin } from '../readings.js';
import { cleanName } from '../sanitize.js';
import type { PortDecoder } from './port.js';
import { positionEvents } from './position.js';

const MAX_NODES = 65_535;
/** Latitude, longitude, altitude: stored only when the owner agreed. */
const LOCATION = [9, 10, 11];

/**
 * A gateway about itself. No field has presence: 0 is "not stated" for coordinates (no fix) and altitude. The position
 * is an event of its own; `locationOptIn` beside it says whether the owner agreed to publish it.
 */
export const mapReport: PortDecoder = {
  port: Portnums.PortNum.MAP_REPORT_APP,
  schema: Mqtt.MapReportSchema,
  keepable(payload, events) {
    const optedIn = events.some((event) => event.type === 'map_report' && event.locationOptIn);
    return optedIn ? payload : LOCATION.reduce((bytes, no) => withoutField(bytes, [no]), payload);
  },
  decode(payload, ctx) {
    if (payload.length === 0) return [];
    const report = readMessage(Mqtt.MapReportSchema, payload);
    if (ctx.from !== ctx.gateway) ctx.diagnostics.flag('sender_mismatch');
    const { latitudeI, longitudeI, altitude, positionPrecision } = report;
    const position = {
      latitudeI,
      longitudeI,
      altitude: altitude === 0 ? undefined : altitude,
      precisionBits: positionPrecision,
    };
    return [
      {
        type: 'map_report',
        longName: cleanName(report.longName),
        shortName: cleanName(report.shortName),
        hwModel: hardwareName(report.hwModel),
        role: roleName(report.role),
        firmwareVersion: cleanName(report.firmwareVersion),
        region: regionName(report.region),
        modemPreset: presetName(report.modemPreset),
        hasDefaultChannel: report.hasDefaultChannel,
        onlineLocalNodes: readWithin(
          'map_report_online_local_nodes',
          report.numOnlineLocalNodes,
          { min: 0, max: MAX_NODES },
          ctx.diagnostics,
        ),
        locationOptIn: report.hasOptedReportLocation,
      },
      ...positionEvents(position, 'map_report', ctx),
    ];
  },
};
