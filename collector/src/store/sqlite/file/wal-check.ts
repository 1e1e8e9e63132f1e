/**
 * SQLite reads a write-ahead log up to the first frame with a wrong checksum and silently drops the rest: right
 * after a power failure, wrong when the log was damaged later. This distinguishes the two before SQLite touches it.
 * Format: https://www.sqlite.org/fileformat2.html#walformat
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682; // the lowest bit says whether checksums read big-endian words

type Sum = readonly [number, number];

function checksum(bytes: Buffer, start: number, end: number, bigEndian: boolean, [first, second]: Sum): Sum {
  let [a, b] = [first, second];
  for (let at = start; at < end; at += 8) {
    a = (a + (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}

interface WalHeader {
  readonly bigEndian: boolean;
  readonly pageSize: number;
  readonly salts: Buffer;
  readonly sum: Sum;
}

function readHeader(bytes: Buffer): WalHeader | undefined {
  const magic = bytes.readUInt32BE(0);
  if ((magic & ~1) >>> 0 !== MAGIC) return undefined;
  const bigEndian = (magic & 1) === 1;
  const sum = checksum(bytes, 0, 24, bigEndian, [0, 0]);
  if (sum[0] !== bytes.readUInt32BE(24) || sum[1] !== bytes.readUInt32BE(28)) return undefined;
  return { bigEndian, pageSize: bytes.readUInt32BE(8), salts: Buffer.from(bytes.subarray(16, 24)), sum };
}

/** Commits of the log that follow a frame with a wrong checksum: SQLite would drop them. */
function commitsAfterBreak(file: number, size: number, header: WalHeader): number {
  const frame = Buffer.alloc(FRAME_HEADER_BYTES + header.pageSize);
  let sum: Sum = header.sum;
  let broken = false;
  let lost = 0;
  for (let at = HEADER_BYTES; at + frame.length <= size; at += frame.length) {
    readSync(file, frame, 0, frame.length, at);
    const ours = frame.subarray(8, 16).equals(header.salts);
    if (!ours && !broken) return 0; // what an earlier round of the log left behind
    if (!broken) {
      sum = checksum(frame, 0, 8, header.bigEndian, sum);
      sum = checksum(frame, FRAME_HEADER_BYTES, frame.length, header.bigEndian, sum);
      broken = sum[0] !== frame.readUInt32BE(16) || sum[1] !== frame.readUInt32BE(20);
    }
    if (broken && ours && frame.readUInt32BE(4) !== 0) lost += 1;
  }
  return lost;
}

/**
 * How the write-ahead log is damaged; undefined when it is fine or absent. `everyCommitSynced`: the log was written
 * with `synchronous=FULL`, so that at most its newest commit can have been torn by a power failure.
 */
export function walDamage(walPath: string, everyCommitSynced: boolean): string | undefined {
  const size = statSync(walPath, { throwIfNoEntry: false })?.size ?? 0;
  if (size < HEADER_BYTES) return undefined;
  const file = openSync(walPath, 'r');
  try {
    const bytes = Buffer.alloc(HEADER_BYTES);
    readSync(file, bytes, 0, HEADER_BYTES, 0);
    const header = readHeader(bytes);
    if (header === undefined) return `the header of its write-ahead log ${walPath} is not one`;
    const lost = everyCommitSynced ? commitsAfterBreak(file, size, header) : 0;
    return lost > 1
      ? `its write-ahead log ${walPath} is broken in the middle, ${lost} commits would be lost`
      : undefined;
  } finally {
    closeSync(file);
  }
}
