import { DataSourcePlugin } from '@grafana/data';
import { initPluginTranslations, t as translate } from '@grafana/i18n';
import { MeshDataSource } from './datasource';
import { ConfigEditor } from './editors/ConfigEditor';
import { QueryEditor } from './editors/QueryEditor';
import { QueryHelp } from './editors/QueryHelp';
import { translateWith } from './i18n';
import pluginJson from './plugin.json';
import type { MeshOptions, MeshSecureOptions, SavedQuery } from './types';

// Not awaited, since an AMD module cannot wait. It does not have to: Grafana has loaded `locales/` before this file, so that
// this is done before anything is drawn.
void initPluginTranslations(pluginJson.id).then(() => {
  // React escapes what is put into sentences; twice would show.
  const interpolation = { escapeValue: false };
  translateWith((key, english, values) => translate(key, english, { ...values, interpolation }));
});

export const plugin = new DataSourcePlugin<MeshDataSource, SavedQuery, MeshOptions, MeshSecureOptions>(MeshDataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(QueryHelp);
