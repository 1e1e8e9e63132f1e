import { ipKeyGenerator } from 'express-rate-limit';
import { RequestError } from '../../errors.js';

/** Counts open connections: how many there may be at once, and how many of one address. */
export interface Capacity {
  /** The error to refuse one more with (503 when all places are taken, 429 for this address); undefined: there is room. */
  refusalOf(address: string): RequestError | undefined;
  /** Takes a place. Call the returned function once, when the connection is closed. */
  enter(address: string): () => void;
}

export interface CapacityLimits {
  readonly maxClients: number;
  readonly maxPerAddress: number;
}

const RETRY_AFTER = { 'Retry-After': '30' };

/** Identity of a client for limits: its IPv4 address, or the /56 IPv6 network that one customer usually has. */
export const addressKey = (address: string | undefined): string => ipKeyGenerator(address ?? 'unknown');

export function createCapacity({ maxClients, maxPerAddress }: CapacityLimits): Capacity {
  const perAddress = new Map<string, number>();
  let total = 0;

  const countOf = (address: string) => perAddress.get(addressKey(address)) ?? 0;

  function change(address: string, by: 1 | -1): void {
    const count = countOf(address) + by;
    total += by;
    if (count === 0) perAddress.delete(addressKey(address));
    else perAddress.set(addressKey(address), count);
  }

  return {
    refusalOf(address) {
      if (total >= maxClients) {
        const message = `All ${maxClients} live connections are taken; WS_MAX_CLIENTS allows more.`;
        return new RequestError('too_many_clients', message, RETRY_AFTER);
      }
      if (countOf(address) < maxPerAddress) return undefined;
      const message = `One address may hold ${maxPerAddress} live connections.`;
      return new RequestError('too_many_from_address', message, RETRY_AFTER);
    },
    enter(address) {
      change(address, 1);
      return () => change(address, -1);
    },
  };
}
