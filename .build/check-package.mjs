// Packs flow and has publint and arethetypeswrong judge what a user would install: `npm run package`.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Pinned here and not among the dependencies: nothing but this needs them. */
const JUDGES = [
  ['publint@0.3.25', 'publint', '--strict'],
  // flow is an ES module: what only older forms of modules lack is no fault.
  ['@arethetypeswrong/cli@0.18.5', 'attw', '--profile', 'esm-only'],
];

const folder = mkdtempSync(join(tmpdir(), 'flow-package-'));
try {
  const packed = run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], 'pipe');
  const tarball = join(folder, packed.stdout.trim());
  for (const [name, command, ...flags] of JUDGES)
    run('npm', ['exec', '--yes', `--package=${name}`, '--', command, ...flags, tarball], 'inherit');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function run(program, words, stdout) {
  const ran = spawnSync(program, words, { cwd: root, encoding: 'utf8', stdio: ['ignore', stdout, 'inherit'] });
  if (ran.status !== 0) process.exitCode = 1;
  return ran;
}
