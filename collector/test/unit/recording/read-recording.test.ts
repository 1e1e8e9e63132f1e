import { describe, expect, it } from '@jest/globals';
import type { RawMessage, UnixMillis } from '../../../src/model.js';
import { readRecording } from '../../../src/recording/read-recording.js';
import { toLine, type TopicOf } from '../../../src/recording/recorded-message.js';

const topicOf: TopicOf = { envelope: () => 'topic/of/envelope', json: () => 'topic/of/json' };
const read = (name: string, text: string) => readRecording(name, text, topicOf);
const shown = (name: string, text: string) =>
  read(name, text).messages.map(({ topic, payload }) => [topic, Buffer.from(payload).toString()]);

const message: RawMessage = {
  broker: 'home',
  topic: 'msh/EU_868/2/e/LongFast/!0badcafe',
  payload: Uint8Array.of(0, 255, 10, 13),
  qos: 0,
  retained: true,
  redelivered: false,
  receivedAt: 1_770_000_000_123 as UnixMillis,
};

describe('readRecording', () => {
  it('reads back what the recorder wrote, byte for byte', () => {
    const { messages, problems } = read('r.jsonl', toLine(message) + toLine({ ...message, broker: 'other' }));
    expect(problems).toEqual([]);
    const { redelivered: _, ...kept } = message;
    expect(messages.map(({ payload, ...rest }) => ({ ...rest, payload: new Uint8Array(payload) }))).toEqual([
      kept,
      { ...kept, broker: 'other' },
    ]);
  });

  it.each([
    ['an envelope in hex', 'a.hex', '6869\n', [['topic/of/envelope', 'hi']]],
    ['an envelope in hex after its topic', 'a.hex', 'msh/2/e/Long Fast/!1 6869', [['msh/2/e/Long Fast/!1', 'hi']]],
    ['comments and empty lines', 'a.hex', '# a note\r\n\r\n6869\r\n', [['topic/of/envelope', 'hi']]],
    [
      'an array of messages',
      'a.json',
      '[{"topic":"t","hex":"6869"},{"topic":"u","base64":"aGk="}]',
      [
        ['t', 'hi'],
        ['u', 'hi'],
      ],
    ],
    ['the JSON of a gateway', 'a.json', '{"from":1,"type":""}', [['topic/of/json', '{"from":1,"type":""}']]],
    ['a gateway’s JSON with its topic', 'a.json', '{"topic":"t","payload":{"from":1}}', [['t', '{"from":1}']]],
    [
      'one JSON value per line',
      'a.json',
      '{"from":1,"type":"a"}\n{"from":2,"type":"b"}',
      [
        ['topic/of/json', '{"from":1,"type":"a"}'],
        ['topic/of/json', '{"from":2,"type":"b"}'],
      ],
    ],
  ])('reads %s', (_what, name, text, expected) => {
    expect(shown(name, text)).toEqual(expected);
  });

  it.each([
    ['a.hex', '6869\nxyz', 'a.hex: line 2 is no message'],
    ['a.hex', '686', 'a.hex: line 1 is no message'],
    ['a.jsonl', '{"topic":"t","hex":"6869"}\n{broken', 'a.jsonl: line 2 is no message'],
    ['a.json', '[{"topic":"t","hex":"6869"}, 7]', 'a.json: item 2 is no message'],
    ['a.json', '{"anything":true}', 'a.json: item 1 is no message'],
  ])('names what is no message in %s %j', (name, text, problem) => {
    expect(read(name, text).problems).toEqual([problem]);
  });
});
