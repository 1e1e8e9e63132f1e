import { PanelPlugin } from '@grafana/data';
import { MeshMapPanel } from './MeshMapPanel';
import { fieldConfig, type MeshFieldConfig } from './options/fieldConfig';
import { changeFrom, migrateOptions } from './options/migrations';
import { addPanelOptions } from './options/panelOptions';
import { suggestMeshMap } from './options/suggestions';
import type { MeshMapOptions } from './types';

export const plugin = new PanelPlugin<MeshMapOptions, MeshFieldConfig>(MeshMapPanel)
  .setNoPadding()
  .useFieldConfig(fieldConfig)
  .setPanelOptions(addPanelOptions)
  .setMigrationHandler(migrateOptions)
  .setPanelChangeHandler(changeFrom)
  .setSuggestionsSupplier(suggestMeshMap);
