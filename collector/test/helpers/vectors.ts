/** The test vectors of `fixtures/vectors.json`, typed; see `fixtures/README.md`. */
import { readFileSync } from 'node:fs';
import { createKeyring } from '../../src/decode/keyring.js';
import type { ChannelKey, Keyring, KeyringOptions } from '../../src/decode/keyring.js';

export interface VectorExpectation {
  readonly status: string;
  readonly reason?: string;
  readonly portnum?: number;
  readonly portnum_name?: string | null;
  readonly want_response?: boolean;
  readonly request_id?: number;
  readonly reply_id?: number;
  readonly emoji?: number;
  readonly bitfield?: number | null;
  readonly payload_hex?: string;
  readonly payload?: {
    readonly kind: string;
    readonly type?: string;
    readonly json?: unknown;
    readonly text?: string;
    readonly hex?: string;
  };
  readonly hops_away?: number | null;
  readonly own_packet_of_gateway?: boolean;
  readonly encrypted_bytes?: number;
  readonly edges?: readonly {
    readonly from: string | null;
    readonly to: string | null;
    readonly snr_db: number | null;
  }[];
  readonly role?: string;
  readonly ack?: boolean;
  readonly lenient?: { readonly long_name: string; readonly short_name_hex: string; readonly hw_model: number };
  readonly position?: string;
  readonly lat_deg?: number;
  readonly lon_deg?: number;
  readonly powered?: boolean;
  readonly warning?: string;
}

export interface VectorPacket {
  readonly name: string;
  readonly note: string;
  readonly topic: string;
  readonly envelope_hex: string;
  readonly channel_id: string;
  readonly gateway_id: string;
  readonly header: {
    readonly from_num: number;
    readonly to_num: number;
    readonly id: number;
    readonly channel: number;
    readonly rx_time: number;
    readonly rx_snr: number;
    readonly rx_rssi: number;
    readonly hop_limit: number;
    readonly hop_start: number;
    readonly want_ack: boolean;
    readonly via_mqtt: boolean;
    readonly relay_node: number;
    readonly transport_mechanism: number;
  };
  readonly crypto?: {
    readonly psk_base64?: string;
    readonly key_hex?: string;
    readonly channel_name?: string;
    readonly channel_hash?: number;
    readonly nonce_hex?: string;
    readonly data_plain_hex?: string;
    readonly encrypted_hex: string;
  };
  readonly expected: VectorExpectation;
}

interface VectorFile {
  readonly meta: { readonly custom_key_hex: string };
  readonly packets: readonly VectorPacket[];
  readonly malformed: readonly { readonly name: string; readonly hex: string; readonly expected: string }[];
  readonly channel_hashes: readonly {
    readonly name: string;
    readonly hash_default_key: number;
    readonly hash_no_key: number;
  }[];
  readonly channel_hash_extra: readonly {
    readonly name: string;
    readonly key_hex?: string;
    readonly psk_base64?: string;
    readonly hash: number;
  }[];
  readonly psk_expansion: readonly {
    readonly psk_base64: string;
    readonly key_hex: string;
    readonly key_xor: number;
    readonly key_bits: number;
  }[];
  readonly nonces: readonly { readonly id: number; readonly from: number; readonly nonce_hex: string }[];
  readonly node_ids: readonly { readonly num: number; readonly id: string }[];
  readonly position_precision: readonly {
    readonly bits: number;
    readonly max_error_deg: number;
    readonly example_lat_i: number;
    readonly example_lon_i: number;
  }[];
  readonly position_precision_example: { readonly lat_i: number; readonly lon_i: number };
  readonly topics: readonly {
    readonly topic: string;
    readonly expected: (Record<string, string | null> & { note?: string }) | null;
  }[];
  readonly json_messages: readonly {
    readonly name: string;
    readonly topic?: string;
    readonly message: Record<string, unknown>;
  }[];
}

export const vectors = JSON.parse(
  readFileSync(new URL('../fixtures/vectors.json', import.meta.url), 'utf8'),
) as VectorFile;

export const bytesOfHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
export const bytesOfBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));

export const vectorKeys: readonly ChannelKey[] = [
  { name: 'LongFast', psk: bytesOfBase64('AQ==') },
  { name: 'MediumSlow', psk: bytesOfBase64('AQ==') },
  { name: 'LongFast', psk: bytesOfBase64('Ag==') },
  { name: 'LongFast', psk: bytesOfBase64('CQ==') },
  { name: 'LongFast', psk: new Uint8Array(0) },
  { name: 'Private1', psk: bytesOfHex(vectors.meta.custom_key_hex) },
  { name: 'Pad', psk: bytesOfBase64('AQID') },
  { name: 'Pad', psk: Uint8Array.from({ length: 20 }, (_, i) => i + 1) },
];

export const vectorKeyring = (options: KeyringOptions = {}): Keyring => createKeyring(vectorKeys, options);

export const vectorPacket = (name: string): VectorPacket => {
  const found = vectors.packets.find((p) => p.name === name);
  if (!found) throw new Error(`no vector ${name}`);
  return found;
};
