/** Lets promises that are already resolved run on; works under fake timers. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await Promise.resolve();
  }
}
