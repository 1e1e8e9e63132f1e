import type { AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';
import type { AppSettings } from '../types';
import { phrases } from '../../i18n/phrases';

const ConfigPage = lazy(() => import('./ConfigPage').then((module) => ({ default: module.ConfigPage })));

const texts = phrases('lazy-config-page', { loading: 'Loading' });

export function LazyConfigPage(props: PluginConfigPageProps<AppPluginMeta<AppSettings>>) {
  return (
    <Suspense fallback={<LoadingPlaceholder text={texts.loading} />}>
      <ConfigPage {...props} />
    </Suspense>
  );
}
