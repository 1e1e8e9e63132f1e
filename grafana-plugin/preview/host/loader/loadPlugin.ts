/** Loads built plugins as Grafana does: AMD modules, loaded by SystemJS. */
import 'systemjs/dist/system.js';
import 'systemjs/dist/extras/amd.js';
import 'systemjs/dist/extras/named-register.js';
import 'systemjs/dist/extras/use-default.js';
import type { AppPlugin, DataSourceApi, DataSourcePlugin, PanelPlugin, PluginMeta } from '@grafana/data';
import { sharedModules, type SharedModule } from './sharedModules';

type AnyPlugin = AppPlugin | DataSourcePlugin<DataSourceApi> | PanelPlugin;

const addressOf = (name: string) => `package:${name}`;

function share(name: string, module: SharedModule): void {
  if (typeof module === 'function') {
    // Loaded when the first plugin imports it.
    System.register(addressOf(name), [], (exporting) => ({
      execute: async () => {
        const loaded = await module();
        exporting({ ...loaded });
      },
    }));
    return;
  }
  System.set(addressOf(name), module);
}

export function shareModules(): void {
  const names = Object.keys(sharedModules);
  System.addImportMap({ imports: Object.fromEntries(names.map((name) => [name, addressOf(name)])) });
  for (const [name, module] of Object.entries(sharedModules)) {
    share(name, module);
  }
}

const loaded = new Map<string, Promise<AnyPlugin>>();

export function loadPlugin<T extends AnyPlugin>(meta: PluginMeta): Promise<T> {
  const known = loaded.get(meta.id) ?? importPlugin(meta);
  loaded.set(meta.id, known);
  return known as Promise<T>;
}

async function importPlugin(meta: PluginMeta): Promise<AnyPlugin> {
  const module: { plugin?: AnyPlugin } = await System.import(`/${meta.module}`);
  if (module.plugin === undefined) {
    throw new Error(`The plugin ${meta.id} exports no "plugin".`);
  }
  // The type of the metadata depends on the type in plugin.json.
  Object.assign(module.plugin, { meta, loadError: false });
  if ('init' in module.plugin) {
    module.plugin.init(meta as never);
  }
  return module.plugin;
}
