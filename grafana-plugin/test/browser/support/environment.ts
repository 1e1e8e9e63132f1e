function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) {
    throw new Error(`${name} is not set: run the browser tests with "npm run test:browser".`);
  }
  return value;
}

/** The processes that the global set-up has started. */
export const environment = {
  endpoint: () => required('BROWSER_TEST_ENDPOINT'),
  collectorUrl: () => required('BROWSER_TEST_COLLECTOR'),
  brokerPort: () => Number(required('BROWSER_TEST_BROKER_PORT')),
  previewUrl: () => required('BROWSER_TEST_PREVIEW'),
  hostDirectory: () => required('BROWSER_TEST_HOST_DIRECTORY'),
  pluginDirectory: () => required('BROWSER_TEST_PLUGIN_DIRECTORY'),
};
