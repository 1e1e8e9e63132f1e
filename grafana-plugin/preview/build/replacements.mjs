import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * Three things that Grafana's own build arranges and npm packages do not:
 * - `@grafana/scenes` speaks React Router 6, the rest of Grafana 13 React Router 5: the v5-compat package bridges both.
 * - The setters of components that only a running Grafana has are not exported from `@grafana/runtime`.
 * - The i18n instance that plugins share is not exported from `@grafana/i18n`.
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
