import type { FrameJson } from '@mesh-observatory/contract/frames';
import type { FramePart, FramePatch } from '@mesh-observatory/contract/live';
import type { LiveAnswer, QueryView } from '../../store/store.js';

/** Values of one part of a long answer: some 50 KiB of JSON. */
const PART_VALUES = 4000;

/**
 * The messages that one client gets about one query: the answer in parts, then its changes. The client is behind its
 * view as far as it reads slowly; when the changes it lacks are no longer remembered, it gets the answer again.
 */
export class QueryFeed {
  readonly #id: string;
  readonly #view: QueryView;
  #seq: number | undefined;
  #parts: Generator<string, void> | undefined;

  /** `resumeAfter`: number of the last change the client has. */
  constructor(id: string, view: QueryView, resumeAfter: number | undefined) {
    this.#id = id;
    this.#view = view;
    this.#seq = resumeAfter;
  }

  /** The next message; undefined when the client has everything. */
  next(): string | undefined {
    const part = this.#parts?.next();
    if (part !== undefined && part.done !== true) return part.value;
    this.#parts = undefined;
    const { seq, answer } = this.#view;
    if (answer === undefined || this.#seq === seq) return undefined;
    const change = this.#seq === undefined ? undefined : this.#view.change(this.#seq + 1);
    if (this.#seq !== undefined && change !== undefined) {
      this.#seq += 1;
      return `{"type":"rows","id":${JSON.stringify(this.#id)},"seq":${this.#seq},${bodyOf(change)}}`;
    }
    this.#seq = seq;
    this.#parts = this.#render(answer, seq);
    return this.next();
  }

  *#render({ from, to, frames }: LiveAnswer<readonly FrameJson[]>, seq: number): Generator<string, void> {
    const { id: view } = this.#view;
    const parts = inParts(frames);
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1;
      yield JSON.stringify({
        ...{ type: 'frames', id: this.#id, view, seq, from, to, part: index + 1, last },
        frames: part.map(({ frame, start, end }): FramePart => slice(frames, frame, start, end)),
      });
    }
  }
}

interface Slice {
  readonly frame: number;
  readonly start: number;
  readonly end: number;
}

/** Slices of frames, several small ones or some rows of a large one together; at least one part. */
function inParts(frames: readonly FrameJson[]): Slice[][] {
  const parts: Slice[][] = [[]];
  let room = PART_VALUES;
  frames.forEach(({ data: { values } }, frame) => {
    const rows = values[0]?.length ?? 0;
    let start = 0;
    do {
      if (room <= 0) {
        parts.push([]);
        room = PART_VALUES;
      }
      const end = Math.min(rows, start + Math.max(1, Math.floor(room / Math.max(1, values.length))));
      parts.at(-1)?.push({ frame, start, end });
      room -= Math.max(1, (end - start) * values.length);
      start = end;
    } while (start < rows);
  });
  return parts;
}

function slice(frames: readonly FrameJson[], frame: number, start: number, end: number): FramePart {
  const { schema, data } = frames[frame] ?? { schema: { fields: [] }, data: { values: [] } };
  const values = data.values.map((column) => column.slice(start, end));
  return { frame, ...(start === 0 ? { schema } : {}), values };
}

type AnswerChange = LiveAnswer<readonly FramePatch[]>;
const bodies = new WeakMap<AnswerChange, string>();

/** The properties of a change as JSON, made once for all clients. */
function bodyOf(change: AnswerChange): string {
  const known = bodies.get(change);
  if (known !== undefined) return known;
  const body = JSON.stringify(change).slice(1, -1);
  bodies.set(change, body);
  return body;
}
