import type { AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense } from 'react';
import type { AppSettings } from './types';
import { phrases } from '../i18n/phrases';

const SetupPage = lazy(() => import('./setup/SetupPage').then((module) => ({ default: module.SetupPage })));

const texts = phrases('app', { loading: 'Loading' });

export function App(_props: AppRootProps<AppSettings>) {
  return (
    <Suspense fallback={<LoadingPlaceholder text={texts.loading} />}>
      <SetupPage />
    </Suspense>
  );
}
