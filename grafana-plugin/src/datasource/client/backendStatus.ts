/** Whether the server side of the data source, which alert rules need, is there, in words. */
export interface BackendStatus {
  readonly kind: 'available' | 'missing' | 'notIncluded' | 'unknown';
  readonly label: string;
  readonly message: string;
}

/** Grafana's `/api/datasources/uid/<uid>/health`, which it asks the backend for. */
export interface BackendHealth {
  readonly status?: string;
  readonly message?: string;
}

const words = {
  available:
    'The backend runs on the Grafana server: alert rules, expressions and externally shared dashboards can use this data source.',
  notIncluded:
    "This is the plugin as Grafana's catalogue has it, without a backend. Dashboards and live updates work; alert rules, expressions and externally shared dashboards need the self-hosted archive of the plugin.",
  missing:
    "The backend does not run on the Grafana server. Most likely Node.js 20 or newer is missing there; Grafana's log says more. Dashboards and live updates work all the same.",
};

export const withoutBackend: BackendStatus = {
  kind: 'notIncluded',
  label: 'Not in this build',
  message: words.notIncluded,
};

/** The backend's answer: that there is one is what counts, whatever it says of the collector. */
export function describeBackendHealth({ status, message }: BackendHealth): BackendStatus {
  switch (status) {
    case 'OK':
      return { kind: 'available', label: 'Available', message: words.available };
    case 'ERROR':
      return { kind: 'available', label: 'Available', message: `${words.available} It says: ${message ?? ''}`.trim() };
    default:
      return { kind: 'unknown', label: 'Unknown', message: message ?? 'Grafana did not say.' };
  }
}

/** Grafana could not ask the backend, or the backend had something to complain about. */
export function describeBackendFailure(error: unknown): BackendStatus {
  const { status, data } = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  const health = typeof data === 'object' && data !== null ? (data as BackendHealth) : {};
  if (health.status === 'ERROR') {
    return describeBackendHealth(health);
  }
  if (status === 401 || status === 403) {
    return { kind: 'unknown', label: 'Unknown', message: 'Grafana does not let you ask.' };
  }
  const reason = health.message === undefined ? '' : ` Grafana says: “${health.message}”.`;
  return { kind: 'missing', label: 'Not available', message: `${words.missing}${reason}` };
}
