// Rules of dependency-cruiser about what is left at run time, when type imports are gone. Run by `npm run lint`.
import { options } from './options.mjs';

export default {
  forbidden: [
    {
      name: 'backend-without-browser',
      comment: 'the backend of the data source is a Node.js program: React and Grafana may lend it types only',
      severity: 'error',
      from: { path: '^grafana-plugin/src/datasource/backend/', pathNot: '\\.test\\.ts$' },
      to: { path: '(^|/)node_modules/(react|react-dom|@grafana/[^/]+)/', reachable: true },
    },
  ],
  options,
};
