import { memoize, t } from '../i18n';

/** Kinds of failures between the browser, Grafana and the collector. */
export type ProblemKind = 'unreachable' | 'unauthorized' | 'forbidden' | 'not_found' | 'refused' | 'busy' | 'unknown';

export interface Problem {
  readonly kind: ProblemKind;
  readonly message: string;
  readonly status?: number;
}

interface Failure {
  readonly status?: number;
  readonly statusText?: string;
  readonly message?: string;
  /** `code` and `message` of the collector or of Grafana. */
  readonly code?: string;
  readonly detail?: string;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function readFailure(error: unknown): Failure {
  if (typeof error !== 'object' || error === null) {
    return { message: text(error) };
  }
  const { status, statusText, message, data } = error as Record<string, unknown>;
  const body: Record<string, unknown> = typeof data === 'object' && data !== null ? { ...data } : {};
  return {
    status: typeof status === 'number' ? status : undefined,
    statusText: text(statusText),
    message: text(message),
    code: text(body['code']),
    detail: text(body['message']),
  };
}

/** Grafana's proxy answers 400 with this sentence when the other side answered 401. */
const PROXY_UNAUTHORIZED = /authentication to data source failed/i;

const messages = memoize(() => ({
  unreachable: t(
    'client.problems.unreachable',
    'Grafana cannot reach the collector. Check that it runs, and that the URL is one that the Grafana server (not your browser) can open.',
  ),
  unauthorized: t(
    'client.problems.unauthorized',
    'The collector refused the API token. Enter the value of its API_TOKEN setting.',
  ),
  forbidden: t('client.problems.forbidden', 'Grafana does not let you use this data source.'),
  notFound: t(
    'client.problems.not-found',
    'Something answers at this URL, but it is not a Mesh Observatory collector. Check the URL, port and path.',
  ),
  grafana: t('client.problems.grafana', 'The Grafana server does not answer.'),
}));

/** Describes a failed request through Grafana's data source proxy. */
export function describeProblem(error: unknown): Problem {
  const failure = readFailure(error);
  const { status, code, detail } = failure;
  if (status === 401 || PROXY_UNAUTHORIZED.test(detail ?? '') || PROXY_UNAUTHORIZED.test(failure.message ?? '')) {
    return { kind: 'unauthorized', status, message: messages().unauthorized };
  }
  if (code !== undefined && detail !== undefined) {
    const busy = status === 429 || status === 503;
    return { kind: busy ? 'busy' : 'refused', status, message: detail };
  }
  switch (status) {
    case 403:
      return { kind: 'forbidden', status, message: detail ?? messages().forbidden };
    case 404:
      return { kind: 'not_found', status, message: messages().notFound };
    case 500:
    case 502:
    case 503:
    case 504:
      return { kind: 'unreachable', status, message: messages().unreachable };
    case 0:
    case undefined:
      return { kind: 'unknown', message: failure.message ?? messages().grafana };
    default:
      return {
        kind: 'refused',
        status,
        message:
          detail ?? failure.statusText ?? t('client.problems.http-status', 'HTTP status {{status}}.', { status }),
      };
  }
}

/** The answer is not a collector's, but for example the page of another server. */
export const notACollector = (): Problem => ({ kind: 'not_found', message: messages().notFound });
