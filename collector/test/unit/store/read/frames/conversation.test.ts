import { describe, expect, it } from '@jest/globals';
import type { Message } from '@mesh-observatory/contract/resources';
import { asConversations } from '../../../../../src/store/sqlite/read/frames/conversation.js';

const message = (packetId: number, text: string, more: Partial<Message> = {}): Message => ({
  ...{ packetId, text, at: packetId, fromId: '!00000001', toId: '!ffffffff', channel: 'LongFast' },
  ...{ kind: 'text', replyId: null, emoji: false, replay: false },
  ...more,
});

const shown = (messages: readonly Message[]) =>
  asConversations(messages).map(({ message: { text }, isReply, isOrphan, reactions }) => [
    `${isReply ? '> ' : ''}${text ?? ''}${isOrphan ? ' ?' : ''}`,
    ...reactions.map(([reaction, count]) => `${reaction}${count}`),
  ]);

describe('conversations', () => {
  it('put replies under what they answer, and the conversation with the newest message first', () => {
    const messages = [
      message(1, 'who comes?'),
      message(2, 'hello'),
      message(3, 'me', { replyId: 1 }),
      message(4, 'when?', { replyId: 3 }),
    ];
    expect(shown(messages)).toEqual([['who comes?'], ['> me'], ['> when?'], ['hello']]);
    expect(shown(messages.toReversed())).toEqual(shown(messages));
  });

  it('count reactions beside what they are about, instead of showing them', () => {
    const react = (id: number, text: string, replyId: number) => message(id, text, { emoji: true, replyId });
    expect(shown([message(1, 'cake!'), react(2, '❤️', 1), react(3, '👍', 1), react(4, '👍', 1)])).toEqual([
      ['cake!', '👍2', '❤️1'],
    ]);
  });

  it('keep a reply to a message that is not known', () => {
    expect(shown([message(2, 'yes', { replyId: 1 })])).toEqual([['> yes ?']]);
  });

  it('end when messages answer each other in a circle', () => {
    const circle = [message(1, 'a', { replyId: 2 }), message(2, 'b', { replyId: 1 })];
    expect(shown(circle)).toHaveLength(2);
  });

  it('show an emoji that answers nothing as a message', () => {
    expect(shown([message(1, '🎉', { emoji: true })])).toEqual([['🎉']]);
  });
});
