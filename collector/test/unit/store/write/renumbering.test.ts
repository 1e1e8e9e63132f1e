import { describe, expect, it } from '@jest/globals';
import { numberOfKey } from '../../../../src/store/sqlite/rows/node-number.js';
import { LATE_COPY_MS, predecessorOf, type KeyHolder } from '../../../../src/store/sqlite/write/renumbering.js';

const KEY = '0a'.repeat(31) + '0b';
const NEW = numberOfKey(KEY);
const T = 1_770_000_000_000;
const HOUR = 3_600_000;

/** CRC-32 bit by bit: reflected polynomial 0xEDB88320, all ones at the start, inverted at the end. */
function crc32BitByBit(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

describe('the number of a public key', () => {
  it('is the CRC-32/ISO-HDLC of its 32 bytes', () => {
    const counting = Uint8Array.from({ length: 32 }, (_, index) => index);
    expect(numberOfKey(Buffer.from(counting).toString('hex'))).toBe(0x91267e8a);
    for (const bytes of [counting, new Uint8Array(32), Buffer.from(KEY, 'hex')]) {
      expect(numberOfKey(Buffer.from(bytes).toString('hex'))).toBe(crc32BitByBit(bytes));
    }
    expect(numberOfKey(Buffer.from('123456789').toString('hex'))).toBe(0xcbf43926);
  });
});

describe('the predecessor of a node', () => {
  const successor = { num: NEW, firstHeard: T };
  const old = (over: Partial<KeyHolder> = {}): KeyHolder => ({
    num: 0x11aa22bb,
    firstHeard: T - 100 * HOUR,
    lastHeard: T - HOUR,
    ...over,
  });
  const itself: KeyHolder = { num: NEW, firstHeard: T, lastHeard: T + HOUR };

  const cases: readonly (readonly [string, Pick<KeyHolder, 'num' | 'firstHeard'>, KeyHolder[], number | undefined])[] =
    [
      ['is the older number with its key', successor, [itself, old()], 0x11aa22bb],
      ['is found before the node itself is stored', successor, [old()], 0x11aa22bb],
      ['may be heard in late copies', successor, [old({ lastHeard: T + LATE_COPY_MS })], 0x11aa22bb],
      ['is not heard any more', successor, [old({ lastHeard: T + LATE_COPY_MS + 1 })], undefined],
      ['was heard first', successor, [old({ firstHeard: T + 1, lastHeard: T + 1 })], undefined],
      ['is unknown while nobody else had the key', successor, [itself], undefined],
      ['is unknown for a number that is not that of the key', { num: 0x22, firstHeard: T }, [old()], undefined],
      [
        'is unknown when two numbers with the key were on the air together',
        successor,
        [old(), old({ num: 5, firstHeard: T - 2 * HOUR })],
        undefined,
      ],
      [
        'is the last of several numbers that followed one another',
        successor,
        [old({ lastHeard: T - 50 * HOUR }), old({ num: 5, firstHeard: T - 40 * HOUR })],
        5,
      ],
      [
        'is unknown for a key that a whole series of devices has',
        successor,
        Array.from({ length: 11 }, (_, index) =>
          old({ num: 10 + index, firstHeard: T - (50 - index) * HOUR, lastHeard: T - (50 - index) * HOUR }),
        ),
        undefined,
      ],
    ];
  it.each(cases)('%s', (_title, node, holders, expected) => {
    expect(predecessorOf(node, KEY, holders)?.num).toBe(expected);
  });
});
