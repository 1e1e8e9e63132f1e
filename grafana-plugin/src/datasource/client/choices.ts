import type { CatalogEntry } from '@mesh-observatory/contract/resources';
import type { VariableKind } from '@mesh-observatory/contract/variable-kinds';
import type { CollectorClient } from './collectorClient';
import { t } from '../i18n';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
  readonly group?: string;
}

/** Choices of the pickers of the editors. None when the collector does not answer; typing still works. */
export interface Choices {
  /** Choices whose text contains `search`. */
  find(kind: VariableKind, search: string): Promise<Choice[]>;
  /** Names by value, as far as they are known. */
  labels(kind: VariableKind): Promise<ReadonlyMap<string, string>>;
}

const MOST_OFFERED = 200;
const MOST_LABELS = 10_000;
const FRESH_MS = 60_000;

const isOfCatalog = (kind: VariableKind) => kind === 'metrics' || kind === 'values';

function nodesText(nodes: number): string {
  return t('client.choices.nodes', '{{count}} nodes', { count: nodes, defaultValue_one: '{{count}} node' });
}

function metricChoice({ metric, title, variant, description, nodes, derived, entity }: CatalogEntry): Choice {
  const reported = nodes === null ? '' : ` (${nodesText(nodes)})`;
  return {
    value: metric,
    label: title,
    description: `${metric}: ${description}${reported}`,
    group: derived ? entity : variant,
  };
}

export function createChoices(client: Pick<CollectorClient, 'variables' | 'catalog'>, now: () => number): Choices {
  const labels = new Map<VariableKind, { readonly at: number; readonly map: Promise<ReadonlyMap<string, string>> }>();

  /** Derived metrics come first: they are what the other pickers do not have. */
  async function values(search: string): Promise<Choice[]> {
    const entries = await catalog(search);
    const derived = entries.filter((entry) => entry.derived);
    return [...derived, ...entries.filter((entry) => !entry.derived)].map(metricChoice);
  }

  async function metrics(search: string): Promise<Choice[]> {
    return (await catalog(search)).filter(({ derived }) => !derived).map(metricChoice);
  }

  async function catalog(search: string): Promise<CatalogEntry[]> {
    const needle = search.toLowerCase();
    const entries = await client.catalog();
    return entries.filter(({ metric, title }) => `${metric} ${title}`.toLowerCase().includes(needle));
  }

  async function others(kind: VariableKind, search: string): Promise<Choice[]> {
    const found = await client.variables({ kind, limit: MOST_OFFERED, ...(search === '' ? {} : { search }) });
    return found.map(({ text, value }) => ({ value, label: text, ...(text === value ? {} : { description: value }) }));
  }

  function offer(kind: VariableKind, search: string): Promise<Choice[]> {
    switch (kind) {
      case 'metrics':
        return metrics(search);
      case 'values':
        return values(search);
      default:
        return others(kind, search);
    }
  }

  async function readLabels(kind: VariableKind): Promise<ReadonlyMap<string, string>> {
    if (isOfCatalog(kind)) {
      return new Map((await client.catalog()).map(({ metric, title }) => [metric, title]));
    }
    return new Map((await client.variables({ kind, limit: MOST_LABELS })).map(({ text, value }) => [value, text]));
  }

  return {
    find: (kind, search) => offer(kind, search).catch(() => []),
    labels(kind) {
      const known = labels.get(kind);
      if (known !== undefined && now() - known.at < FRESH_MS) {
        return known.map;
      }
      const map = readLabels(kind).catch(() => {
        labels.delete(kind);
        return new Map<string, string>();
      });
      labels.set(kind, { at: now(), map });
      return map;
    },
  };
}
