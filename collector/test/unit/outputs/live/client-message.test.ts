import { describe, expect, it } from '@jest/globals';
import { parseClientMessage } from '../../../../src/outputs/live/client-message.js';

const parse = (text: string) => parseClientMessage(Buffer.from(text), false);

describe('parseClientMessage', () => {
  it('reads a valid message, in one piece or in fragments', () => {
    const message = { type: 'ping', id: 'a' };
    const [first, second] = [Buffer.from('{"type":"ping",'), Buffer.from('"id":"a"}')];
    expect(parse(JSON.stringify(message))).toEqual({ ok: true, message });
    expect(parseClientMessage([first, second], false)).toEqual({ ok: true, message });
  });

  it.each([
    ['', 'not_json'],
    ['{', 'not_json'],
    ['null', 'bad_message'],
    ['{"type":"nope"}', 'bad_message'],
    ['{"type":"subscribe","kinds":["nope"]}', 'bad_message'],
  ])('refuses %p with the code %s', (text, code) => {
    expect(parse(text)).toMatchObject({ ok: false, code });
  });

  it('names the field that is wrong', () => {
    expect(parse('{"type":"subscribe","kinds":["nope"]}')).toMatchObject({
      message: expect.stringMatching(/^kinds\.0: /),
    });
  });

  it('refuses binary messages', () => {
    expect(parseClientMessage(Buffer.from('{"type":"ping"}'), true)).toMatchObject({ ok: false, code: 'binary' });
  });
});
