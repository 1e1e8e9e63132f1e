import type { DescMessage } from '@bufbuild/protobuf';
import type { MeshEvent, NodeNum, PacketFlag, PacketId, ReadingProblem, UnixMillis } from '../../model.js';
import type { SampleReader } from '../telemetry.js';

/** Collects what a port decoder notices about the packet besides its events. */
export interface PacketDiagnostics {
  flag(flag: PacketFlag): void;
  /** The device's own clock, in seconds; kept when plausible. */
  deviceTime(seconds: number): void;
  /** The payload was not understood: keep the raw bytes, status `not_decoded`. */
  keepPayload(): void;
  /** A reading that was clamped or refused. */
  problem(problem: ReadingProblem): void;
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
  /** The message in the payload; absent = the payload is no protobuf message, or is never kept. */
  readonly schema?: DescMessage;
  /**
   * The part of a decoded payload that is kept when it has unknown fields; null = nothing, for it holds what is not
   * stored. Default: all of it.
   */
  keepable?(payload: Uint8Array, events: readonly MeshEvent[]): Uint8Array | null;
  decode(payload: Uint8Array, ctx: DecodeContext): readonly MeshEvent[];
}
