// Builds flow and runs its tests: `npm test`, or `npm test -- lab inventory` for the files whose path contains a word.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** A test against real servers carries this in its name; where CI=true it must run. */
const MUST_RUN = '[real]';

process.exitCode = await main(process.argv.slice(2));

async function main(words) {
  const built = await run([join(root, '.build/build.mjs')]);
  if (built !== 0) return built;
  const files = findTests(words);
  if (files.length === 0) {
    console.error(`test: no file in test/ contains ${words.join(' or ')}`);
    return 1;
  }
  const folder = mkdtempSync(join(tmpdir(), 'flow-test-'));
  try {
    const report = join(folder, 'counts.json');
    const code = await run([
      // A test that hangs is a test that fails.
      ...['--import', 'tsx', '--test', '--test-concurrency=2', '--test-timeout=120000'],
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...[`--test-reporter=${join(root, '.build/count-reporter.mjs')}`, `--test-reporter-destination=${report}`],
      ...files,
    ]);
    // Without counts the runner itself has failed, and has said why.
    return existsSync(report) ? summarise(code, JSON.parse(readFileSync(report, 'utf8'))) : code || 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function findTests(words) {
  return readdirSync(join(root, 'test'), { recursive: true })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => join('test', file))
    .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
    .sort();
}

/** Prints what was skipped and the totals last, where the eye falls. */
function summarise(code, { passed, failed, skipped }) {
  for (const { name, file, reason } of skipped) {
    const place = file ? `${relative(root, file)}: ` : '';
    console.log(`skipped: ${place}${name} (${typeof reason === 'string' ? reason : 'no reason given'})`);
  }
  const missed = process.env.CI === 'true' ? skipped.filter(({ name }) => name.includes(MUST_RUN)).length : 0;
  if (missed > 0) console.log(`${missed} skipped with ${MUST_RUN} in the name: with CI=true they must run`);
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return code === 0 && missed > 0 ? 1 : code;
}

function run(words) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, { cwd: root, stdio: 'inherit' });
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}
