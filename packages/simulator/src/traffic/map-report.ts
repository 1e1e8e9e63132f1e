import { HOUR_MS, MINUTE_MS } from '@mesh-observatory/contract/time';
import { create, toBinary } from '@bufbuild/protobuf';
import { Config, Mqtt } from '@meshtastic/protobufs';
import { MODEM_PRESET, REGION_CODE } from '../channels.js';
import type { Gateway } from '../gateway.js';
import type { Traffic, World } from '../world.js';
import { coarsen } from './position.js';

const EVERY_MS = 30 * MINUTE_MS;
/** Firmware allows 12 to 15 bits on map reports and sends 14 by default. */
const PRECISION_BITS = 14;

function report(world: World, gateway: Gateway): void {
  const { node } = gateway;
  const { shortName, role, hwModel, firmware } = node.spec;
  const message = create(Mqtt.MapReportSchema, {
    longName: node.longName,
    shortName,
    role,
    hwModel,
    firmwareVersion: firmware,
    region: Config.Config_LoRaConfig_RegionCode[REGION_CODE],
    modemPreset: Config.Config_LoRaConfig_ModemPreset[MODEM_PRESET],
    // Default means: the name is the preset's own.
    hasDefaultChannel: false,
    latitudeI: coarsen(node.place.latitude, PRECISION_BITS),
    longitudeI: coarsen(node.place.longitude, PRECISION_BITS),
    altitude: node.altitudeMeters,
    positionPrecision: PRECISION_BITS,
    numOnlineLocalNodes: world.neighborhood.heard(node, world.scheduler.now - 2 * HOUR_MS) + 1,
    hasOptedReportLocation: true,
  });
  gateway.reportToMap(toBinary(Mqtt.MapReportSchema, message));
}

/** Gateways introduce themselves to the map, with region, preset and firmware. */
export const mapReports: Traffic = (world) => {
  for (const gateway of world.gateways) {
    world.every(gateway.node, { firstWithinMs: 4 * MINUTE_MS, everyMs: EVERY_MS }, () => report(world, gateway));
  }
};
