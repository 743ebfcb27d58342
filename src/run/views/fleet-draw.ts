import { formatCount } from '../../error/format-count.js';
import { formatDuration } from '../../error/format-duration.js';
import { printableLine } from '../../error/printable.js';
import { cutToWidth, padToWidth, textWidth } from '../../error/text-width.js';
import { numberBatch } from '../../task/describe-batches.js';
import { STATE_ORDER } from '../../task/summarize-run.js';
import { countSettled, type FleetState, type RunningHost } from './fleet-state.js';
import { type Paint, type Tone, toneOf } from './paint.js';

/** What a frame is drawn into, in terminal columns and rows, and when (milliseconds since the epoch). */
export interface Canvas {
  columns: number;
  rows: number;
  nowMs: number;
  paint: Paint;
}

/** More running hosts are counted, not shown: a block that fills the screen is read by nobody and leaves traces when resized. */
const MOST_RUNNING = 10;
const WIDEST_NAME = 30;
/** With the usual figures the line stays below 80 columns, so that a window made narrower than that alone breaks it. */
const BAR_COLUMNS = { least: 8, most: 20 };

/**
 * Draws the moving part of the fleet view: header, the hosts that have been running longest, and a progress bar.
 * What does not fit is left out, the bar last.
 *
 * @returns at most `rows - 1` lines of at most `columns` columns; no control characters but the painter's own
 */
export function drawFleet(state: FleetState, canvas: Canvas): string[] {
  const room = canvas.rows - 1;
  if (room <= 0 || canvas.columns <= 0) return [];
  const bar = drawLine(drawBar(state, canvas), canvas);
  if (room === 1) return [bar];
  return [drawLine(drawHeader(state, canvas), canvas), ...drawRunning(state, canvas, room - 2), bar];
}

/** A stretch of text in one tone. */
interface Segment {
  tone: Tone;
  text: string;
}

function drawHeader(state: FleetState, { columns, nowMs }: Canvas): Segment[] {
  const elapsed = formatDuration(nowMs - state.startedMs);
  const place = state.batch ? `  ${numberBatch(state.batch)}  ${elapsed}` : `  ${elapsed}`;
  return [
    { tone: 'title', text: cutToWidth(printableLine(state.playbook), columns - place.length) },
    { tone: 'quiet', text: place },
  ];
}

function drawRunning(state: FleetState, canvas: Canvas, room: number): string[] {
  const most = Math.min(room, MOST_RUNNING);
  const isCut = state.running.size > most;
  const shown: RunningHost[] = [];
  for (const host of state.running.values()) {
    if (shown.length >= (isCut ? most - 1 : most)) break;
    shown.push(host);
  }
  const names = shown.map(({ host }) => cutToWidth(printableLine(host), Math.min(WIDEST_NAME, canvas.columns >> 1)));
  const nameColumns = Math.max(0, ...names.map(textWidth));
  const lines = shown.map((host, index) =>
    drawHost(host, padToWidth(names[index] ?? '', nameColumns), state, canvas.nowMs),
  );
  const untold = state.running.size - shown.length;
  if (isCut && most > 0) lines.push([{ tone: 'quiet', text: `  … and ${formatCount(untold)} more` }]);
  return lines.map((line) => drawLine(line, canvas));
}

/** The step comes last: so columns stand still, and lines stay short, which a narrower window breaks less. */
function drawHost({ task, step, sinceMs }: RunningHost, name: string, state: FleetState, nowMs: number): Segment[] {
  const seconds = `${Math.max(0, (nowMs - sinceMs) / 1000).toFixed(1)} s`;
  const label = state.tasksPerHost > 1 && task !== null && task !== step ? `${task}: ${step}` : step;
  return [
    { tone: 'plain', text: `  ${name}` },
    { tone: 'quiet', text: seconds.padStart(9) },
    { tone: 'active', text: `  ${printableLine(label)}` },
  ];
}

/** Bar, then figures in order of importance for as long as there is room. */
function drawBar(state: FleetState, { columns, nowMs }: Canvas): Segment[] {
  const settled = countSettled(state);
  const figures = listFigures(state, settled, nowMs);
  const taken: Segment[] = [];
  let width = 0;
  for (const figure of figures) {
    const figureWidth = textWidth(figure.text) + 2;
    if (width + figureWidth + BAR_COLUMNS.least > columns && taken.length > 0) break;
    taken.push({ tone: figure.tone, text: `  ${figure.text}` });
    width += figureWidth;
  }
  const barColumns = Math.min(BAR_COLUMNS.most, columns - width);
  if (barColumns < BAR_COLUMNS.least) return taken.map((segment) => ({ ...segment, text: segment.text.trimStart() }));
  const share = state.futures > 0 ? settled / state.futures : 0;
  const filled = Math.min(barColumns, Math.floor(share * barColumns));
  return [
    { tone: state.settled.raised + state.settled.unknown > 0 ? 'warning' : 'good', text: '━'.repeat(filled) },
    { tone: 'quiet', text: '─'.repeat(barColumns - filled) },
    ...taken,
  ];
}

function listFigures(state: FleetState, settled: number, nowMs: number): Segment[] {
  const figures: Segment[] = [{ tone: 'plain', text: `${formatCount(settled)} of ${formatCount(state.futures)}` }];
  for (const name of STATE_ORDER) {
    const count = state.settled[name];
    if (count > 0 && name !== 'finished') figures.push({ tone: toneOf(name), text: `${formatCount(count)} ${name}` });
  }
  if (state.stopping) figures.push({ tone: 'warning', text: 'stopping' });
  if (state.running.size > 0) figures.push({ tone: 'active', text: `${formatCount(state.running.size)} running` });
  const rate = state.rate.perSecond(nowMs);
  if (rate === null || rate === 0) return figures;
  figures.push({ tone: 'quiet', text: `${rate < 9.95 ? rate.toFixed(1) : formatCount(Math.round(rate))}/s` });
  const left = state.futures - settled;
  if (left > 0 && !state.stopping)
    figures.push({ tone: 'quiet', text: `${formatDuration(Math.ceil(left / rate) * 1000)} left` });
  return figures;
}

/** Cuts a line to the width, then paints it: the painter's own sequences take no room. */
function drawLine(segments: Segment[], { columns, paint }: Canvas): string {
  let line = '';
  let room = columns;
  for (const { tone, text } of segments) {
    const cut = cutToWidth(text, room);
    room -= textWidth(cut);
    line += paint(tone, cut);
    if (cut !== text) break;
  }
  return line;
}
