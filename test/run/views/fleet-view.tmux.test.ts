import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { textWidth } from '../../../src/error/text-width.js';
import type { DemoCommand } from './fleet-demo.js';

const DEMO = fileURLToPath(new URL('./fleet-demo.ts', import.meta.url));
const skip = spawnSync('tmux', ['-V']).status === 0 ? false : 'tmux is not installed';

/** A tmux server of its own with one window of 80x24 in which the demo runs. */
async function openTerminal(t: TestContext) {
  const name = `flow-test-${process.pid}-${t.name.length}`;
  const tmux = (...args: string[]) =>
    execFileSync('tmux', ['-L', name, '-f', '/dev/null', ...args], { encoding: 'utf8' });
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const connected = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const demo = `${process.execPath} --import tsx '${DEMO}' ${port}; read -r _`;
  tmux('new-session', '-d', '-x', '80', '-y', '24', demo);
  t.after(() => {
    tmux('kill-server');
    server.close();
  });
  const socket = await connected;
  const answers = createInterface({ input: socket })[Symbol.asyncIterator]();
  return {
    async tell(command: DemoCommand): Promise<void> {
      socket.write(`${JSON.stringify(command)}\n`);
      await answers.next();
    },
    async resize(columns: number, rows: number): Promise<void> {
      tmux('resize-window', '-x', String(columns), '-y', String(rows));
      await this.tell({ do: 'await-columns', columns });
    },
    /** The screen, without blank lines at its end; with everything scrolled away when asked for. */
    lines: (options: { withHistory?: boolean } = {}) =>
      tmux('capture-pane', '-p', ...(options.withHistory ? ['-S', '-'] : []))
        .trimEnd()
        .split('\n'),
    isCursorShown: () => tmux('display-message', '-p', '#{cursor_flag}').trim() === '1',
    close: () => socket.end(),
  };
}

function checkWidths(lines: string[], columns: number): void {
  for (const line of lines) assert.ok(textWidth(line) <= columns, `wider than ${columns}: ${line}`);
}

const isBlock = (line: string) => /[━─]|running|^ {2}(?:router|東京)|^Clock on every router {2}/.test(line);

test('[real] three hosts in tmux: the block is drawn, resized and taken away without a trace', { skip }, async (t) => {
  const terminal = await openTerminal(t);
  await terminal.tell({ do: 'start', hosts: 3 });
  await terminal.tell({ do: 'go', running: 2, settled: 0, raisedEvery: 9 });
  const lines = terminal.lines();
  assert.equal(lines.length, 4);
  assert.match(lines[0] ?? '', /^Clock on every router +\S+ m?s$/);
  assert.match(lines[3] ?? '', /0 of 3 {2}2 running/);
  assert.ok(!terminal.isCursorShown());
  await terminal.resize(50, 24);
  assert.equal(terminal.lines().length, 4);
  checkWidths(terminal.lines(), 50);
  await terminal.resize(100, 24);
  assert.equal(terminal.lines().length, 4);
  await terminal.tell({ do: 'go', running: 3, settled: 3, raisedEvery: 9 });
  await terminal.tell({ do: 'end' });
  const last = terminal.lines({ withHistory: true });
  assert.equal(last.filter(isBlock).length, 0, last.join('\n'));
  assert.equal(last.length, 3);
  assert.match(last[0] ?? '', /^✖ router-1 {2}192\.0\.2\.1 {2}auth: /);
  assert.match(last[2] ?? '', /^✔ Clock on every router: 3 hosts: /);
  assert.ok(terminal.isCursorShown());
  terminal.close();
});

test('[real] a thousand hosts in tmux: never taller than the screen, each failure once, nothing left over', {
  skip,
}, async (t) => {
  const terminal = await openTerminal(t);
  await terminal.tell({ do: 'start', hosts: 1000 });
  for (const [step, size] of [
    [80, 24],
    [60, 24],
    [60, 16],
    [33, 16],
    [100, 30],
    [80, 24],
  ].entries()) {
    const [columns = 80, rows = 24] = size;
    await terminal.tell({ do: 'go', running: step * 150 + 100, settled: step * 150, raisedEvery: 200 });
    await terminal.resize(columns, rows);
    const lines = terminal.lines();
    checkWidths(lines, columns);
    assert.ok(lines.length < rows, lines.join('\n'));
    assert.equal(lines.filter((line) => line.startsWith('Clock on every')).length, 1, lines.join('\n'));
    assert.equal(lines.filter((line) => / of 1,000/.test(line)).length, 1, lines.join('\n'));
  }
  await terminal.tell({ do: 'go', running: 1000, settled: 1000, raisedEvery: 200 });
  await terminal.tell({ do: 'end' });
  const last = terminal.lines({ withHistory: true });
  assert.equal(last.filter(isBlock).length, 0, last.join('\n'));
  assert.equal(last.filter((line) => line.startsWith('✖ ') || line.startsWith('✖ 東')).length, 5, last.join('\n'));
  assert.match(last.at(-1) ?? '', /^✔ Clock on every router: 1,000 hosts: /);
  assert.ok(terminal.isCursorShown());
  terminal.close();
});
