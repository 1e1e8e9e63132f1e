import type { VariableValue } from '@mesh-observatory/contract/query';

/** Names of nodes, for rows about nodes that the answer at hand does not mention. */
export interface NodeNames {
  /** As the collector writes it: the short name, `everyone` for a broadcast, the id of a node that never said its name. */
  short(id: string): string;
  long(id: string): string | null;
  learn(id: string, names: { readonly shortName?: string | null; readonly longName?: string | null }): void;
  /** Loads all names, now and then; a failure leaves ids where names would be. */
  load(): Promise<void>;
}

export interface NodeNamesParts {
  readonly load: () => Promise<readonly VariableValue[]>;
  readonly now: () => number;
}

const BROADCAST = '!ffffffff';
/** The collector writes the choices of nodes as `SHRT · Long name`, as much of it as is known. */
const NAME_SEPARATOR = ' · ';
const FRESH_MS = 5 * 60_000;

interface Names {
  shortName: string | null;
  longName: string | null;
}

export function createNodeNames({ load, now }: NodeNamesParts): NodeNames {
  const known = new Map<string, Names>();
  let loadedAt = -Infinity;
  let loading: Promise<void> | undefined;

  async function read(): Promise<void> {
    try {
      for (const { text, value } of await load()) {
        known.set(value, splitNames(text, value));
      }
    } catch {
      // Ids are shown instead; the next live query tries again.
      loadedAt = -Infinity;
    } finally {
      loading = undefined;
    }
  }

  return {
    short: (id) => (id === BROADCAST ? 'everyone' : (known.get(id)?.shortName ?? id)),
    long: (id) => known.get(id)?.longName ?? null,
    learn(id, { shortName, longName }) {
      const before = known.get(id) ?? { shortName: null, longName: null };
      known.set(id, { shortName: shortName ?? before.shortName, longName: longName ?? before.longName });
    },
    load() {
      if (loading === undefined && now() - loadedAt > FRESH_MS) {
        loadedAt = now();
        loading = read();
      }
      return loading ?? Promise.resolve();
    },
  };
}

function splitNames(text: string, id: string): Names {
  if (text === id) {
    return { shortName: null, longName: null };
  }
  const at = text.indexOf(NAME_SEPARATOR);
  return at < 0
    ? { shortName: text, longName: null }
    : { shortName: text.slice(0, at), longName: text.slice(at + NAME_SEPARATOR.length) };
}
