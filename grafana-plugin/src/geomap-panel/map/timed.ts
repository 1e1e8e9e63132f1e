/**
 * Runs `work` and records its duration in the browser's performance timeline, where developer tools and tests find
 * it. Only the last one of a name is kept: dashboards stay open for months.
 */
export function timed<T>(name: 'mesh-map:read' | 'mesh-map:update', work: () => T): T {
  const start = performance.now();
  const result = work();
  performance.clearMeasures?.(name);
  performance.measure?.(name, { start, end: performance.now() });
  return result;
}
