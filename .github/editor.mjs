// Draws editor.svg: a playbook being written, with what the real YAML language server proposes for it from flow's schema.
//   npm install --prefix FOLDER yaml-language-server && node .github/editor.mjs FOLDER
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { COLORS, drawLine, drawWindow } from './picture.mjs';

const [tools = '.'] = process.argv.slice(2);
const root = join(import.meta.dirname, '..');
const TYPED = 'on_';
const PLAYBOOK = [
  '# yaml-language-server: $schema=../schemas/playbook.schema.json',
  'name: Clock on every router',
  'inventory: devices.yaml',
  'concurrency: 20',
  'command: show clock',
  TYPED,
];
const SHOWN = 3;
/** Columns of the box: names, and what the chosen one is. */
const BOX = { column: 5, names: 16, text: 50 };

const items = await askServer(PLAYBOOK.join('\n'), { line: PLAYBOOK.length - 1, character: TYPED.length });
const fitting = items.filter(({ label }) => label.startsWith('o')).sort((a, b) => b.label.startsWith(TYPED) - a.label.startsWith(TYPED));
const proposed = fitting.slice(0, SHOWN);
const explained = wrap(proposed[0].documentation?.value ?? proposed[0].documentation, BOX.text - 2).slice(0, 9);
const blank = Array.from({ length: Math.max(proposed.length, explained.length) + 1 }, () => []);
const numbered = PLAYBOOK.map((line, i) => [{ text: `${i + 1}   `.padStart(5), color: COLORS.quiet }, ...paint(line)]);
const svg = drawWindow({
  title: 'clock.yaml',
  columns: BOX.column + BOX.names + BOX.text + 3,
  lines: [...numbered, ...blank],
  extra: ({ place, cell }) => {
    const top = place(BOX.column, PLAYBOOK.length - 0.72 + 0.2);
    const widths = [BOX.names * cell.width, BOX.text * cell.width];
    const rows = proposed.map(({ label }, i) =>
      drawLine([{ text: label, weight: i === 0 ? 600 : undefined }], place(BOX.column + 1, PLAYBOOK.length + 0.35 + i)),
    );
    const words = explained.map((text, i) =>
      drawLine([{ text, color: COLORS.text }], place(BOX.column + BOX.names + 2, PLAYBOOK.length + 0.35 + i)),
    );
    const box = (x, width, count, fill) =>
      `<rect x="${x.toFixed(1)}" y="${top.y.toFixed(1)}" width="${width.toFixed(1)}" height="${(count * cell.height + 6).toFixed(1)}" rx="4" fill="${fill}" stroke="#3b465a"/>`;
    return [
      box(top.x, widths[0], proposed.length, COLORS.box),
      `<rect x="${top.x.toFixed(1)}" y="${(top.y + 2).toFixed(1)}" width="${widths[0].toFixed(1)}" height="${cell.height}" rx="4" fill="${COLORS.chosen}"/>`,
      box(top.x + widths[0] + 6, widths[1], explained.length, COLORS.box),
      ...rows,
      ...words,
    ].join('\n');
  },
});
writeFileSync(join(import.meta.dirname, 'editor.svg'), svg);

/** Keys in one colour, values in another, comments quiet; the cursor behind what is being typed. */
function paint(line) {
  if (line.startsWith('#')) return [{ text: line, color: COLORS.quiet }];
  const [, key, value] = /^([^:]+:)(.*)$/.exec(line) ?? [];
  if (key === undefined) return [{ text: line }, { text: '▏', color: COLORS.blue }];
  return [{ text: key, color: COLORS.blue }, { text: value, color: COLORS.green }];
}

function wrap(text, columns) {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1);
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= columns) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** One conversation with the language server: opens the text as a playbook of flow, and asks what could stand at a place. */
async function askServer(text, position) {
  const program = join(tools, 'node_modules/yaml-language-server/bin/yaml-language-server');
  const server = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const open = new Map();
  let received = Buffer.alloc(0);
  const send = (message) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const ask = (method, params) =>
    new Promise((resolve) => {
      open.set(open.size + 1, resolve);
      send({ id: open.size, method, params });
    });
  server.stdout.on('data', (piece) => {
    received = Buffer.concat([received, piece]);
    for (let end = received.indexOf('\r\n\r\n'); end >= 0; end = received.indexOf('\r\n\r\n')) {
      const length = Number(/Content-Length: (\d+)/i.exec(received.subarray(0, end).toString())?.[1]);
      if (received.length < end + 4 + length) return;
      const message = JSON.parse(received.subarray(end + 4, end + 4 + length).toString());
      received = received.subarray(end + 4 + length);
      if (message.method && message.id !== undefined) send({ id: message.id, result: message.params?.items?.map(() => ({})) ?? null });
      else if (message.id !== undefined) open.get(message.id)?.(message.result);
    }
  });
  const uri = pathToFileURL(join(root, 'playbooks/written.yaml')).href;
  const capabilities = { textDocument: { completion: { completionItem: { documentationFormat: ['plaintext'] } } } };
  await ask('initialize', { processId: process.pid, rootUri: pathToFileURL(root).href, capabilities });
  send({ method: 'initialized', params: {} });
  send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } });
  const found = await ask('textDocument/completion', { textDocument: { uri }, position });
  server.kill();
  return found.items ?? found;
}
