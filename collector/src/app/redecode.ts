import { createHash } from 'node:crypto';
import type { Config } from '../config/config.js';
import { createDecoder, type Decoder } from '../decode/decode.js';
import { createKeyring, type ChannelKey } from '../decode/keyring.js';
import type { Policy } from '../pipeline/policy.js';
import type { Outcomes, ReadAgain, TimeRange, UnreadPacket, UnreadPackets, UnreadReader } from '../store/unread.js';
import { version } from '../version.js';
import { addFinding, findingOf, NOTHING_FOUND, readCopies, type RedecodeCounts } from './reread-copy.js';

export interface RedecodeParts {
  readonly config: Config;
  readonly keys: readonly ChannelKey[];
  readonly policy: Policy;
  readonly packets: UnreadReader;
  /** The store of what the packets say; undefined: nothing is stored. */
  readonly store: UnreadPackets | undefined;
  readonly range: TimeRange;
  readonly print: (line: string) => void;
  /** Packets per transaction. Default 200. */
  readonly batchSize?: number;
}

/** How far a run has come, as it is stored. */
interface Progress {
  /** Name of the run: another one, with other keys, begins at the beginning. */
  readonly run: string;
  readonly kind: UnreadPacket['kind'];
  readonly row: number;
  readonly counts: RedecodeCounts;
}

const BATCH = 200;
/** Batches between two lines. */
const PRINT_EVERY = 25;
/** In this order: a packet that is decrypted may be one whose payload cannot be decoded. */
const KINDS = ['undecoded', 'undecrypted'] as const satisfies readonly UnreadPacket['kind'][];

/**
 * Reads what could not be read when it was received, with the keys and the decoders of today. Each batch is stored
 * together with the progress, so that a run that was ended is continued by the next one with the same settings.
 */
export function redecode(parts: RedecodeParts): RedecodeCounts {
  return new Redecode(parts).run();
}

class Redecode {
  readonly #parts: RedecodeParts;
  readonly #decoder: Decoder;
  readonly #name: string;

  constructor(parts: RedecodeParts) {
    const { keys, config } = parts;
    this.#parts = parts;
    const options = { storePersonalTelemetry: config.storeHealthTelemetry };
    this.#decoder = createDecoder({ keyring: createKeyring(keys), options });
    this.#name = nameOfRun(parts);
  }

  run(): RedecodeCounts {
    const { packets, store, range, print } = this.#parts;
    const begun = this.#interruptedRun();
    print(
      begun === undefined
        ? `${packets.count(range)} packets to read`
        : `Continuing the run that was interrupted after ${begun.counts.tried} packets`,
    );
    let counts = begun?.counts ?? NOTHING_FOUND;
    for (const kind of KINDS.slice(begun === undefined ? 0 : KINDS.indexOf(begun.kind))) {
      counts = this.#readAll(kind, begun?.kind === kind ? begun.row : -1, counts);
    }
    store?.finish();
    return counts;
  }

  #interruptedRun(): Progress | undefined {
    const saved = this.#parts.store?.progress();
    if (saved === undefined) return undefined;
    const progress = JSON.parse(saved) as Progress;
    return progress.run === this.#name ? progress : undefined;
  }

  #readAll(kind: UnreadPacket['kind'], after: number, before: RedecodeCounts): RedecodeCounts {
    const { packets, range, print, batchSize = BATCH } = this.#parts;
    let row = after;
    let counts = before;
    for (let batch = 1; ; batch++) {
      const page = packets.next(kind, row, range, batchSize);
      row = page.at(-1)?.row ?? row;
      if (page.length > 0) counts = this.#readPage(page, { run: this.#name, kind, row, counts });
      if (batch % PRINT_EVERY === 0) print(`${counts.tried} packets read, ${counts.decoded} of them decoded`);
      if (page.length < batchSize) return counts;
    }
  }

  #readPage(page: readonly UnreadPacket[], { counts: before, ...place }: Progress): RedecodeCounts {
    const { policy, store } = this.#parts;
    const read = page.map((packet) => ({ packet, copies: readCopies(packet, this.#decoder, policy) }));
    const countsOf = (outcomes: Outcomes) =>
      read.reduce(
        (counts, { packet, copies }, index) => addFinding(counts, findingOf(packet, copies, outcomes[index])),
        before,
      );
    if (store === undefined) return countsOf([]);
    const outcomes = store.commit(
      read.map(({ packet: { row }, copies }): ReadAgain => ({
        row,
        copies: copies.flatMap(({ content }) => content ?? []),
        done: copies.flatMap(({ copy, isDone }) => (copy !== undefined && isDone ? [copy] : [])),
      })),
      (stored) => JSON.stringify({ ...place, counts: countsOf(stored) } satisfies Progress),
    );
    return countsOf(outcomes);
  }
}

/** Everything that decides what a run finds. The keys are not to be read from it. */
function nameOfRun({ keys, config, range }: RedecodeParts): string {
  const { text, storeHealthTelemetry, respectOkToMqtt, ingest } = config;
  const { geoBox, allow, deny } = ingest;
  const secrets = keys.map(({ name, psk }) => [name, Buffer.from(psk).toString('base64')]);
  const settings = [version, range, text, storeHealthTelemetry, respectOkToMqtt, geoBox, allow, deny, secrets];
  return createHash('sha256').update(JSON.stringify(settings)).digest('base64url').slice(0, 16);
}
