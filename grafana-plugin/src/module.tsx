import { AppPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { App } from './app/App';
import { LazyConfigPage } from './app/config/LazyConfigPage';
import type { AppSettings } from './app/types';

// Done before anything is shown: Grafana has the language by then, and the words when they are there.
void initPluginTranslations('meshobservatory-meshtastic-app');

export const plugin = new AppPlugin<AppSettings>().setRootPage(App).addConfigPage({
  title: 'Configuration',
  icon: 'cog',
  id: 'configuration',
  body: LazyConfigPage,
});
