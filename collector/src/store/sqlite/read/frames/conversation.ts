/** Puts replies under what they answer and counts reactions. */
import type { Message } from '@mesh-observatory/contract/resources';

/** One message as it is shown. */
export interface Said {
  readonly message: Message;
  readonly isReply: boolean;
  /** True when the message it answers is not shown: outside the filters, older than the messages that were read, or never heard. */
  readonly isOrphan: boolean;
  /** Text of a reaction and how many sent it, the most frequent first. */
  readonly reactions: readonly (readonly [text: string, count: number])[];
}

const isReaction = ({ emoji, replyId }: Message) => emoji && replyId !== null;

function countReactions(messages: readonly Message[]): Map<number, Map<string, number>> {
  const found = new Map<number, Map<string, number>>();
  for (const { replyId, text } of messages.filter(isReaction)) {
    if (replyId === null) continue;
    const counts = found.get(replyId) ?? new Map<string, number>();
    const reaction = text?.trim() ?? '';
    counts.set(reaction, (counts.get(reaction) ?? 0) + 1);
    found.set(replyId, counts);
  }
  return found;
}

/** The first message of the conversation; itself when what it answers is not known. */
function rootOf(message: Message, byPacket: ReadonlyMap<number, Message>): Message {
  let root = message;
  const seen = new Set([root]);
  for (;;) {
    const before = root.replyId === null ? undefined : byPacket.get(root.replyId);
    if (before === undefined || seen.has(before)) return root;
    seen.add(before);
    root = before;
  }
}

/** Conversations, the one with the newest message first; each in the order in which it was written. */
export function asConversations(messages: readonly Message[]): Said[] {
  const texts = messages.filter((message) => !isReaction(message)).sort((one, other) => one.at - other.at);
  const byPacket = new Map(texts.map((message) => [message.packetId, message]));
  const reactions = countReactions(messages);
  const threads = new Map<Message, Message[]>();
  for (const message of texts) {
    const root = rootOf(message, byPacket);
    threads.set(root, [...(threads.get(root) ?? []), message]);
  }
  const newestOf = (thread: readonly Message[]) => thread.at(-1)?.at ?? 0;
  return [...threads.values()]
    .sort((one, other) => newestOf(other) - newestOf(one))
    .flatMap((thread) =>
      thread.map((message): Said => ({
        message,
        isReply: message.replyId !== null,
        isOrphan: message.replyId !== null && !byPacket.has(message.replyId),
        reactions: [...(reactions.get(message.packetId) ?? [])].sort(([, one], [, other]) => other - one),
      })),
    );
}
