/**
 * CPU milliseconds of one call, the best of several: other processes on the machine, the garbage collector and the
 * compiler are not what is measured.
 */
export function cpuMilliseconds(work: () => void, attempts = 5): number {
  const times = Array.from({ length: attempts }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}
