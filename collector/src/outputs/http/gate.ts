import { RequestError } from '../../errors.js';

/** Lets at most `capacity` requests work at the same moment. Nobody queues: a queue only hides that it is too much. */
export interface Gate {
  /** Returns what to call when the work is over. @throws RequestError 503 when the house is full. */
  enter(): () => void;
}

export function createGate(capacity: number): Gate {
  let inside = 0;
  return {
    enter: () => {
      if (inside >= capacity) {
        throw new RequestError(503, 'busy', `${capacity} requests are being answered already; try again in a moment.`);
      }
      inside += 1;
      return () => {
        inside -= 1;
      };
    },
  };
}
