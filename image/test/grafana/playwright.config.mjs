import { defineConfig } from '@playwright/test';

// Against the demo service, whose visitors may look without signing in; the second half signs in as admin.
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  timeout: 60_000,
  use: {
    baseURL: process.env.GRAFANA_URL,
    httpCredentials: undefined,
    screenshot: 'only-on-failure',
  },
});
