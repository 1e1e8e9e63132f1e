/** Registers the services that `@grafana/runtime` and `@grafana/scenes` expect from Grafana. */
import { EventBusSrv, setWeekStart, type PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import {
  config,
  setAppEvents,
  setBackendSrv,
  setDataSourceSrv,
  setGrafanaLiveSrv,
  setPluginComponentHook,
  setPluginComponentsHook,
  setPluginFunctionsHook,
  setPluginImportUtils,
  setPluginLinksHook,
  setReturnToPreviousHook,
  setRunRequest,
  setTemplateSrv,
} from '@grafana/runtime';
// @ts-expect-error The package does not export this module.
import { setPanelDataErrorView } from 'internal:@grafana/runtime/components/PanelDataErrorView.mjs';
// @ts-expect-error The package does not export this module.
import { setPluginPage } from 'internal:@grafana/runtime/components/PluginPage.mjs';
import { PanelDataError } from '../components/PanelDataError';
import { PluginPage } from '../components/PluginPage';
import { loadPlugin, shareModules } from '../loader/loadPlugin';
import { corePanel } from '../panels/corePanels';
import { createBackendSrv } from './backendSrv';
import { createDataSourceSrv } from './dataSourceSrv';
import { liveSrv } from './live';
import { registerOptions } from './optionRegistries';
import { runRequest } from './runRequest';
import { templateSrv } from './templateSrv';

export async function startServices(): Promise<void> {
  const events = new EventBusSrv();
  const backend = createBackendSrv(events);
  setAppEvents(events);
  setBackendSrv(backend);
  setDataSourceSrv(createDataSourceSrv(backend));
  setTemplateSrv(templateSrv);
  setGrafanaLiveSrv(liveSrv);
  setRunRequest(runRequest);
  setPanelDataErrorView(PanelDataError);
  setPluginPage(PluginPage);
  setWeekStart('browser');
  registerOptions();
  registerNoExtensions();
  registerPanels();
  shareModules();
  await initPluginTranslations('preview');
}

/** No other plugin extends the pages of this one. */
function registerNoExtensions(): void {
  setPluginLinksHook(() => ({ links: [], isLoading: false }));
  setPluginComponentHook(() => ({ component: null, isLoading: false }));
  setPluginComponentsHook(() => ({ components: [], isLoading: false }));
  setPluginFunctionsHook(() => ({ functions: [], isLoading: false }));
  setReturnToPreviousHook(() => () => undefined);
}

function registerPanels(): void {
  const loaded = new Map<string, PanelPlugin>();
  setPluginImportUtils({
    async importPanelPlugin(id) {
      const meta = config.panels[id];
      const plugin = meta === undefined ? corePanel(id) : await loadPlugin<PanelPlugin>(meta);
      loaded.set(id, plugin);
      return plugin;
    },
    getPanelPluginFromCache: (id) => loaded.get(id),
  });
}
