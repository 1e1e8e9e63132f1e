import { AppPlugin } from '@grafana/data';
import { App } from './app/App';
import { LazyConfigPage } from './app/config/LazyConfigPage';
import type { AppSettings } from './app/types';

export const plugin = new AppPlugin<AppSettings>().setRootPage(App).addConfigPage({
  title: 'Configuration',
  icon: 'cog',
  id: 'configuration',
  body: LazyConfigPage,
});
