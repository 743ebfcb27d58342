// Builds flow and runs its tests: `npm test`, or `npm test -- lab inventory` for the files whose path contains a word.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** A test against real servers carries this in its name; where CI=true it must run. */
const MUST_RUN = '[real]';

/**
 * Folders whose tests start no program and leave nothing behind: all of one run in the same process, the longest first. Most of the
 * time of a short test goes into starting it.
 */
const JOINED = [
  ...['lab', 'device', 'report', 'run', 'inventory', 'transport'],
  ...['playbook', 'document', 'error', 'template', 'task', 'expression', 'compare'],
];

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
      ...['--import', 'tsx', '--test', '--test-concurrency=2', '--test-timeout=240000'],
      ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
      ...[`--test-reporter=${join(root, '.build/count-reporter.mjs')}`, `--test-reporter-destination=${report}`],
      ...joinFolders(files, folder),
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

/** The files to run: of each of these folders one that takes in all of its own. */
function joinFolders(files, folder) {
  const folderOf = (file) => relative('test', dirname(file));
  const joined = JOINED.flatMap((name) => {
    const own = files.filter((file) => folderOf(file) === name);
    if (own.length === 0) return [];
    const path = join(folder, `${name}.test.mjs`);
    writeFileSync(
      path,
      own.map((file) => `import ${JSON.stringify(pathToFileURL(join(root, file)).href)};\n`).join(''),
    );
    return [path];
  });
  return [...joined, ...files.filter((file) => !JOINED.includes(folderOf(file)))];
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
