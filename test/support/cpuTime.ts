/**
 * Milliseconds that this process has computed so far. For tests of what must not grow in the wrong way: however busy
 * the machine is with other programs, the time that they take is not counted.
 */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
