/** Colors that mean the same in every panel and at every load. Names of Grafana's palette. */
import type { DecodeStatusName } from './decode-statuses.js';

/** Of series that are not known, and of those that are added up. */
export const NEUTRAL_COLOR = '#8e8e8e';

/** By PortNum; the ports of everyday traffic have the colors that are told apart best. */
export const portColors: Readonly<Record<number, string>> = {
  1: 'blue',
  3: 'green',
  4: 'yellow',
  5: 'light-purple',
  6: 'dark-red',
  8: 'super-light-green',
  10: 'light-red',
  11: 'red',
  32: 'light-blue',
  33: 'dark-yellow',
  34: 'dark-blue',
  36: 'super-light-blue',
  37: 'super-light-purple',
  64: 'dark-green',
  65: 'super-light-yellow',
  66: 'super-light-orange',
  67: 'orange',
  70: 'purple',
  71: 'semi-dark-green',
  72: 'super-light-red',
  73: 'semi-dark-blue',
  78: 'light-orange',
  256: 'dark-purple',
  257: 'dark-orange',
};

const SPARE_COLORS = ['semi-dark-red', 'semi-dark-orange', 'semi-dark-yellow', 'semi-dark-purple', 'light-green'];

/** Color of a port, also of one without an entry; null = not known. */
export function portColor(portnum: number | null): string {
  if (portnum === null || portnum < 0) return NEUTRAL_COLOR;
  return portColors[portnum] ?? SPARE_COLORS[portnum % SPARE_COLORS.length] ?? NEUTRAL_COLOR;
}

export const decodeStatusColors: Readonly<Record<DecodeStatusName, string>> = {
  decrypted: 'green',
  plaintext: 'blue',
  'plaintext-in-encrypted': 'light-blue',
  json: 'purple',
  undecryptable: 'red',
  pki: 'yellow',
  empty: 'super-light-purple',
  suspect: 'orange',
  duplicate: NEUTRAL_COLOR,
};
