import type { AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';
import { t } from '@grafana/i18n';
import type { AppSettings } from './types';

const SetupPage = lazy(() => import('./setup/SetupPage').then((module) => ({ default: module.SetupPage })));

export function App(_props: AppRootProps<AppSettings>) {
  return (
    <Suspense fallback={<LoadingPlaceholder text={t('app.loading', 'Loading')} />}>
      <SetupPage />
    </Suspense>
  );
}
