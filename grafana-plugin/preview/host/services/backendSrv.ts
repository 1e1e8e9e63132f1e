/** `getBackendSrv()`: sends requests with `fetch` to the preview's server, with Grafana's error and alert handling. */
import { AppEvents, type EventBus } from '@grafana/data';
import type { BackendSrv, BackendSrvRequest, FetchError, FetchResponse } from '@grafana/runtime';
import { filter, lastValueFrom, map, Observable, Subject, takeUntil } from 'rxjs';

export function createBackendSrv(events: EventBus): BackendSrv & { resolveCancelerIfExists(requestId: string): void } {
  /** Ids of requests that were canceled or replaced. */
  const canceled = new Subject<string>();

  function fetchOf<T>(options: BackendSrvRequest): Observable<FetchResponse<T>> {
    const { requestId } = options;
    if (requestId === undefined) {
      return send<T>(options, events);
    }
    canceled.next(requestId);
    return send<T>(options, events).pipe(takeUntil(canceled.pipe(filter((id) => id === requestId))));
  }

  const request = <T>(options: BackendSrvRequest) => lastValueFrom(fetchOf<T>(options).pipe(map(({ data }) => data)));

  return {
    fetch: fetchOf,
    chunked: (options) => fetchOf({ ...options, responseType: 'arraybuffer' }),
    request,
    datasourceRequest: <T>(options: BackendSrvRequest) => lastValueFrom(fetchOf<T>(options)),
    get: <T>(url: string, params?: Record<string, unknown>, requestId?: string, options?: Partial<BackendSrvRequest>) =>
      request<T>({ ...options, method: 'GET', url, params, requestId }),
    delete: <T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) =>
      request<T>({ ...options, method: 'DELETE', url, data }),
    post: <T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) =>
      request<T>({ ...options, method: 'POST', url, data }),
    patch: <T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) =>
      request<T>({ ...options, method: 'PATCH', url, data }),
    put: <T>(url: string, data?: unknown, options?: Partial<BackendSrvRequest>) =>
      request<T>({ ...options, method: 'PUT', url, data }),
    resolveCancelerIfExists: (requestId) => canceled.next(requestId),
  };
}

function send<T>(options: BackendSrvRequest, events: EventBus): Observable<FetchResponse<T>> {
  return new Observable((subscriber) => {
    const controller = new AbortController();
    options.abortSignal?.addEventListener('abort', () => controller.abort());
    const { method = 'GET', data, headers } = options;
    fetch(addressOf(options), {
      method,
      headers: {
        ...(data === undefined ? {} : { 'content-type': 'application/json' }),
        'x-grafana-org-id': '1',
        ...headers,
      },
      body: data === undefined ? undefined : JSON.stringify(data),
      signal: controller.signal,
      credentials: options.credentials ?? 'same-origin',
    })
      .then(async (response) => {
        const body = (await readBody(response, options)) as T;
        const { status, statusText, ok, redirected, type, url, headers: answered } = response;
        if (!ok) {
          throw failureOf({ status, statusText, data: body, config: options });
        }
        announceSuccess(options, body, events);
        subscriber.next({
          status,
          statusText,
          ok,
          redirected,
          type,
          url,
          headers: answered,
          data: body,
          config: options,
        });
        subscriber.complete();
      })
      .catch((error: unknown) => {
        if (!controller.signal.aborted) {
          announceFailure(options, error, events);
          subscriber.error(error);
        }
      });
    return () => controller.abort();
  });
}

function addressOf({ url, params }: BackendSrvRequest): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) {
        query.append(name, String(one));
      }
    }
  }
  const path = url.startsWith('/') || url.startsWith('http') ? url : `/${url}`;
  return query.size === 0 ? path : `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

async function readBody(response: Response, { responseType }: BackendSrvRequest): Promise<unknown> {
  switch (responseType) {
    case 'arraybuffer':
      return response.arrayBuffer();
    case 'blob':
      return response.blob();
    case 'text':
      return response.text();
    default: {
      const text = await response.text();
      try {
        return JSON.parse(text);
      } catch {
        return text;
      }
    }
  }
}

/** Uses a plain text body as the error message, as Grafana does. */
function failureOf({ data, ...rest }: FetchError<unknown>): FetchError {
  if (typeof data === 'string') {
    return { ...rest, data: { message: data === '' ? undefined : data, error: rest.statusText, response: data } };
  }
  return { ...rest, data: data ?? { message: 'Unexpected error' } };
}

function announceSuccess({ method, showSuccessAlert }: BackendSrvRequest, body: unknown, events: EventBus): void {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : undefined;
  if (method !== undefined && method !== 'GET' && message !== undefined && showSuccessAlert !== false) {
    events.publish({ type: AppEvents.alertSuccess.name, payload: [message] });
  }
}

function announceFailure({ showErrorAlert }: BackendSrvRequest, error: unknown, events: EventBus): void {
  // The caller may mark the error as handled first.
  setTimeout(() => {
    const { isHandled, data } = error as Partial<FetchError>;
    if (showErrorAlert !== false && isHandled !== true && data?.message !== undefined) {
      events.publish({ type: AppEvents.alertError.name, payload: [data.message] });
    }
  }, 50);
}
