import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Metrics of this program; Grafana serves them at `/metrics/plugins/<plugin id>`. */
export interface Metrics {
  /** Starts the timer of a request. Call the returned function with the result of the request. */
  begin(method: string): (result: 'ok' | 'error' | 'canceled') => void;
  exposition(): Promise<string>;
}

export interface MetricsParts {
  readonly version: string;
  readonly instances: () => number;
}

const PREFIX = 'mesh_observatory_plugin_';

export function createMetrics({ version, instances }: MetricsParts): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const requests = new Counter({
    name: `${PREFIX}requests_total`,
    help: 'Requests of Grafana by method and result.',
    labelNames: ['method', 'result'],
    registers: [register],
  });
  const durations = new Histogram({
    name: `${PREFIX}request_duration_seconds`,
    help: 'How long requests of Grafana took, the collector included.',
    labelNames: ['method'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 30],
    registers: [register],
  });
  gauge('data_sources', 'Data sources in use.', instances);
  new Gauge({
    name: `${PREFIX}info`,
    help: 'Always 1; the version is the label.',
    labelNames: ['version'],
    registers: [register],
  }).set({ version }, 1);

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `${PREFIX}${name}`,
      help,
      registers: [register],
      collect() {
        this.set(read());
      },
    });
  }

  return {
    begin(method) {
      const observe = durations.startTimer({ method });
      return (result) => {
        observe();
        requests.inc({ method, result });
      };
    },
    exposition: () => register.metrics(),
  };
}
