/**
 * Names of numbers. Enums are open: firmware is newer than any package, so every look-up has a fallback, and the names
 * the installed package lacks are kept here (from meshtastic/protobufs of 2026-08).
 */
import { Config, Mesh, Portnums, StoreForward } from '@meshtastic/protobufs';

type Names = Readonly<Record<number, string | undefined>>;

const newerPorts: Names = {
  13: 'REMOTE_SHELL_APP',
  37: 'MESH_BEACON_APP',
  75: 'LORAWAN_BRIDGE',
  78: 'ATAK_PLUGIN_V2',
  79: 'LORA_OTA_APP',
  112: 'GROUPALARM_APP',
};

const newerHardware: Names = {
  27: 'MAKERFABS_TRACKER', // renamed
  28: 'MAKERFABS_RESERVED', // renamed
  124: 'TBEAM_BPF',
  125: 'MINI_EPAPER_S3',
  126: 'TDISPLAY_S3_PRO',
  127: 'HELTEC_MESH_NODE_T096',
  128: 'MESH_TRACKER_X1',
  129: 'THINKNODE_M7',
  130: 'THINKNODE_M8',
  131: 'THINKNODE_M9',
  132: 'HELTEC_V4_R8',
  133: 'HELTEC_MESH_NODE_T1',
  134: 'STATION_G3',
  135: 'T_IMPULSE_PLUS',
  136: 'T_ECHO_CARD',
  137: 'SEEED_WIO_TRACKER_L2',
  138: 'CROWPANEL_P4',
  139: 'HELTEC_MESH_TOWER_V2',
  140: 'MESHNOLOGY_W10',
  141: 'HELTEC_RC32',
  142: 'HELTEC_RC52',
  143: 'HELTEC_RCC6',
  144: 'SEEED_WIO_TRACKER_L1_PRO_1W',
  145: 'MESHNOLOGY_W12',
  146: 'MESHPAGER_X2',
};

const newerRegions: Names = {
  27: 'ITU1_2M',
  28: 'ITU2_2M',
  29: 'EU_866',
  30: 'EU_874',
  31: 'EU_917',
  32: 'EU_N_868',
  33: 'ITU3_2M',
  34: 'ITU1_70CM',
  35: 'ITU2_70CM',
  36: 'ITU3_70CM',
  37: 'ITU2_125CM',
};

const newerPresets: Names = {
  10: 'LITE_FAST',
  11: 'LITE_SLOW',
  12: 'NARROW_FAST',
  13: 'NARROW_SLOW',
  14: 'TINY_FAST',
  15: 'TINY_SLOW',
  16: 'MEDIUM_TURBO',
};

function nameOf(value: number, known: Names, newer: Names, prefix: string): string {
  // Never a name by accident: an enum object also maps names to numbers.
  return newer[value] ?? known[value] ?? `${prefix}_${value}`;
}

/** True when the port has a name, here or in the package. */
export function isKnownPort(port: number): boolean {
  return port !== 0 && (newerPorts[port] ?? Portnums.PortNum[port]) !== undefined;
}

export const portName = (port: number): string => nameOf(port, Portnums.PortNum, newerPorts, 'PORT');
export const hardwareName = (model: number): string => nameOf(model, Mesh.HardwareModel, newerHardware, 'HW_MODEL');
export const roleName = (role: number): string => nameOf(role, Config.Config_DeviceConfig_Role, {}, 'ROLE');
export const regionName = (region: number): string =>
  nameOf(region, Config.Config_LoRaConfig_RegionCode, newerRegions, 'REGION');
export const presetName = (preset: number): string =>
  nameOf(preset, Config.Config_LoRaConfig_ModemPreset, newerPresets, 'PRESET');
export const routingErrorName = (error: number): string => nameOf(error, Mesh.Routing_Error, {}, 'ERROR');
export const locationSourceName = (source: number): string => nameOf(source, Mesh.Position_LocSource, {}, 'LOC');
export const storeForwardKind = (kind: number): string =>
  nameOf(kind, StoreForward.StoreAndForward_RequestResponse, {}, 'REQUEST_RESPONSE');
export const transportName = (transport: number): string =>
  nameOf(transport, Mesh.MeshPacket_TransportMechanism, { 8: 'TRANSPORT_UNICAST_UDP' }, 'TRANSPORT');

/** Roles without a person who reads messages; used for nodes without the `is_unmessagable` field. */
const unattendedRoles = new Set(['REPEATER', 'ROUTER', 'ROUTER_LATE', 'SENSOR', 'TRACKER', 'TAK_TRACKER']);
export const isUnattendedRole = (role: string): boolean => unattendedRoles.has(role);
