/** The files that come out of the catalog, by their path in the repository. */
import { catalog } from './catalog.js';
import { grafanaRules } from './formats/grafana.js';
import { prometheusAlerts, prometheusRecordings } from './formats/prometheus.js';
import { recordingGroups } from './recording.js';

export async function alertingFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['provisioning/grafana/alerting/mesh-rules.yaml', await grafanaRules(catalog, 'mesh')],
    ['provisioning/grafana/optional/prometheus/rules.yaml', await grafanaRules(catalog, 'prometheus')],
    ['provisioning/prometheus/rules/mesh-alerts.yml', await prometheusAlerts(catalog)],
    ['provisioning/prometheus/rules/mesh-recording.yml', await prometheusRecordings(recordingGroups)],
  ]);
}
