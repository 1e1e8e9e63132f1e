/** Derived metrics of channels, for `values` queries. */
import type { DerivedOf } from '@mesh-observatory/contract/derived-metrics';
import type { Scope } from '../../scope.js';
import { countChannels, type ChannelCount } from '../channel-counts.js';
import { channelText } from '../channel.js';
import type { FrameContext } from '../context.js';
import type { LabeledValue } from './frame.js';

const valueOf: Readonly<Record<DerivedOf<'channel'>, (count: ChannelCount) => number>> = {
  channel_packets: ({ packets }) => packets,
  channel_undecryptable_packets: ({ undecryptable }) => undecryptable,
  channel_undecryptable_ratio: ({ packets, undecryptable }) => undecryptable / packets,
};

/** Busiest first. A channel without packets in the range has no value. */
export function channelValues(context: FrameContext, scope: Scope, metric: DerivedOf<'channel'>): LabeledValue[] {
  const counts = [...countChannels(context, scope).values()];
  return counts.map((count) => ({ labels: [channelText(count.name)], value: valueOf[metric](count) }));
}
