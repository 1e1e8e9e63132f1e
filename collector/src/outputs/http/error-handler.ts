import type { ErrorRequestHandler } from 'express';
import { describeError } from './errors.js';
import type { ThrottledLog } from '../../throttled-log.js';

/** Logs and answers requests that failed. Four arguments make it express' error handler. */
export function createErrorHandler(log: ThrottledLog): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const { status, code, message, headers } = describeError(error);
    const { method, path } = request;
    // The path only: a query string can hold a secret that does not belong there.
    const fields = { event: `http.${code}`, method, path, remote: request.socket.remoteAddress };
    if (status === 500) log.log('error', code, { ...fields, err: error }, 'A request failed inside the collector');
    else if (status >= 500) log.log('warn', code, { ...fields, err: error }, 'A request could not be answered');
    else if (status === 401) log.log('warn', code, fields, 'A request without a valid token was refused');
    if (response.headersSent) {
      response.destroy();
      return;
    }
    if (response.closed) return;
    response.status(status).set(headers).json({ code, message });
  };
}
