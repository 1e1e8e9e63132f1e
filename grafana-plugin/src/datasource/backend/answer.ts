import { NotJson, scanJson, type JsonScanner } from './jsonScanner';

/** What the collector answered to one query. */
export interface Answer {
  readonly status: number;
  readonly error?: string;
  /** Every frame as the bytes the collector sent. */
  readonly frames: readonly Buffer[];
}

/** Bytes. */
const LONGEST_ERROR = 64 * 1024;

/** The answer of `POST /api/query`, by refId. Throws when it is not one. */
export function readAnswers(bytes: Buffer): ReadonlyMap<string, Answer> {
  const json = scanJson(bytes);
  const answers = new Map<string, Answer>();
  const end = json.members(json.valueAt(0), (name, at) =>
    name === 'results'
      ? json.members(at, (refId, result) => {
          const { answer, end: resultEnd } = readAnswer(bytes, json, result);
          answers.set(refId, answer);
          return resultEnd;
        })
      : undefined,
  );
  if (json.valueAt(end) !== bytes.length) {
    throw new NotJson('something follows the answer');
  }
  return answers;
}

function readAnswer(bytes: Buffer, json: JsonScanner, at: number): { answer: Answer; end: number } {
  let status: unknown = 200;
  let error: unknown;
  const frames: Buffer[] = [];
  const end = json.members(at, (name, value) => {
    switch (name) {
      case 'status':
        status = json.read(value);
        return undefined;
      case 'error':
        error =
          json.skip(value) - value > LONGEST_ERROR ? 'The collector answered with an endless error.' : json.read(value);
        return undefined;
      case 'frames':
        return json.items(value, (frame) => {
          const frameEnd = endOfFrame(json, frame);
          frames.push(bytes.subarray(frame, frameEnd));
          return frameEnd;
        });
      default:
        return undefined;
    }
  });
  const answer = {
    status: typeof status === 'number' ? status : 502,
    ...(typeof error === 'string' ? { error } : {}),
    frames,
  };
  return { answer, end };
}

/** Grafana's server reads a frame in one go: what its columns are has to come before their values, and nothing else. */
function endOfFrame(json: JsonScanner, at: number): number {
  const names: string[] = [];
  const end = json.members(at, (name) => {
    names.push(name);
    return undefined;
  });
  if (names.join() !== 'schema,data') {
    throw new NotJson(`a frame has the parts "${names.join(', ')}" instead of "schema, data"`);
  }
  return end;
}
