/** The files that come out of the catalogue, by their path in the repository. */
import { catalogue } from './catalogue.js';
import { grafanaRules } from './formats/grafana.js';
import { prometheusAlerts, prometheusRecordings } from './formats/prometheus.js';
import { recordingGroups } from './recording.js';

export async function alertingFiles(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['provisioning/grafana/alerting/mesh-rules.yaml', await grafanaRules(catalogue, 'mesh')],
    ['provisioning/grafana/optional/prometheus/rules.yaml', await grafanaRules(catalogue, 'prometheus')],
    ['provisioning/prometheus/rules/mesh-alerts.yml', await prometheusAlerts(catalogue)],
    ['provisioning/prometheus/rules/mesh-recording.yml', await prometheusRecordings(recordingGroups)],
  ]);
}
