import { Mqtt, Portnums } from '@meshtastic/protobufs';
import { hardwareName, presetName, regionName, roleName } from '../names.js';
import { readMessage } from '../protobuf.js';
import { cleanName, numberInRange } from '../sanitize.js';
import type { PortDecoder } from './port.js';
import { positionEvents } from './position.js';

const MAX_NODES = 65_535;

/**
 * A gateway about itself. No field has presence: 0 is "not stated" for coordinates (no fix) and altitude. The position
 * is an event of its own; `locationOptIn` beside it says whether the owner agreed to publish it.
 */
export const mapReport: PortDecoder = {
  port: Portnums.PortNum.MAP_REPORT_APP,
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
        onlineLocalNodes: numberInRange(report.numOnlineLocalNodes, 0, MAX_NODES) ?? 0,
        locationOptIn: report.hasOptedReportLocation,
      },
      ...positionEvents(position, 'map_report', ctx),
    ];
  },
};
