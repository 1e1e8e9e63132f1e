import { PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { MeshMapPanel } from './MeshMapPanel';
import { fieldConfig, type MeshFieldConfig } from './options/fieldConfig';
import { changeFrom, migrateOptions } from './options/migrations';
import { addPanelOptions } from './options/panelOptions';
import { suggestMeshMap } from './options/suggestions';
import type { MeshMapOptions } from './types';

// Not awaited: Grafana has loaded the locale files before this module.
void initPluginTranslations('meshobservatory-meshtastic-panel');

export const plugin = new PanelPlugin<MeshMapOptions, MeshFieldConfig>(MeshMapPanel)
  .setNoPadding()
  .useFieldConfig(fieldConfig)
  .setPanelOptions(addPanelOptions)
  .setMigrationHandler(migrateOptions)
  .setPanelChangeHandler(changeFrom)
  .setSuggestionsSupplier(suggestMeshMap);
