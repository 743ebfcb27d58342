// Draws terminal.svg from what a real run shows in tmux: `node .github/terminal.mjs`, after `npm run build`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COLORS, drawWindow } from './picture.mjs';

const COLUMNS = 80;
const COMMAND = 'flow run playbooks/clock-failure.yaml';
/** Colours of SGR that flow uses. */
const SGR = { 31: COLORS.red, 32: COLORS.green, 33: COLORS.yellow, 34: COLORS.blue, 36: COLORS.cyan, 2: COLORS.quiet };

const root = join(import.meta.dirname, '..');
const home = mkdtempSync(join(tmpdir(), 'flow-picture-'));
const server = `flow-picture-${process.pid}`;
const tmux = (...args) => execFileSync('tmux', ['-L', server, '-f', '/dev/null', ...args], { encoding: 'utf8', cwd: root });
try {
  const flow = `'${process.execPath}' '${join(root, 'dist/bin/flow.js')}'`;
  const shell = `flow() { ${flow} "$@"; }; clear; ${COMMAND}; echo; tmux -L ${server} wait-for -S done; read -r _`;
  tmux('new-session', '-d', '-x', String(COLUMNS), '-y', '24', '-e', `FLOW_HOME=${home}`, '-e', 'CI=', `bash -c ${quote(shell)}`);
  tmux('wait-for', 'done');
  const screen = tmux('capture-pane', '-p', '-e').trimEnd().split('\n');
  const prompt = [{ text: '$ ', color: COLORS.green }, { text: COMMAND, weight: 600 }];
  const lines = [prompt, ...readLines(screen)];
  writeFileSync(join(import.meta.dirname, 'terminal.svg'), drawWindow({ title: 'flow run', lines, columns: COLUMNS }));
} finally {
  tmux('kill-server');
  rmSync(home, { recursive: true, force: true });
}

/** Cuts lines at their SGR sequences; a colour lasts until another one, or the end of it. */
function readLines(lines) {
  let color = COLORS.text;
  return lines.map((line) => {
    const pieces = [];
    for (const part of line.split(/(\u001b\[[\d;]*m)/)) {
      const codes = /^\u001b\[([\d;]*)m$/.exec(part)?.[1]?.split(';');
      if (!codes) pieces.push({ text: part, color });
      else if (codes.some((code) => ['', '0', '22', '39'].includes(code))) color = COLORS.text;
      else color = codes.map((code) => SGR[code]).find(Boolean) ?? color;
    }
    return pieces;
  });
}

function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
