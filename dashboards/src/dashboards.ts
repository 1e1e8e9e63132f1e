import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import { environment } from './environment/environment.js';
import { gateways } from './gateways/gateways.js';
import { inventory } from './inventory/inventory.js';
import { links } from './links/links.js';
import { messages } from './messages/messages.js';
import { node } from './node/node.js';
import { overview } from './overview/overview.js';
import { collectorHealth } from './collector/health.js';
import { collectorPrometheus } from './collector/prometheus.js';
import { publicDashboard } from './public/public.js';
import { security } from './security/security.js';
import { traffic } from './traffic/traffic.js';

/** In the order of the menu. */
export const buildDashboards = (): Dashboard[] => [
  overview(),
  node(),
  links(),
  gateways(),
  traffic(),
  messages(),
  environment(),
  security(),
  inventory(),
  publicDashboard(),
  collectorHealth(),
  collectorPrometheus(),
];

/** As files: two spaces, a line feed at the end, nothing that changes from one build to the next. */
export const toJson = (dashboard: Dashboard): string => `${JSON.stringify(dashboard, null, 2)}\n`;
