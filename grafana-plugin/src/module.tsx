import { AppPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { App } from './app/App';
import { LazyConfigPage } from './app/config/LazyConfigPage';
import type { AppSettings } from './app/types';

// Not awaited: Grafana has loaded the locale files before this module.
void initPluginTranslations('meshobservatory-meshtastic-app');

export const plugin = new AppPlugin<AppSettings>().setRootPage(App).addConfigPage({
  title: 'Configuration',
  icon: 'cog',
  id: 'configuration',
  body: LazyConfigPage,
});
