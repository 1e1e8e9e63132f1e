import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { overview } from './overview/overview.js';

/** In the order people meet them. */
export const buildDashboards = (): Dashboard[] => [overview()];

/** As files: two spaces, a line feed at the end, nothing that changes from one build to the next. */
export const toJson = (dashboard: Dashboard): string => `${JSON.stringify(dashboard, null, 2)}\n`;
