/** The terms of the contract as the screen shows them: translated, with the contract's English as the original. */
import { adhocKeys } from '@mesh-observatory/contract/adhoc';
import { aggregations } from '@mesh-observatory/contract/aggregations';
import { collectorMetrics } from '@mesh-observatory/contract/collector-metrics';
import { eventKinds } from '@mesh-observatory/contract/event-kinds';
import { findingKinds } from '@mesh-observatory/contract/findings';
import { linkKinds } from '@mesh-observatory/contract/link-kinds';
import { queryDefinitions, type QueryType } from '@mesh-observatory/contract/queries/index';
import { signalMetrics } from '@mesh-observatory/contract/signal';
import { stats } from '@mesh-observatory/contract/stats';
import { trafficGroups, trafficUnits } from '@mesh-observatory/contract/traffic';
import { variableKinds } from '@mesh-observatory/contract/variable-kinds';
import { t as translate } from './i18n';

const vocabularies = {
  adhocKey: adhocKeys,
  aggregation: aggregations,
  collectorMetric: collectorMetrics,
  eventKind: eventKinds,
  findingKind: findingKinds,
  linkKind: linkKinds,
  queryType: queryDefinitions,
  signalMetric: signalMetrics,
  stat: stats,
  trafficGroup: trafficGroups,
  trafficUnit: trafficUnits,
  variableKind: variableKinds,
} as const;

export type VocabularyName = keyof typeof vocabularies;
export type TermOf<V extends VocabularyName> = keyof (typeof vocabularies)[V] & string;

/** A choice of a picker. */
export interface TermOption<V extends VocabularyName> {
  readonly value: TermOf<V>;
  readonly label: string;
  readonly description?: string;
}

/** Texts of one term; query types have more of them than other vocabularies. */
interface TermTexts {
  readonly title: string;
  readonly description?: string;
  readonly search?: string;
  readonly limit?: { readonly of: string };
}

const terms: Readonly<Record<VocabularyName, Readonly<Record<string, TermTexts>>>> = vocabularies;

function textsOf({ title, description, search, limit }: TermTexts): Readonly<Record<string, string | undefined>> {
  return { title, description, search, limit: limit?.of };
}

const keyOf = (vocabulary: VocabularyName, term: string, name: string) => `words.${vocabulary}.${term}.${name}`;

function textOf(vocabulary: VocabularyName, term: string, name: keyof TermTexts): string | undefined {
  const texts = Object.hasOwn(terms[vocabulary], term) ? terms[vocabulary][term] : undefined;
  const english = texts === undefined ? undefined : textsOf(texts)[name];
  return english === undefined ? undefined : translate(keyOf(vocabulary, term, name), english);
}

/** Title of a term; a name outside the vocabulary (a variable, a word of a newer collector) stands for itself. */
export function titleOf(vocabulary: VocabularyName, name: string): string {
  return textOf(vocabulary, name, 'title') ?? name;
}

export function optionsOf<V extends VocabularyName>(vocabulary: V): Array<TermOption<V>> {
  const names = Object.keys(vocabularies[vocabulary]) as Array<TermOf<V>>;
  return names.map((value) => ({
    value,
    label: titleOf(vocabulary, value),
    description: textOf(vocabulary, value, 'description'),
  }));
}

/** The noun for what `limit` counts in the answers of a query type, such as "nodes". */
export function limitedBy(queryType: QueryType): string {
  return textOf('queryType', queryType, 'limit') ?? '';
}

/** The texts that `search` matches in the answers of a query type. */
export function searchedIn(queryType: QueryType): string {
  return textOf('queryType', queryType, 'search') ?? '';
}

/** Every text of the contract on the screen, for `npm run locales`. */
export function contractTexts(): Array<{ readonly key: string; readonly english: string }> {
  const names = Object.keys(terms) as VocabularyName[];
  return names.flatMap((vocabulary) =>
    Object.entries(terms[vocabulary]).flatMap(([term, texts]) =>
      Object.entries(textsOf(texts)).flatMap(([name, english]) =>
        english === undefined ? [] : [{ key: keyOf(vocabulary, term, name), english }],
      ),
    ),
  );
}
