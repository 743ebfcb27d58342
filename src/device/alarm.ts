/**
 * A timer that is set again and again: set for the same time as before, it costs next to nothing. It never rings for what it was
 * set for before.
 */
export class Alarm {
  private timer: NodeJS.Timeout | undefined;
  private ms = -1;
  private ring: (() => void) | undefined;

  /** Rings once, in so many milliseconds from now. */
  set(ms: number, ring: () => void): void {
    this.ring = ring;
    if (this.timer !== undefined && this.ms === ms) {
      this.timer.refresh();
      return;
    }
    clearTimeout(this.timer);
    this.ms = ms;
    this.timer = setTimeout(() => this.ring?.(), ms);
  }

  /** Begins the same time anew. */
  again(): void {
    this.timer?.refresh();
  }

  /** It will not ring until it is set again; the timer itself stays. */
  mute(): void {
    this.ring = undefined;
  }

  /** Leaves no timer behind. */
  dispose(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.ring = undefined;
  }
}
