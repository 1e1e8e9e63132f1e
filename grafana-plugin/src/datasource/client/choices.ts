import type { VariableKind } from '../contract';
import type { CollectorClient } from './collectorClient';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
  readonly group?: string;
}

/** What the pickers of the editors offer. A collector that does not answer offers nothing; typing still works. */
export interface Choices {
  /** Choices whose text contains `search`. */
  find(kind: VariableKind, search: string): Promise<Choice[]>;
  /** What values are called, for as many of them as is known. */
  labels(kind: VariableKind): Promise<ReadonlyMap<string, string>>;
}

const MOST_OFFERED = 200;
const MOST_LABELS = 10_000;
const FRESH_MS = 60_000;

export function createChoices(client: Pick<CollectorClient, 'variables' | 'catalog'>, now: () => number): Choices {
  const labels = new Map<VariableKind, { readonly at: number; readonly map: Promise<ReadonlyMap<string, string>> }>();

  async function metrics(search: string): Promise<Choice[]> {
    const needle = search.toLowerCase();
    const entries = await client.catalog();
    return entries
      .filter(({ metric, title }) => `${metric} ${title}`.toLowerCase().includes(needle))
      .map(({ metric, title, variant, description, nodes }) => ({
        value: metric,
        label: title,
        description: `${metric}: ${description} (${nodes} ${nodes === 1 ? 'node' : 'nodes'})`,
        group: variant,
      }));
  }

  async function others(kind: VariableKind, search: string): Promise<Choice[]> {
    const found = await client.variables({ kind, limit: MOST_OFFERED, ...(search === '' ? {} : { search }) });
    return found.map(({ text, value }) => ({ value, label: text, ...(text === value ? {} : { description: value }) }));
  }

  async function readLabels(kind: VariableKind): Promise<ReadonlyMap<string, string>> {
    if (kind === 'metrics') {
      return new Map((await client.catalog()).map(({ metric, title }) => [metric, title]));
    }
    return new Map((await client.variables({ kind, limit: MOST_LABELS })).map(({ text, value }) => [value, text]));
  }

  return {
    find: (kind, search) => (kind === 'metrics' ? metrics(search) : others(kind, search)).catch(() => []),
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
