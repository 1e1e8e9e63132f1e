import { Mqtt } from '@meshtastic/protobufs';
import { readMessage, UndecodableError } from './protobuf.js';

/**
 * The topic a gateway publishes an envelope to, for recordings that hold only its bytes: the envelope names channel and
 * gateway itself. The region is not in it, and not in the topic either.
 */
export function topicOfEnvelope(payload: Uint8Array): string {
  const { channelId, gatewayId } = readNames(payload);
  return `msh/2/e/${channelId === '' ? 'LongFast' : channelId}/${gatewayId === '' ? '!00000000' : gatewayId}`;
}

function readNames(payload: Uint8Array): { readonly channelId: string; readonly gatewayId: string } {
  try {
    return readMessage(Mqtt.ServiceEnvelopeSchema, payload);
  } catch (error) {
    if (error instanceof UndecodableError) return { channelId: '', gatewayId: '' };
    throw error;
  }
}
