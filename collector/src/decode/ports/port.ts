import type { MeshEvent, NodeNum, PacketFlag, PacketId, UnixMillis } from '../../model.js';
import type { SampleReader } from '../telemetry.js';

/** Collects what a port decoder notices about the packet besides its events. */
export interface PacketDiagnostics {
  flag(flag: PacketFlag): void;
  /** The device's own clock, in seconds; kept when plausible. */
  deviceTime(seconds: number): void;
  /** Part of the payload was not understood: keep the raw bytes, status `not_decoded`. */
  keepPayload(): void;
}

/** The packet around a payload. */
export interface DecodeContext {
  readonly from: NodeNum;
  readonly to: NodeNum;
  readonly gateway: NodeNum;
  readonly requestId: PacketId | null;
  readonly replyId: PacketId | null;
  readonly emoji: boolean;
  /** Now, as far as decoding is concerned. */
  readonly receivedAt: UnixMillis;
  readonly samples: SampleReader;
  readonly diagnostics: PacketDiagnostics;
}

/**
 * Turns the payload of one port into events. An empty list is valid: requests have no events.
 * `decode` throws UndecodableError when the bytes are not what the port prescribes, and nothing else.
 */
export interface PortDecoder {
  readonly port: number;
  decode(payload: Uint8Array, ctx: DecodeContext): readonly MeshEvent[];
}
