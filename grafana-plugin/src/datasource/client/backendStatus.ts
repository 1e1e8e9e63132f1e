import { memoize, t } from '../i18n';

/** Whether the backend of the data source runs, which alert rules need. */
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

const messages = memoize(() => ({
  available: t(
    'client.backend-status.available-message',
    'The backend runs on the Grafana server: alert rules, expressions and externally shared dashboards can use this data source.',
  ),
  notIncluded: t(
    'client.backend-status.not-included-message',
    "This is the plugin as Grafana's catalog has it, without a backend. Dashboards and live updates work; alert rules, expressions and externally shared dashboards need the self-hosted archive of the plugin.",
  ),
  missing: t(
    'client.backend-status.missing-message',
    "The backend does not run on the Grafana server. Most likely Node.js 20 or newer is missing there; Grafana's log says more. Dashboards and live updates work all the same.",
  ),
}));

export const withoutBackend = (): BackendStatus => ({
  kind: 'notIncluded',
  label: t('client.backend-status.not-included', 'Not in this build'),
  message: messages().notIncluded,
});

/** Status from the backend's answer: any answer, also one about a failing collector, shows that it runs. */
export function describeBackendHealth({ status, message }: BackendHealth): BackendStatus {
  switch (status) {
    case 'OK':
      return {
        kind: 'available',
        label: t('client.backend-status.available', 'Available'),
        message: messages().available,
      };
    case 'ERROR':
      return {
        kind: 'available',
        label: t('client.backend-status.available', 'Available'),
        message:
          `${messages().available} ${t('client.backend-status.says', 'It says: {{message}}', { message: message ?? '' })}`.trim(),
      };
    default:
      return {
        kind: 'unknown',
        label: t('client.backend-status.unknown', 'Unknown'),
        message: message ?? t('client.backend-status.silent', 'Grafana did not say.'),
      };
  }
}

/** Status from a failed health check: the backend did not answer, or reported an error. */
export function describeBackendFailure(error: unknown): BackendStatus {
  const { status, data } = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  const health = typeof data === 'object' && data !== null ? (data as BackendHealth) : {};
  if (health.status === 'ERROR') {
    return describeBackendHealth(health);
  }
  if (status === 401 || status === 403) {
    return {
      kind: 'unknown',
      label: t('client.backend-status.unknown', 'Unknown'),
      message: t('client.backend-status.forbidden', 'Grafana does not let you ask.'),
    };
  }
  const reason =
    health.message === undefined
      ? ''
      : t('client.backend-status.reason', ' Grafana says: “{{message}}”.', { message: health.message });
  return {
    kind: 'missing',
    label: t('client.backend-status.missing', 'Not available'),
    message: `${messages().missing}${reason}`,
  };
}
