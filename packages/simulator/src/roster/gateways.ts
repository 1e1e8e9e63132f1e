import { Config, Mesh } from '@meshtastic/protobufs';
import { CLUB, EMERGENCY, FOREIGN, PRIMARY } from '../channels.js';
import type { NodeSpec } from '../node.js';

const Role = Config.Config_DeviceConfig_Role;
const Hardware = Mesh.HardwareModel;

/** The nodes that publish to MQTT: each in its own way. */
export const GATEWAYS: readonly NodeSpec[] = [
  {
    longName: 'Schlossberg Gateway',
    shortName: 'SBG',
    role: Role.ROUTER,
    hwModel: Hardware.HELTEC_V3,
    firmware: '2.7.15.567b8ea',
    mount: 'roof',
    power: 'mains',
    site: { hill: 'Schlossberg' },
    precisionBits: 32,
    gateway: {
      encryption: true,
      json: true,
      channels: [PRIMARY.name, CLUB.name, EMERGENCY.name],
      clockSkewSeconds: 0,
      host: false,
    },
  },
  {
    longName: 'Vauban Linux Gateway',
    shortName: '🐧',
    role: Role.CLIENT_BASE,
    hwModel: Hardware.PORTDUINO,
    firmware: '2.7.26.54e0d8d',
    mount: 'roof',
    power: 'mains',
    site: { street: 'Vauban', at: 0.5 },
    precisionBits: 32,
    gateway: {
      encryption: true,
      json: false,
      channels: [PRIMARY.name, CLUB.name, FOREIGN.name],
      clockSkewSeconds: 0,
      host: true,
    },
  },
  {
    longName: 'Zähringen Dachgateway',
    shortName: 'ZGW',
    role: Role.CLIENT,
    hwModel: Hardware.RAK4631,
    firmware: '2.7.18.fb3bf78',
    mount: 'roof',
    power: 'mains',
    site: { street: 'Habsburgerstraße', at: 0.7 },
    precisionBits: 32,
    gateway: {
      encryption: false,
      json: false,
      channels: [PRIMARY.name, CLUB.name],
      clockSkewSeconds: 1,
      host: false,
    },
  },
  {
    longName: 'Kirchzarten Feuerwehr',
    shortName: 'KIZ',
    role: Role.CLIENT,
    hwModel: Hardware.STATION_G2,
    firmware: '2.7.15.567b8ea',
    mount: 'roof',
    power: 'mains',
    site: { street: 'Kirchzarten', at: 0.3 },
    precisionBits: 32,
    story: 'offline-gateway',
    gateway: {
      encryption: true,
      json: false,
      channels: [PRIMARY.name, CLUB.name, EMERGENCY.name, FOREIGN.name],
      clockSkewSeconds: -1,
      host: false,
    },
  },
];
