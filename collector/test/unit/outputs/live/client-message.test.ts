import { describe, expect, it } from '@jest/globals';
import { parseClientMessage } from '../../../../src/outputs/live/client-message.js';

const parse = (text: string) => parseClientMessage(Buffer.from(text), false);

describe('parseClientMessage', () => {
  it('reads a valid message, in one piece or in fragments', () => {
    const message = { type: 'ping', id: 'a' };
    const [first, second] = [Buffer.from('{"type":"ping",'), Buffer.from('"id":"a"}')];
    expect(parse(JSON.stringify(message))).toEqual({ kind: 'connection', message });
    expect(parseClientMessage([first, second], false)).toEqual({ kind: 'connection', message });
  });

  it.each([
    ['', 'not_json'],
    ['{', 'not_json'],
    ['null', 'bad_message'],
    ['{"type":"nope"}', 'bad_message'],
    ['{"type":"subscribe","kinds":["nope"]}', 'bad_message'],
  ])('refuses %p with the code %s', (text, code) => {
    expect(parse(text)).toMatchObject({ kind: 'invalid', code });
  });

  it('names the field that is wrong', () => {
    expect(parse('{"type":"subscribe","kinds":["nope"]}')).toMatchObject({
      message: expect.stringMatching(/^kinds\.0: /),
    });
  });

  it('reads a message about a query with all options of the query', () => {
    const text = '{"type":"subscribe","id":"a","query":{"refId":"A","queryType":"nodes"},"rangeMs":1000}';
    expect(parse(text)).toMatchObject({ kind: 'query', message: { id: 'a', query: { includeSilent: true } } });
    expect(parse('{"type":"unsubscribe","id":"a"}')).toMatchObject({ kind: 'query' });
  });

  it.each([
    '{"type":"subscribe","id":"a","query":{"refId":"A","queryType":"weather"},"rangeMs":1000}',
    '{"type":"subscribe","id":"a","query":{"refId":"A","queryType":"nodes"},"rangeMs":0}',
    '{"type":"subscribe","id":"a"}',
  ])('names the query that %s is about', (text) => {
    expect(parse(text)).toMatchObject({ kind: 'invalid', code: 'bad_message', id: 'a' });
  });

  it('refuses binary messages', () => {
    expect(parseClientMessage(Buffer.from('{"type":"ping"}'), true)).toMatchObject({ kind: 'invalid', code: 'binary' });
  });
});
