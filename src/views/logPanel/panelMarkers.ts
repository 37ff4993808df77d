import type { LogBuffer } from '../../logs/buffer';
import type { MarkerItem } from '../../logs/items';
import { jobMarker } from './jobMarker';
import type { LogPanelState } from './logPanelState';

/** Markers that are kept over a reload of the window. */
const KEPT = 100;

/** The starts of jobs in a panel's log: no server knows of them, so they are kept with the panel. */
export class PanelMarkers {
  private markers: readonly MarkerItem[];

  constructor(
    private readonly buffer: LogBuffer,
    stored: LogPanelState['markers'],
  ) {
    this.markers = stored.map((marker) => ({ kind: 'marker', ...marker }));
    this.markers.forEach((marker) => buffer.insertMarker(marker));
  }

  /** The start of the job that was run last. */
  get last(): MarkerItem | undefined {
    return this.markers.at(-1);
  }

  /** What is to be kept over a reload of the window. */
  get stored(): LogPanelState['markers'] {
    return this.markers.map(({ key, timestamp, label }) => ({ key, timestamp, label }));
  }

  /** Puts one after the newest entry. @param now milliseconds since the epoch */
  add(label: string, now: number): void {
    const marker = jobMarker(label, this.buffer.newestTimestamp, now);
    this.markers = [...this.markers, marker].slice(-KEPT);
    this.buffer.insertMarker(marker);
  }

  /** They were cleared with everything else, and are not to come back with a reload. */
  forget(): void {
    this.markers = [];
  }
}
