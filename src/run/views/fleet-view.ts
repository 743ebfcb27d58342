import type { RunEvent } from '../../task/event.js';
import type { RunView } from '../view.js';
import { drawFleet } from './fleet-draw.js';
import { applyEvent, type FleetState, type Happening, startFleetState, tellCounted } from './fleet-state.js';
import { makePaint, type Paint } from './paint.js';
import { ScreenBlock } from './screen-block.js';
import { drawSummary } from './summary-line.js';
import { HappeningTeller } from './tell-happening.js';
import type { ViewOptions } from './view-options.js';

/** Twelve frames a second look continuous, and cost nothing. */
const FRAME_MS = 83;
/** Seconds go on where nothing happens. */
const IDLE_MS = 1000;

/**
 * The view for terminals: a block that is redrawn in place, and above it what is to stay. Events only change the state;
 * a timer draws, so that ten thousand events in a second cost twelve frames.
 *
 * It does not handle signals; should the process end without {@link end}, the cursor is given back by way of `atExit`.
 */
export class FleetView implements RunView {
  readonly showsSteps = true;
  readonly #options: ViewOptions;
  readonly #state: FleetState = startFleetState();
  readonly #block = new ScreenBlock();
  readonly #paint: Paint;
  readonly #teller: HappeningTeller;
  #forgetExit: (() => void) | undefined;
  #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | null = null;
  #isChanged = false;
  #drawnMs = Number.NEGATIVE_INFINITY;
  #drawnSize = { columns: 0, rows: 0 };

  constructor(options: ViewOptions) {
    this.#options = options;
    this.#paint = makePaint(options.color);
    this.#teller = new HappeningTeller({ paint: this.#paint, addressOf: options.addressOf });
  }

  start(): void {
    if (this.#timer) return;
    this.#state.startedMs = this.#options.now();
    this.#timer = setInterval(() => this.#tick(), FRAME_MS);
    this.#timer.unref();
    this.#forgetExit = this.#options.atExit?.(() => this.end());
  }

  onEvent(event: RunEvent): void {
    applyEvent(this.#state, event);
    this.#isChanged = true;
  }

  printBeside(print: () => void): void {
    if (this.#timer) this.#waiting.push(print);
    else print();
    this.#isChanged = true;
  }

  end(): void {
    if (!this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#forgetExit?.();
    this.#letPrint();
    const last = [
      ...this.#takeNews(),
      ...tellCounted(this.#state).map((line) => this.#paint('quiet', line)),
      ...drawSummary(this.#state, this.#paint, { nowMs: this.#options.now(), columns: this.#size().columns - 1 }),
    ];
    this.#options.stream.write(this.#block.close(last, this.#size().columns));
  }

  #tick(): void {
    const nowMs = this.#options.now();
    const { columns, rows } = this.#size();
    const isResized = columns !== this.#drawnSize.columns || rows !== this.#drawnSize.rows;
    if (!this.#isChanged && !isResized && nowMs - this.#drawnMs < IDLE_MS) return;
    this.#letPrint();
    // One column stays free: a terminal holds a full line back until it knows whether to break it.
    const block = drawFleet(this.#state, { columns: columns - 1, rows, nowMs, paint: this.#paint });
    this.#options.stream.write(this.#block.frame(this.#takeNews(), block, columns));
    this.#isChanged = false;
    this.#drawnMs = nowMs;
    this.#drawnSize = { columns, rows };
  }

  /** Lets others print where the block was; it is drawn again below what they print. */
  #letPrint(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#options.stream.write(this.#block.frame([], [], this.#size().columns));
    for (const print of waiting) print();
  }

  #takeNews(): string[] {
    const news: Happening[] = this.#state.news;
    this.#state.news = [];
    const options = { hasTasks: this.#state.tasksPerHost > 1, columns: this.#size().columns - 1 };
    return news.flatMap((happening) => this.#teller.tell(happening, options));
  }

  #size(): { columns: number; rows: number } {
    const { columns, rows } = this.#options.stream;
    return { columns: columns || 80, rows: rows || 24 };
  }
}
