import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * Module resolution that Grafana's own build provides and its npm packages do not:
 * - `@grafana/scenes` uses React Router 6, the rest of Grafana 13 React Router 5; the v5-compat package supports both.
 * - `internal:` imports of modules that Grafana's packages contain but do not export.
 * @param {string} root
 * @returns {import('esbuild').Plugin}
 */
export function replacements(root) {
  return {
    name: 'grafana-internals',
    setup(build) {
      build.onResolve({ filter: /^react-router-dom$/ }, ({ importer, kind }) =>
        importer.includes('@grafana/scenes')
          ? build.resolve('react-router-dom-v5-compat', { resolveDir: root, kind })
          : undefined,
      );
      build.onResolve({ filter: /^internal:@grafana\// }, ({ path }) => {
        const [scope, name, ...rest] = path.slice('internal:'.length).split('/');
        const folder = dirname(require.resolve(`${scope}/${name}/package.json`));
        return { path: join(folder, 'dist', 'esm', ...rest) };
      });
    },
  };
}
