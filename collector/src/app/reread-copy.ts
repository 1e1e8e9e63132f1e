import type { Decoder } from '../decode/decode.js';
import { messageOfPayload } from '../decode/stored-payload.js';
import type { Decoded, DecodeStatus, MeshPacket, RawMessage } from '../model.js';
import type { Policy } from '../pipeline/policy.js';
import type { RereadOutcome, UnreadPacket } from '../store/unread.js';

/** The findings of a run, in packets. */
export interface RedecodeCounts {
  readonly tried: number;
  /** A key opened them. */
  readonly decrypted: number;
  /** Their content is stored. */
  readonly decoded: number;
  /** Read, but not to be stored, by reason. */
  readonly excluded: Readonly<Record<string, number>>;
  /** Still unknown, by reason. */
  readonly unknown: Readonly<Record<string, number>>;
}

export const NOTHING_FOUND: RedecodeCounts = { tried: 0, decrypted: 0, decoded: 0, excluded: {}, unknown: {} };

type Readable = Extract<Decoded, { ok: true }>;

/** One copy of a stored packet, read again. */
export interface RereadCopy {
  /** Its name; undefined: the stored payload. */
  readonly copy: string | undefined;
  /** Content that is to be stored. */
  readonly content: Readable | undefined;
  /** Nothing more can be learned from it, or a policy drops it. */
  readonly isDone: boolean;
  readonly finding: Finding;
}

export interface Finding {
  readonly isDecrypted: boolean;
  readonly result: 'decoded' | 'excluded' | 'unknown';
  /** Why it is not decoded. */
  readonly reason: string;
}

const unknown = (reason: string, isDecrypted = false): Finding => ({ isDecrypted, result: 'unknown', reason });
const excluded = (reason: string, isDecrypted = false): Finding => ({ isDecrypted, result: 'excluded', reason });

/** Decodes the copies of a packet as if they were received now, and asks the policy. */
export function readCopies(packet: UnreadPacket, decoder: Decoder, policy: Policy): readonly RereadCopy[] {
  if (packet.kind === 'undecrypted') {
    return packet.copies.map(({ copy, message }) => ({ ...read(message, decoder, policy), copy }));
  }
  const { content, ...attempt } = read(messageOfPayload(packet), decoder, policy);
  // A payload that still says nothing changes nothing.
  return [{ ...attempt, copy: undefined, content: attempt.finding.result === 'decoded' ? content : undefined }];
}

function read(message: RawMessage, decoder: Decoder, policy: Policy): Omit<RereadCopy, 'copy'> {
  const decoded = decoder.decode(message);
  if (!decoded.ok) return { content: undefined, isDone: false, finding: unknown(`rejected (${decoded.reason})`) };
  const admitted = policy.admit(decoded);
  if (typeof admitted === 'string') {
    return { content: undefined, isDone: true, finding: excluded(`dropped by policy (${admitted})`) };
  }
  const isRead = !UNREAD.has(admitted.packet.decodeStatus);
  return {
    content: isRead ? admitted : undefined,
    isDone: decoded.isSealed !== true,
    finding: isRead ? findingOfContent(admitted.packet) : findingOfSealed(admitted.packet),
  };
}

const UNREAD: ReadonlySet<DecodeStatus> = new Set(['undecryptable', 'pki', 'empty']);

function findingOfSealed({ decodeStatus, channel, channelHash }: MeshPacket): Finding {
  if (decodeStatus === 'pki') return unknown('no key decrypts it; probably encrypted between two nodes’ keys');
  return unknown(`no key decrypts channel ${JSON.stringify(channel)}, hash ${channelHash ?? 'unknown'}`);
}

function findingOfContent({ decodeStatus, payloadStatus, portName }: MeshPacket): Finding {
  const port = portName ?? 'a port out of range';
  if (decodeStatus === 'suspect') return unknown('suspect: other software encrypted it, or the key is wrong');
  switch (payloadStatus) {
    case 'decoded':
      return { isDecrypted: true, result: 'decoded', reason: '' };
    case 'redacted':
      return excluded(`private, or control traffic (${port})`, true);
    case 'undecodable':
      return unknown(`the payload is not what ${port} prescribes`, true);
    case 'not_decoded':
    case 'none':
      return unknown(`no decoder for ${port}`, true);
  }
}

const LOST: Readonly<Record<RereadOutcome, Finding | undefined>> = {
  changed: undefined,
  unchanged: undefined,
  read_from_another_copy: excluded('read from another copy before', true),
  another_packet: excluded('belongs to another packet with the same id', true),
  gone: excluded('the packet is not stored any more'),
};

const RESULTS: readonly Finding['result'][] = ['unknown', 'excluded', 'decoded'];

/** The finding about a packet: that of the copy that says most. @param outcomes of the copies that were stored. */
export function findingOf(
  { kind }: UnreadPacket,
  copies: readonly RereadCopy[],
  outcomes: readonly RereadOutcome[] = [],
): Finding {
  const stored = [...outcomes];
  const findings = copies.map(({ content, finding }) => {
    const outcome = content === undefined ? undefined : stored.shift();
    return (outcome === undefined ? undefined : LOST[outcome]) ?? finding;
  });
  const [best = unknown('nothing is stored of it')] = findings.sort(
    (a, b) => RESULTS.indexOf(b.result) - RESULTS.indexOf(a.result),
  );
  return { ...best, isDecrypted: kind === 'undecrypted' && findings.some(({ isDecrypted }) => isDecrypted) };
}

/** They hold names of channels, which anyone can make up. */
const MAX_REASONS = 100;
const OTHER_REASONS = 'other reasons';

export function addFinding(counts: RedecodeCounts, { isDecrypted, result, reason }: Finding): RedecodeCounts {
  const plusOne = (reasons: Readonly<Record<string, number>>) => {
    const isListed = reason in reasons || Object.keys(reasons).length < MAX_REASONS;
    const name = isListed ? reason : OTHER_REASONS;
    return { ...reasons, [name]: (reasons[name] ?? 0) + 1 };
  };
  return {
    tried: counts.tried + 1,
    decrypted: counts.decrypted + Number(isDecrypted),
    decoded: counts.decoded + Number(result === 'decoded'),
    excluded: result === 'excluded' ? plusOne(counts.excluded) : counts.excluded,
    unknown: result === 'unknown' ? plusOne(counts.unknown) : counts.unknown,
  };
}
