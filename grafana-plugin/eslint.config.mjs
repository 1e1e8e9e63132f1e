import { defineConfig } from 'eslint/config';
import baseConfig from './.config/eslint.config.mjs';
import writing from '../scripts/plain-comments.mjs';

export default defineConfig([
  { ignores: ['**/node_modules/', '**/dist/', 'dist-preview/', '**/coverage/', '.config/', 'artifacts/'] },
  ...baseConfig,
  { plugins: { writing }, rules: { 'writing/plain-comments': 'error' } },
  {
    files: ['preview/**/*.{ts,tsx,mjs}', 'bench/**/*.{ts,mts}', 'test/**/*.ts'],
    rules: {
      'react/react-in-jsx-scope': 'off', // esbuild takes the automatic runtime
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: 'rxjs/operators', message: "Not shared by Grafana: import operators from 'rxjs'." },
            { name: 'rxjs/webSocket', message: 'Not shared by Grafana: use the native WebSocket.' },
            { name: 'react-dom/client', message: 'Not shared by Grafana: it would bundle a second react-dom.' },
          ],
          patterns: [{ group: ['*.css', '*.scss'], message: 'Grafana plugins style with emotion: getStyles(theme).' }],
        },
      ],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['src/**/*.test.{ts,tsx}', 'src/test/**'],
    rules: { '@typescript-eslint/no-explicit-any': 'error' },
  },
  {
    files: ['src/datasource/backend/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['@grafana/*', 'react', 'react-dom', 'rxjs', 'lodash'],
              allowTypeImports: true,
              message: 'The backend runs in Node.js, without what Grafana shares with plugins in a browser.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/**/*.test.{ts,tsx}'],
    rules: { 'max-lines': 'off' },
  },
]);
