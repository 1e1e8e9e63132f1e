/** Writes the generated pages of docs/. The tests fail when a committed page is not what this would write. */
import { writeFileSync } from 'node:fs';
import { renderConfigurationDocs } from '../src/config/docs.js';
import { metricCatalog } from '../src/decode/telemetry-catalog.js';
import { renderHttpApi } from '../src/outputs/http/api-docs.js';
import { createOpenApi } from '../src/outputs/http/openapi.js';
import { renderQueryDocs } from '../src/outputs/http/query-docs.js';
import { routes } from '../src/outputs/http/routes/index.js';
import { renderLiveProtocolDocs } from '../src/outputs/live/protocol-docs.js';
import { renderMetricsDocs } from '../src/outputs/metrics/metrics-docs.js';

const pages: Readonly<Record<string, () => string>> = {
  'configuration.md': renderConfigurationDocs,
  'http-api.md': () => renderHttpApi(createOpenApi(routes, '')),
  'live-protocol.md': renderLiveProtocolDocs,
  'queries.md': renderQueryDocs,
  'metrics.md': () => renderMetricsDocs(metricCatalog),
};

for (const [name, render] of Object.entries(pages)) {
  writeFileSync(new URL(`../../docs/${name}`, import.meta.url), render());
}
