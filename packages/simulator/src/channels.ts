/** Channels of the simulated mesh. The keys are published on purpose: nothing here protects anything. */
export interface SimChannel {
  readonly name: string;
  /** As a person would configure it: base64, possibly one byte. */
  readonly psk: string;
}

const text = (key: string): string => Buffer.from(key, 'latin1').toString('base64');

/**
 * Primary channel: the best-known name with the default key. The mesh has moved to the faster ShortFast preset, as busy
 * meshes do, and kept the name: a channel's name does not determine the preset.
 */
export const PRIMARY: SimChannel = { name: 'LongFast', psk: 'AQ==' };
/** The club's own channel with a 32-byte key. */
export const CLUB: SimChannel = { name: 'Breisgau', psk: text('simulated-key-not-a-secret-00001') };
/** "simple1": the default key with its last byte raised by one. */
export const EMERGENCY: SimChannel = { name: 'Notfunk', psk: 'Ag==' };
/** Channels and keys for the collector's configuration. */
export const PUBLISHED_CHANNELS: readonly SimChannel[] = [PRIMARY, CLUB, EMERGENCY];

/** A family's channel that one gateway publishes; the collector does not get its key. */
export const FOREIGN: SimChannel = { name: 'Familie', psk: text('simulated-16byte') };

/** Channel name of direct messages that are encrypted between two nodes' keys. */
export const PKI_CHANNEL = 'PKI';

export const REGION_CODE = 'EU_868';
export const MODEM_PRESET = 'SHORT_FAST';
export const ROOT_TOPIC = 'msh/EU_868/SIM';
