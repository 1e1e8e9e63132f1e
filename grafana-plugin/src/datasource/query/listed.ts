const MAX_NAMED = 3;

/** `a, b, c + 2`: the first items of a list, and how many more there are. */
export function listed(items: readonly unknown[]): string {
  const named = items.slice(0, MAX_NAMED).map(String).join(', ');
  return items.length > MAX_NAMED ? `${named} + ${items.length - MAX_NAMED}` : named;
}
