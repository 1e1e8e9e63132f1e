import { Portnums, StoreForward } from '@meshtastic/protobufs';
import type { MeshEvent } from '../../model.js';
import { storeForwardKind } from '../names.js';
import { readMessage } from '../protobuf.js';
import { cleanTextBytes } from '../sanitize.js';
import type { Readings } from '../telemetry.js';
import type { DecodeContext, PortDecoder } from './port.js';
import { textEvents } from './text.js';

const { ROUTER_TEXT_DIRECT, ROUTER_TEXT_BROADCAST } = StoreForward.StoreAndForward_RequestResponse;

function readingsOf({ variant }: StoreForward.StoreAndForward, ctx: DecodeContext): Readings {
  switch (variant.case) {
    case 'stats':
      return ctx.samples.readings('store_forward', StoreForward.StoreAndForward_StatisticsSchema, variant.value);
    case 'heartbeat':
      return new Map([['heartbeat_period', variant.value.period]]);
    case 'history':
      return new Map([['history_messages', variant.value.historyMessages]]);
    default:
      return new Map();
  }
}

/**
 * A replay carries the original sender's `from` and the original packet id, hours later, on this port: the identity of
 * the text it repeats. It ends as two events, `store_forward` with `replay: true` and the text, so that the store can
 * mark it as old.
 */
export const storeForward: PortDecoder = {
  port: Portnums.PortNum.STORE_FORWARD_APP,
  schema: StoreForward.StoreAndForwardSchema,
  keepable: () => null, // it may repeat a text: STORE_TEXT decides about that
  decode(payload, ctx) {
    if (payload.length === 0) return [];
    const message = readMessage(StoreForward.StoreAndForwardSchema, payload);
    const isDirect = message.rr === ROUTER_TEXT_DIRECT;
    const replay = isDirect || message.rr === ROUTER_TEXT_BROADCAST;
    if (isDirect) ctx.diagnostics.flag('direct_message_readable');
    const event: MeshEvent = {
      type: 'store_forward',
      kind: storeForwardKind(message.rr),
      replay,
      ...ctx.samples.samples('store_forward', readingsOf(message, ctx), ctx.diagnostics),
    };
    if (!replay || message.variant.case !== 'text') return [event];
    return [event, ...textEvents('text', cleanTextBytes(message.variant.value), ctx)];
  },
};
