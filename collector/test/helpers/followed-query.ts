import type { FrameJson } from '@mesh-observatory/contract/frames';
import type { ServerMessage } from '@mesh-observatory/contract/live';
import { addFrameParts, applyFramePatches } from '@mesh-observatory/contract/live-frames';

/** The frames of a live query as a client has them after the messages so far. */
export class FollowedQuery {
  frames: FrameJson[] = [];
  seq = -1;
  from = 0;
  to = 0;
  isWhole = false;
  /** Messages by type. */
  readonly count = { frames: 0, rows: 0 };

  take(message: ServerMessage): void {
    if (message.type === 'frames') {
      this.frames = addFrameParts(message.part === 1 ? [] : this.frames, message.frames);
      this.isWhole = message.last;
    } else if (message.type === 'rows') {
      if (message.seq !== this.seq + 1) throw new Error(`Change ${message.seq} came after ${this.seq}.`);
      this.frames = applyFramePatches(this.frames, message.frames);
    } else return;
    this.count[message.type] += 1;
    this.seq = message.seq;
    this.from = message.from;
    this.to = message.to;
  }
}
