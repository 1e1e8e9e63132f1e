import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';
import writing from './scripts/plain-comments.mjs';

export default tseslint.config(
  { ignores: ['grafana-plugin/**', '**/dist/**', '**/node_modules/**', '**/coverage/**', 'data/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { writing },
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'writing/plain-comments': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['collector/src/**/*.ts', 'packages/*/src/**/*.ts'],
    ignores: ['collector/src/main.ts', 'packages/test-kit/**'], // the test kit starts processes
    rules: {
      'no-restricted-globals': ['error', { name: 'process', message: 'main.ts hands in what comes from the process' }],
      '@typescript-eslint/no-restricted-imports': ['error', 'node:process', 'process'],
    },
  },
  {
    files: ['*/src/**/*.ts', 'packages/*/src/**/*.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 110, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ['dashboards/**/*.ts'],
    rules: {
      // Schema v1 on purpose: docs/adr/0006-dashboards-as-code.md.
      '@typescript-eslint/no-deprecated': [
        'error',
        {
          allow: [
            { from: 'package', package: '@grafana/grafana-foundation-sdk', name: ['Dashboard', 'DashboardBuilder'] },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.test.ts', '**/test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off', // a missing value fails the test, which is what we want
      'max-lines': 'off',
    },
  },
  {
    files: ['examples/*.ts'],
    rules: { 'no-console': 'off' }, // programs whose output is the point
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly' } },
  },
  prettier,
);
