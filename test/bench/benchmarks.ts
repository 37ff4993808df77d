import type { Benchmark } from './benchmark';
import { feedBurst } from './feedBurst';
import { filterApply } from './filterApply';
import { idleRequests } from './idleRequests';
import { panelFrames } from './panelFrames';
import { panelLatency } from './panelLatency';
import { panelMemory } from './panelMemory';
import { panelOpen } from './panelOpen';
import { panelRate } from './panelRate';

/** In the order in which they run. */
export const BENCHMARKS: readonly Benchmark[] = [
  idleRequests,
  feedBurst,
  panelOpen,
  filterApply,
  panelLatency,
  panelFrames,
  panelRate,
  panelMemory,
];
