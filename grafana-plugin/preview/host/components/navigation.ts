import { config } from '@grafana/runtime';
import type { IconName } from '@grafana/ui';

export interface Destination {
  readonly path: string;
  readonly text: string;
  readonly icon: IconName;
}

export interface Section {
  readonly title: string;
  readonly items: Destination[];
}

interface BootSettings {
  readonly previewDashboards?: Array<{ readonly uid: string; readonly title: string; readonly tags: string[] }>;
}

export const APP_ID = 'meshobservatory-meshtastic-app';
export const DATA_SOURCE_UID = 'mesh-observatory';

export const bundledDashboards = () => (config as BootSettings).previewDashboards ?? [];

export const sections = (): Section[] => [
  {
    title: 'Dashboards',
    items: [
      { path: '/d/preview', text: 'Mesh', icon: 'apps' },
      ...bundledDashboards().map(({ uid, title }): Destination => ({ path: `/d/${uid}`, text: title, icon: 'apps' })),
    ],
  },
  {
    title: 'Data source',
    items: [
      { path: '/explore', text: 'Query editor', icon: 'compass' },
      { path: '/preview/variables', text: 'Variable editor', icon: 'brackets-curly' },
      { path: '/preview/annotations', text: 'Annotation editor', icon: 'comment-alt' },
      { path: `/connections/datasources/edit/${DATA_SOURCE_UID}`, text: 'Settings', icon: 'database' },
    ],
  },
  {
    title: 'App',
    items: [
      { path: `/a/${APP_ID}`, text: 'Set-up check', icon: 'check-circle' },
      { path: `/plugins/${APP_ID}`, text: 'Configuration', icon: 'cog' },
    ],
  },
];
