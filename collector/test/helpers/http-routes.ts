import type { Express } from 'express';

/**
 * The routes of an express application, read from its router rather than from the table it was made of: `GET /api/nodes/{nodeId}`.
 * `entry.all` (the 405 answer) has no method and HEAD comes with GET.
 */
export function registeredRoutes(app: Express): string[] {
  const found = app.router.stack.flatMap(({ route }) => {
    if (route === undefined) return [];
    const methods = new Set(route.stack.map(({ method }) => method as string | undefined));
    return [...methods].flatMap((method) =>
      method === undefined || method === ''
        ? []
        : [`${method.toUpperCase()} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`],
    );
  });
  return found.sort();
}
