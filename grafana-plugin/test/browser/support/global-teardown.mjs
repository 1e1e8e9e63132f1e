export default async function globalTeardown() {
  /** @type {{ browserTestParts?: { stop?: () => Promise<void>, close?: () => Promise<void> }[] }} */
  const { browserTestParts = [] } = /** @type {never} */ (globalThis);
  for (const part of browserTestParts) {
    await (part.stop?.() ?? part.close?.());
  }
}
