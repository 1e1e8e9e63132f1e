import { Config, Mesh } from '@meshtastic/protobufs';
import type { PowerSource } from '../battery.js';
import type { Mount, NodeSpec } from '../node.js';
import type { Random } from '../prng.js';
import { STREETS } from '../region.js';

const Role = Config.Config_DeviceConfig_Role;
const Hardware = Mesh.HardwareModel;

/** Invented names in the styles people use: places, jokes, call-sign look-alikes, factory defaults, emoji. */
const NAMES: readonly (readonly [long: string, short: string])[] = [
  ['Café Lorenz', '☕'],
  ['DX0ABC Mobil', 'ABC'],
  ['Käsekuchen', '🍰'],
  ['Sonja unterwegs', 'SONJ'],
  ['Dachboden Haslach', 'HASL'],
  ['Uhu 🦉', '🦉'],
  ['Werkstatt Süd', 'WERK'],
  ['Bächle Runner', 'BCHL'],
  ['DX7QRP Portable', 'QRP'],
  ['Tante Gerda', 'GERD'],
  ['nullpointer', 'NULL'],
  ['Fuchsbau', '🦊'],
  ['Bobbele', 'BOB'],
  ['WG Küche', 'WG3'],
  ['Solarknoten Rieselfeld', '☀'],
  ['Zähringer Burg', 'ZÄH'],
  ['Kleingarten 42', '🌻'],
  ['Igel im Netz', '🦔'],
  ['DX5LGM Heim', 'LGM'],
  ['Schwarzwaldbub', 'BUB'],
  ['Rettich', 'RTCH'],
  ['Mesh & Mett', '🐖'],
  ['Funkloch e.V.', 'FNKL'],
  ['Lötkolben', '🔥'],
  ['Hausboot Opfingen', '⛵'],
  ['Imkerei Wiehre', '🐝'],
  ['Kaffeeklatsch', 'KFFE'],
  ['DX2MSH/p', 'MSH2'],
  ['Professor Bunsen', 'PROF'],
  ['Zwei Katzen', '🐈'],
  ['Rooftop Herdern', 'HRDN'],
  ['LoRa Croft', 'CRFT'],
  ['Alter Wasserturm', 'WTRM'],
  ['Nähe Dreisam', 'DRSM'],
  ['Packet Radio Opa', 'OPA'],
  ['Vogelhaus', '🐦'],
  ['Schnitzel 868', '868'],
  ['Mond über Günterstal', '🌙'],
  ['Fahrradkeller', 'RADL'],
  ['Ziegenhof', '🐐'],
];

const HARDWARE = [
  { hwModel: Hardware.HELTEC_V3, powers: ['mains', 'mains', 'battery'] },
  { hwModel: Hardware.RAK4631, powers: ['solar', 'battery', 'mains'] },
  { hwModel: Hardware.T_ECHO, powers: ['battery'] },
  { hwModel: Hardware.TBEAM, powers: ['battery', 'mains'] },
  { hwModel: Hardware.T_DECK, powers: ['battery'] },
  { hwModel: Hardware.HELTEC_V4, powers: ['mains', 'battery'] },
  { hwModel: Hardware.TRACKER_T1000_E, powers: ['battery'] },
  { hwModel: Hardware.SEEED_SOLAR_NODE, powers: ['solar'] },
  { hwModel: Hardware.HELTEC_MESH_NODE_T114, powers: ['battery', 'solar'] },
  { hwModel: Hardware.XIAO_NRF52_KIT, powers: ['mains', 'battery'] },
] as const satisfies readonly { hwModel: number; powers: readonly PowerSource[] }[];

const FIRMWARE = ['2.7.15.567b8ea', '2.7.15.567b8ea', '2.7.18.fb3bf78', '2.6.11.60ec05e', '2.5.20.4c97351'];
/** Roles as the club recommends them: mute indoors and on the move, relaying on roofs and balconies. */
const INDOOR_ROLES = [Role.CLIENT_MUTE, Role.CLIENT_MUTE, Role.CLIENT_HIDDEN, Role.CLIENT];
const OUTDOOR_ROLES = [Role.CLIENT, Role.CLIENT, Role.CLIENT_BASE, Role.CLIENT_MUTE];
const INDOOR: readonly Mount[] = ['indoor', 'pocket', 'window'];
const MOUNTS: Readonly<Record<PowerSource, readonly Mount[]>> = {
  mains: ['window', 'roof', 'indoor', 'balcony'],
  solar: ['roof', 'balcony', 'garden'],
  battery: ['pocket', 'window', 'indoor', 'balcony'],
};

const STREETS_BY_WEIGHT = STREETS.flatMap((street) => Array.from({ length: street.weight }, () => street));

/** The `n`-th resident (from 0): names never repeat, everything else is drawn. */
export function createResident(n: number, random: Random): NodeSpec {
  const [name, shortName] = NAMES[n % NAMES.length] ?? ['Meshtastic', 'MESH'];
  const round = Math.floor(n / NAMES.length);
  const hardware = random.pick(HARDWARE);
  const power = random.pick(hardware.powers);
  const street = random.pick(STREETS_BY_WEIGHT);
  const mount = street.remote === true ? 'roof' : random.pick(MOUNTS[power]);
  return {
    longName: round === 0 ? name : `${name} ${String(round + 1)}`,
    shortName: round === 0 ? shortName : (n + 0x1000).toString(16),
    role: random.pick(INDOOR.includes(mount) ? INDOOR_ROLES : OUTDOOR_ROLES),
    hwModel: hardware.hwModel,
    firmware: random.pick(FIRMWARE),
    mount,
    power,
    site: { street: street.name, at: random.next() },
    precisionBits: random.pick([0, 13, 14, 15, 16, 16, 17, 32, 32]),
    hopLimit: random.pick([3, 3, 3, 3, 3, 4, 5, 7]),
    okToMqtt: random.chance(0.9),
  };
}
