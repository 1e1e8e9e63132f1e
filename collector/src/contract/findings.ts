import { z } from 'zod';

/** What `findings` queries look for. Hints for people, each with its reason; none of them proves anything by itself. */
export const findingKinds = [
  'duplicate_key',
  'weak_key',
  'key_changed',
  'impersonation',
  'unencrypted_channel',
  'default_key_channel',
  'precise_position_public',
  'readable_direct_message',
] as const;
export const findingKindSchema = z.enum(findingKinds);
export type FindingKind = z.infer<typeof findingKindSchema>;

/** What a channel's packets are encrypted with; `unknown` = its gateways publish them decoded. */
export const channelKeys = ['none', 'default', 'own', 'unknown'] as const;
export type ChannelKeyKind = (typeof channelKeys)[number];
