/** `!` and eight lower-case hex digits: the text form of a node number. */
export type NodeId = `!${string}`;

/** Text form of an unsigned 32-bit node number. */
export function formatNodeId(num: number): NodeId {
  return `!${num.toString(16).padStart(8, '0')}`;
}

/** The node number of `!xxxxxxxx` (either case); `undefined` when the text is not a node id. */
export function parseNodeId(text: string): number | undefined {
  return /^![0-9a-fA-F]{8}$/.test(text) ? Number.parseInt(text.slice(1), 16) : undefined;
}
