import type { AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';
import { t } from '@grafana/i18n';
import type { AppSettings } from '../types';

const ConfigPage = lazy(() => import('./ConfigPage').then((module) => ({ default: module.ConfigPage })));

export function LazyConfigPage(props: PluginConfigPageProps<AppPluginMeta<AppSettings>>) {
  return (
    <Suspense fallback={<LoadingPlaceholder text={t('lazy-config-page.loading', 'Loading')} />}>
      <ConfigPage {...props} />
    </Suspense>
  );
}
