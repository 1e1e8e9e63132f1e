import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/**
 * Data flows left to right: transport → decode → pipeline → store → outputs. A stage may import itself, the vocabulary
 * (`model.ts`, `errors.ts`, `@mesh-observatory/contract`) and the interface file of the stage to its right, never anything to its left.
 */
const stage = (folder, forbidden, reason) => ({
  files: [`collector/src/${folder}/**/*.ts`],
  rules: {
    '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ group: forbidden, message: reason }] }],
  },
});

export default tseslint.config(
  { ignores: ['grafana-plugin/**', '**/dist/**', '**/node_modules/**', '**/coverage/**', 'data/**'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  stage(
    'transport',
    [
      '**/decode/**',
      '**/store/**',
      '**/outputs/**',
      '**/pipeline/**',
      'better-sqlite3',
      'express',
      'ws',
      'prom-client',
      '@meshtastic/*',
    ],
    'transport knows MQTT and model only',
  ),
  stage(
    'decode',
    [
      '**/transport/**',
      '**/store/**',
      '**/outputs/**',
      '**/pipeline/**',
      'mqtt',
      'better-sqlite3',
      'express',
      'ws',
      'prom-client',
      'pino',
      'node:fs*',
      'node:net',
    ],
    'decode is pure: protobuf, crypto and model only',
  ),
  stage(
    'pipeline',
    [
      '**/transport/mqtt*',
      '**/transport/embedded*',
      '**/store/sqlite/**',
      '**/outputs/**',
      'mqtt',
      'better-sqlite3',
      'express',
      'ws',
      'prom-client',
      '@meshtastic/*',
    ],
    'the pipeline knows interfaces only',
  ),
  stage(
    'store',
    [
      '**/transport/**',
      '**/decode/**',
      '**/pipeline/**',
      '**/outputs/**',
      'mqtt',
      'express',
      'ws',
      'prom-client',
      '@meshtastic/*',
    ],
    'the store knows SQLite and model only',
  ),
  stage(
    'outputs',
    [
      '**/transport/**',
      '**/decode/**',
      '**/pipeline/**',
      '**/store/sqlite/**',
      'mqtt',
      'better-sqlite3',
      '@meshtastic/*',
    ],
    'outputs only read, through ReadStore',
  ),
  {
    files: ['packages/contract/src/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(?!\.|zod$)', message: 'the contract is vocabulary: zod and itself only' }] },
      ],
    },
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
