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
/** The page that `/` opens. */
export const HOME = '/d/mesh-overview';

export const bundledDashboards = () => (config as BootSettings).previewDashboards ?? [];

export const sections = (): Section[] => [
  {
    title: 'Dashboards',
    items: bundledDashboards().map(({ uid, title }): Destination => ({ path: `/d/${uid}`, text: title, icon: 'apps' })),
  },
  {
    title: 'Data source',
    items: [
      { path: '/explore', text: 'Query editor', icon: 'compass' },
      { path: `/connections/datasources/edit/${DATA_SOURCE_UID}`, text: 'Configuration', icon: 'database' },
    ],
  },
  {
    title: 'App',
    items: [
      { path: `/a/${APP_ID}`, text: 'Set-up', icon: 'check-circle' },
      { path: `/plugins/${APP_ID}`, text: 'Configuration', icon: 'cog' },
    ],
  },
];
