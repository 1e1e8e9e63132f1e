/** Findings about keys, names and clocks that somebody should look at. */
import { findingKinds } from '@mesh-observatory/contract/findings';
import { DAY_MS } from '@mesh-observatory/contract/time';
import { findWrongClocks } from '../findings/clock-findings.js';
import type { Finder, Finding } from '../findings/finding.js';
import { findAlternatingKeys, findChangedKeys, findDuplicateKeys, findWeakKeys } from '../findings/key-findings.js';
import { findBorrowedNames } from '../findings/name-findings.js';
import { folded, lately, namesOf, type AttentionInput, type AttentionItem, type AttentionSource } from './item.js';

const RANGE_MS = 7 * DAY_MS;
const MOST = 4;

function found({ context, scope, nums }: AttentionInput, finders: readonly Finder[]): Finding[] {
  const parts = { context: { ...context, range: lately(context, RANGE_MS) }, scope, nums };
  return finders.flatMap((find) => find(parts));
}

function items(
  { context }: AttentionInput,
  findings: readonly Finding[],
  about: Pick<AttentionItem, 'kind' | 'page'>,
): AttentionItem[] {
  const nameOf = namesOf(
    context,
    findings.flatMap(({ node }) => node ?? []),
  );
  return findings.map(({ kind, severity, node, detail, at }) => ({
    ...about,
    level: severity,
    subject: node === null ? findingKinds[kind].title : nameOf(node),
    detail: `${findingKinds[kind].title}. ${detail}`,
    since: at,
    node,
  }));
}

const keyFinders = [findDuplicateKeys, findWeakKeys, findChangedKeys, findAlternatingKeys, findBorrowedNames];

export const findKeyProblems: AttentionSource = (input) => {
  const findings = found(input, keyFinders);
  return (['critical', 'warning'] as const).flatMap((level) =>
    folded(
      items(
        input,
        findings.filter(({ severity }) => severity === level),
        { kind: 'key', page: 'mesh-security' },
      ),
      MOST,
      (count) => ({ subject: `${count} more findings`, detail: 'Keys and names' }),
    ),
  );
};

export const findClockProblems: AttentionSource = (input) =>
  items(input, found(input, [findWrongClocks]), { kind: 'gateway', page: 'mesh-gateways' });
