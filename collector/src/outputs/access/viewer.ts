import { ALERT_PURPOSE, PURPOSE_HEADER } from '@mesh-observatory/contract/request-headers';
import { ALERTS, type Viewer } from '../../store/store.js';
import { addressKey } from './capacity.js';

/** Grafana, in whose proxy most viewers sit. */
export const DEFAULT_TRUSTED_HOPS = 1;

/** Longer than any address. */
const MAX_ADDRESS_LENGTH = 64;

/** A request or connection whose sender is looked for. */
export interface ViewerAttempt {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Address of the socket. */
  readonly remoteAddress: string | undefined;
  /** It came with the token, or from this machine where none is configured: its headers are believed. */
  readonly trusted: boolean;
}

/**
 * The one whose requests count together: alert rules, the person behind Grafana or another trusted proxy, or else the
 * address of the socket. `trustedHops` is the number of proxies that append to X-Forwarded-For, Grafana being one; entries
 * further to the left could be invented by the viewer and are ignored.
 */
export function identifyViewer({ headers, remoteAddress, trusted }: ViewerAttempt, trustedHops: number): Viewer {
  if (trusted && headers[PURPOSE_HEADER] === ALERT_PURPOSE) return ALERTS;
  return addressKey((trusted ? forwardedAddress(headers['x-forwarded-for'], trustedHops) : undefined) ?? remoteAddress);
}

function forwardedAddress(header: string | readonly string[] | undefined, trustedHops: number): string | undefined {
  if (header === undefined || trustedHops === 0) return undefined;
  const entries = [header].flat().join(',').split(',').map(withoutPort);
  // Grafana's proxy appends its entry twice.
  const hops = entries.filter((hop, index) => hop !== '' && hop !== entries[index - 1]);
  // Fewer entries than proxies: one of them appends nothing, and the leftmost entry is the best there is.
  return hops[Math.max(0, hops.length - trustedHops)]?.slice(0, MAX_ADDRESS_LENGTH);
}

/** `1.2.3.4:5678` and `[2001:db8::1]:5678` are written by some proxies. */
const withoutPort = (hop: string) =>
  hop
    .trim()
    .replace(/^\[([^\]]+)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
