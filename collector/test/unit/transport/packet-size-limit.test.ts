import { describe, expect, it } from '@jest/globals';
import { createPacketSizeCheck } from '../../../src/transport/packet-size-limit.js';

/** A PUBLISH-like packet with this many bytes behind its fixed header. */
function packet(length: number): Buffer {
  const header = [0x30];
  let rest = length;
  do {
    const byte = rest % 128;
    rest = Math.floor(rest / 128);
    header.push(rest > 0 ? byte | 0x80 : byte);
  } while (rest > 0);
  return Buffer.concat([Buffer.from(header), Buffer.alloc(length, 0xff)]);
}

describe('packet size check', () => {
  it('passes packets up to the limit, header included', () => {
    expect(createPacketSizeCheck(102)(packet(100))).toBe(true);
    expect(createPacketSizeCheck(101)(packet(100))).toBe(false);
  });

  it('follows packets through any fragmentation', () => {
    const stream = Buffer.concat([packet(0), packet(127), packet(128), packet(5_000), packet(1)]);
    for (const size of [1, 2, 3, 7, 130, stream.length]) {
      const fits = createPacketSizeCheck(5_003);
      for (let at = 0; at < stream.length; at += size) expect(fits(stream.subarray(at, at + size))).toBe(true);
    }
  });

  it('refuses a packet by its announcement, before its content arrives', () => {
    const fits = createPacketSizeCheck(65_536);
    expect(fits(packet(10))).toBe(true);
    expect(fits(Buffer.from([0x30, 0xff, 0xff, 0xff]))).toBe(true);
    expect(fits(Buffer.from([0x7f]))).toBe(false);
  });

  it('stays bounded when the length never ends', () => {
    expect(createPacketSizeCheck(65_536)(Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0xff]))).toBe(false);
  });
});
