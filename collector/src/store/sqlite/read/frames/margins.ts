import type { Link } from '@mesh-observatory/contract/resources';
import type { FrameContext } from './context.js';

/** dB above the decoding limit; null without a measured signal, and for what no radio received. */
export function linkMargin(
  { radio }: Pick<FrameContext, 'radio'>,
  { kind, snr, fromId, toId }: Pick<Link, 'kind' | 'snr' | 'fromId' | 'toId'>,
): number | null {
  return kind === 'internet' ? null : radio.marginDb(snr, toId, fromId);
}
