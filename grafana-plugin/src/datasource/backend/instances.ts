import type { PluginContext } from './protocol/messages';
import { readSettings, UnusableSettings } from './settings';
import { createUpstream, type Upstream } from './upstream';

/** Connections of one data source, made for its present settings. */
export interface Instance {
  readonly upstream: Upstream;
}

/** The data sources of all organizations: one process serves them all. */
export interface Instances {
  /** Throws `UnusableSettings` when the settings are missing or invalid. */
  of(context: PluginContext | null): Instance;
  readonly size: number;
  close(): void;
}

export interface InstancesParts {
  readonly create: (context: PluginContext) => Instance;
  readonly now: () => number;
}

interface Kept {
  readonly instance: Instance;
  readonly lastUpdatedMs: number;
  usedAt: number;
}

/** Plugins are not notified of deleted data sources, so unused ones are closed. */
const UNUSED_MS = 3_600_000;

export function createInstances({ create, now }: InstancesParts): Instances {
  const kept = new Map<string, Kept>();

  function dispose(key: string, { instance }: Kept): void {
    kept.delete(key);
    instance.upstream.close();
  }

  function disposeUnused(): void {
    for (const [key, one] of kept) {
      if (now() - one.usedAt > UNUSED_MS) {
        dispose(key, one);
      }
    }
  }

  return {
    of(context) {
      const settings = context?.dataSourceInstanceSettings;
      if (context === null || settings === null || settings === undefined || settings.uid === '') {
        throw new UnusableSettings('The request is not about a data source.');
      }
      // The same uid may exist in several organizations.
      const key = `${context.orgId}/${settings.uid}`;
      const known = kept.get(key);
      if (known !== undefined && known.lastUpdatedMs === settings.lastUpdatedMS) {
        known.usedAt = now();
        return known.instance;
      }
      const instance = create(context);
      if (known !== undefined) {
        dispose(key, known);
      }
      disposeUnused();
      kept.set(key, { instance, lastUpdatedMs: settings.lastUpdatedMS, usedAt: now() });
      return instance;
    },
    get size() {
      return kept.size;
    },
    close() {
      kept.forEach((one, key) => dispose(key, one));
    },
  };
}

/** Connections of their own for every data source: they differ in address, token and certificates. */
export function connectInstance(context: PluginContext): Instance {
  const saved = context.dataSourceInstanceSettings;
  if (saved === null) {
    throw new UnusableSettings('The request is not about a data source.');
  }
  const settings = readSettings(saved);
  return { upstream: createUpstream(settings) };
}
