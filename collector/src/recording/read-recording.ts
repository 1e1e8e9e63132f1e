import { bytesOfHex, fromJson, ofPayload, type ReplayMessage, type TopicOf } from './recorded-message.js';

export interface Recording {
  readonly messages: readonly ReplayMessage[];
  /** One sentence for each part of the file that is no message, with its line. */
  readonly problems: readonly string[];
}

/** Endings of files that can be replayed. */
export const RECORDING_ENDINGS = ['.jsonl', '.json', '.hex'] as const;

/**
 * The messages of a file: `.hex` has one ServiceEnvelope per line, optionally after its topic; `.jsonl` one JSON value per
 * line, as the recorder writes it; `.json` one value or an array of them. A value is a recorded message, an object with
 * `topic` and `payload` (base64), `hex` or `base64`, or the JSON of a gateway. Lines that begin with `#` are comments.
 */
export function readRecording(name: string, text: string, topicOf: TopicOf): Recording {
  if (name.endsWith('.hex')) return readLines(name, text, (line) => fromHexLine(line, topicOf));
  if (name.endsWith('.jsonl')) return readLines(name, text, (line) => fromJson(parse(line), topicOf));
  const value = parse(text);
  // Several JSON values, one per line, are common in files called `.json`.
  if (value === undefined) return readLines(name, text, (line) => fromJson(parse(line), topicOf));
  const messages: ReplayMessage[] = [];
  const problems: string[] = [];
  for (const [index, item] of [value].flat().entries()) {
    const message = fromJson(item, topicOf);
    if (message === undefined) problems.push(`${name}: item ${index + 1} is no message`);
    else messages.push(message);
  }
  return { messages, problems };
}

function readLines(name: string, text: string, read: (line: string) => ReplayMessage | undefined): Recording {
  const messages: ReplayMessage[] = [];
  const problems: string[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const message = read(line);
    if (message === undefined) problems.push(`${name}: line ${index + 1} is no message`);
    else messages.push(message);
  }
  return { messages, problems };
}

function fromHexLine(line: string, topicOf: TopicOf): ReplayMessage | undefined {
  const space = line.lastIndexOf(' ');
  const bytes = bytesOfHex(line.slice(space + 1));
  if (bytes === undefined) return undefined;
  return ofPayload(bytes, space === -1 ? topicOf.envelope(bytes) : line.slice(0, space).trim());
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
