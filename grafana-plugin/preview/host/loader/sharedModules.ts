/**
 * The modules that Grafana shares with plugins (grafana/grafana
 * `public/app/features/plugins/loader/sharedDependencies.ts`), without those that only Angular plugins used. A plugin that
 * imports any other external module fails to load, as in Grafana.
 */
import * as emotionCss from '@emotion/css';
import * as emotionReact from '@emotion/react';
import * as grafanaData from '@grafana/data';
import * as grafanaRuntime from '@grafana/runtime';
import * as grafanaUi from '@grafana/ui';
import lodash from 'lodash';
// eslint-disable-next-line no-restricted-imports -- only passed on to plugins
import moment from 'moment';
import * as react from 'react';
import * as reactDom from 'react-dom';
import * as jsxRuntime from 'react/jsx-runtime';
import * as rxjs from 'rxjs';
// @ts-expect-error The package does not export this module.
import { getI18nInstance } from 'internal:@grafana/i18n/i18n.mjs';

export type SharedModule = object | (() => Promise<object>);

export const sharedModules: Record<string, SharedModule> = {
  '@emotion/css': emotionCss,
  '@emotion/react': emotionReact,
  '@grafana/data': grafanaData,
  '@grafana/data/unstable': () => import('@grafana/data/unstable'),
  '@grafana/runtime': grafanaRuntime,
  '@grafana/runtime/unstable': () => import('@grafana/runtime/unstable'),
  '@grafana/ui': grafanaUi,
  '@grafana/ui/unstable': () => import('@grafana/ui/unstable'),
  emotion: emotionCss,
  i18next: { default: getI18nInstance(), __useDefault: true },
  lodash: { ...lodash, default: lodash, __useDefault: true },
  moment: { ...moment, default: moment, __useDefault: true },
  react,
  'react/jsx-runtime': jsxRuntime,
  'react/jsx-dev-runtime': jsxRuntime,
  'react-dom': reactDom,
  'react-dom/client': () => import('react-dom/client'),
  'react-router-dom': () => import('react-router-dom'),
  'react-router': () => import('react-router-dom-v5-compat'),
  rxjs,
  'rxjs/operators': () => import('rxjs/operators'),
};
