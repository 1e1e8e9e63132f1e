/** The collector's answer to one query. */
export interface Answer {
  readonly status: number;
  readonly error?: string;
  /** Each frame as JSON, the schema before the data: Grafana's server reads the columns before their values. */
  readonly frames: readonly Buffer[];
}

type Json = Readonly<Record<string, unknown>>;

/** UTF-16 units. */
const MAX_ERROR_LENGTH = 64 * 1024;

/** The answer of `POST /api/query`, by refId. Throws an error that says what is wrong when it is not one. */
export function readAnswers(bytes: Buffer): ReadonlyMap<string, Answer> {
  const { results = {} } = objectAt('the answer', parse(bytes));
  const entries = Object.entries(objectAt('"results"', results));
  return new Map(entries.map(([refId, result]) => [refId, readAnswer(objectAt(`the result "${refId}"`, result))]));
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new Error('it is not JSON');
  }
}

function objectAt(name: string, value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${name} is not an object`);
  }
  return value as Json;
}

function readAnswer({ status = 200, error, frames = [] }: Json): Answer {
  if (!Array.isArray(frames)) {
    throw new Error('"frames" is not a list');
  }
  return {
    status: typeof status === 'number' ? status : 502,
    ...(typeof error === 'string' ? { error: bounded(error) } : {}),
    frames: frames.map((frame) => readFrame(objectAt('a frame', frame))),
  };
}

function readFrame({ schema, data }: Json): Buffer {
  return Buffer.from(JSON.stringify({ schema: objectAt('"schema"', schema), data: objectAt('"data"', data) }));
}

function bounded(error: string): string {
  return error.length > MAX_ERROR_LENGTH ? 'The collector answered with an endless error.' : error;
}
