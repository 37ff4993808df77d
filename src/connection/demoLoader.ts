import { createRequire } from 'node:module';

import type * as demoBundle from '../demo/server';
import type { DemoServer } from './demoProject';

/**
 * Starts the demo server from its own bundle, which is read only now: it is no part of what activation loads.
 *
 * @param bundle the absolute path of the bundle
 */
export async function startDemo(bundle: string): Promise<DemoServer> {
  const { startDemoServer } = createRequire(bundle)(bundle) as typeof demoBundle;
  return startDemoServer({ profile: '2023-12' });
}
