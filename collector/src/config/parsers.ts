import { z } from 'zod';

/**
 * Readers of one environment variable each. Every message completes the sentence "<NAME> is <value>: …", so it says what
 * is allowed and leaves the value to the caller, who knows whether it is a secret.
 */

export const text = () => z.string().trim().min(1, 'must not be empty');

export const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum(values, { error: `must be one of ${values.join(', ')}` }));

const TRUE = ['1', 'true', 'yes', 'on'];
const FALSE = ['0', 'false', 'no', 'off'];

export const flag = () =>
  z
    .string()
    .trim()
    .toLowerCase()
    .refine((value) => TRUE.includes(value) || FALSE.includes(value), 'must be true or false')
    .transform((value) => TRUE.includes(value));

export const integer = (min: number, max: number) =>
  z
    .string()
    .trim()
    .refine((value) => {
      const number = Number(value);
      return /^-?\d+$/.test(value) && number >= min && number <= max;
    }, `must be a whole number from ${min} to ${max}`)
    .transform(Number);

export const decimal = (min: number, max: number) =>
  z
    .string()
    .trim()
    .refine((value) => {
      const number = Number(value);
      return value !== '' && Number.isFinite(number) && number >= min && number <= max;
    }, `must be a number from ${min} to ${max}`)
    .transform(Number);

export const commaList = () =>
  z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .refine((parts) => parts.length > 0, 'must name at least one');

/** Numbers that are no node: nobody, and everybody. */
const NO_NODES = ['!00000000', '!ffffffff'];

export const nodeList = () =>
  commaList()
    .refine(
      (ids) => ids.every((id) => /^![0-9a-fA-F]{8}$/.test(id)),
      'must be a comma separated list of node ids such as !a1b2c3d4',
    )
    .transform((ids) => ids.map((id) => id.toLowerCase()))
    .refine(
      (ids) => ids.every((id) => !NO_NODES.includes(id)),
      `must not hold ${NO_NODES.join(' or ')}, which no node has`,
    );

const BROKER_URL = /^(mqtts?|wss?|tcp|ssl):\/\//i;

/** `host`, `host:port` or a URL; credentials in the URL are refused so that they cannot leak into logs. */
export const brokerUrl = () =>
  z
    .string()
    .trim()
    .transform((value) => (BROKER_URL.test(value) ? value : `mqtt://${value}`))
    .transform((value) => value.replace(/^tcp:/i, 'mqtt:').replace(/^ssl:/i, 'mqtts:'))
    .refine(
      (value) => URL.canParse(value) && new URL(value).hostname !== '',
      'must be a host, host:port or a URL with mqtt, mqtts, ws or wss',
    )
    .refine((value) => {
      const url = URL.canParse(value) ? new URL(value) : undefined;
      return url?.username === '' && url.password === '';
    }, 'must not contain a user name or password: use MQTT_USERNAME and MQTT_PASSWORD');

const SIMULATION_KEYS = { nodes: [12, 500], speed: [0.1, 3600], seed: [0, 2 ** 31], history: [0, 168] } as const;

export interface SimulationSettings {
  readonly nodes: number;
  readonly speed: number;
  readonly seed: number;
  readonly historyHours: number;
}
export const DEFAULT_SIMULATION: SimulationSettings = { nodes: 60, speed: 1, seed: 1, historyHours: 6 };

function simulationProblem(value: string): string | undefined {
  for (const part of value.split(',')) {
    const [key = '', number = ''] = part.split('=');
    const limits = SIMULATION_KEYS[key as keyof typeof SIMULATION_KEYS] as readonly [number, number] | undefined;
    if (limits === undefined || number === '' || !(Number(number) >= limits[0] && Number(number) <= limits[1])) {
      return part;
    }
  }
  return undefined;
}

/** `true`, `false`, or any of `nodes=60,speed=1,seed=1,history=6`. */
export const simulation = () =>
  z
    .string()
    .trim()
    .toLowerCase()
    .transform((value) => value.replaceAll(/\s/g, ''))
    .refine(
      (value) => [...TRUE, ...FALSE].includes(value) || simulationProblem(value) === undefined,
      'must be true, false, or a list such as nodes=60,speed=1,seed=1,history=6 (nodes 12–500, speed 0.1–3600, history 0–168 hours)',
    )
    .transform((value): SimulationSettings | null => {
      if (FALSE.includes(value)) return null;
      if (TRUE.includes(value)) return DEFAULT_SIMULATION;
      const given = new Map(value.split(',').map((part) => part.split('=', 2) as [string, string]));
      const number = (key: string, fallback: number) => Number(given.get(key) ?? fallback);
      return {
        nodes: Math.round(number('nodes', DEFAULT_SIMULATION.nodes)),
        speed: number('speed', DEFAULT_SIMULATION.speed),
        seed: Math.round(number('seed', DEFAULT_SIMULATION.seed)),
        historyHours: number('history', DEFAULT_SIMULATION.historyHours),
      };
    });

export interface ChannelKeyText {
  readonly name: string;
  readonly key: string;
}

/** `name:base64` pairs; the name is everything before the last colon, because base64 has none. */
export const channelKeys = () =>
  commaList()
    .refine(
      (pairs) => pairs.every((pair) => pair.lastIndexOf(':') > 0),
      'must be a comma separated list of name:base64key',
    )
    .transform((pairs): ChannelKeyText[] =>
      pairs.map((pair) => {
        const colon = pair.lastIndexOf(':');
        return { name: pair.slice(0, colon), key: pair.slice(colon + 1) };
      }),
    );
