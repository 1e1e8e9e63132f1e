import { Portnums } from '@meshtastic/protobufs';
import type { TextEvent } from '../../model.js';
import { cleanTextBytes } from '../sanitize.js';
import type { DecodeContext, PortDecoder } from './port.js';

const { PortNum } = Portnums;

/** Text for people; no event when no visible character is left. */
export function textEvents(kind: TextEvent['kind'], text: string, ctx: DecodeContext): readonly TextEvent[] {
  if (text === '') return [];
  // A reaction names the message it reacts to; an emoji flag alone means nothing.
  const emoji = kind === 'text' && ctx.emoji && ctx.replyId !== null;
  return [{ type: 'text', kind, text, replyId: ctx.replyId, emoji }];
}

/** Ports whose payload is UTF-8 and nothing else. */
const textPort = (port: number, kind: TextEvent['kind']): PortDecoder => ({
  port,
  decode: (payload, ctx) => textEvents(kind, cleanTextBytes(payload), ctx),
});

export const textMessage = textPort(PortNum.TEXT_MESSAGE_APP, 'text');
export const alert = textPort(PortNum.ALERT_APP, 'alert');
export const detectionSensor = textPort(PortNum.DETECTION_SENSOR_APP, 'detection');
export const rangeTest = textPort(PortNum.RANGE_TEST_APP, 'range_test');
export const reply = textPort(PortNum.REPLY_APP, 'reply');
export const textPorts: readonly PortDecoder[] = [textMessage, alert, detectionSensor, rangeTest, reply];
