import { PaxCount, Portnums } from '@meshtastic/protobufs';
import { readMessage } from '../protobuf.js';
import type { PortDecoder } from './port.js';
import { telemetryEvents } from './telemetry.js';

export const paxcounter: PortDecoder = {
  port: Portnums.PortNum.PAXCOUNTER_APP,
  schema: PaxCount.PaxcountSchema,
  decode(payload, ctx) {
    if (payload.length === 0) return [];
    const { wifi, ble, uptime } = readMessage(PaxCount.PaxcountSchema, payload);
    const readings = new Map([
      ['wifi', wifi],
      ['ble', ble],
      ['uptime_seconds', uptime],
    ]);
    return telemetryEvents('paxcounter', readings, undefined, ctx);
  },
};
