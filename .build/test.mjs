// Builds flow and runs its tests: `npm test`, or `npm test -- lab inventory` for the files whose path contains a word.
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { run } from 'node:test';
import { spec as Spec } from 'node:test/reporters';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileTests } from './compile-tests.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** A test against real servers carries this in its name; where CI=true it must run. */
const MUST_RUN = '[real]';

/** A test file that hangs is one that fails; one on a machine that has much else to do is not. */
const TIMEOUT_MS = 600_000;

/** Processes at once, per core: tests spend half of their time in waiting for what they have started. */
const PER_CORE = 2;

/** The longest of those that run by file: begun late, one of them would be left over alone. */
const FIRST = [
  ...['package/tarball', 'quirks/chaos', 'cli/queue', 'cli/journal', 'cli/queue-losses', 'cli/continue'],
  ...['cli/help-examples', 'cli/executors', 'real/completion', 'cli/secrets', 'cli/playbooks', 'cli/run'],
  ...['real/linux', 'real/copy', 'real/frr'],
].map((name) => `test/${name}.test.ts`);

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
  const built = await build();
  if (built !== 0) return built;
  const files = findTests(words);
  if (files.length === 0) {
    console.error(`test: no file in test/ contains ${words.join(' or ')}`);
    return 1;
  }
  // The places in errors are those of the files that run; a link on the way would give them another name.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'flow-test-'));
  try {
    const compiled = await compileTests(files, folder);
    if (!compiled) return 1; // It has said why.
    return summarise(await runTests(arrange(files, compiled, folder)));
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

/** What to run, in this order: the longest files, of each joined folder one file that takes in all of its own, and the others. */
function arrange(files, compiled, folder) {
  const folderOf = (file) => relative('test', dirname(file));
  const joined = JOINED.flatMap((name) => {
    const own = files.filter((file) => folderOf(file) === name);
    if (own.length === 0) return [];
    const path = join(folder, `${name}.test.js`);
    const addresses = own.map((file) => pathToFileURL(compiled.get(file)).href);
    writeFileSync(path, addresses.map((address) => `import ${JSON.stringify(address)};\n`).join(''));
    return [path];
  });
  const single = files.filter((file) => !JOINED.includes(folderOf(file)));
  const first = FIRST.filter((file) => single.includes(file));
  const last = single.filter((file) => !FIRST.includes(file));
  return [...first.map((file) => compiled.get(file)), ...joined, ...last.map((file) => compiled.get(file))];
}

/** Runs the files and prints every test. @returns how many passed and failed, and which were skipped */
async function runTests(files) {
  // Each process of a test gets these words too.
  process.execArgv.push('--enable-source-maps', `--test-timeout=${TIMEOUT_MS}`);
  const counts = { passed: 0, failed: 0, skipped: [] };
  const events = run({ files, concurrency: PER_CORE * availableParallelism(), timeout: TIMEOUT_MS });
  events.on('test:fail', ({ todo }) => {
    if (todo === undefined || todo === false) counts.failed++;
  });
  events.on('test:pass', ({ name, file, skip, details }) => {
    if (skip !== undefined) counts.skipped.push({ name, file, reason: skip });
    else if (details.type !== 'suite') counts.passed++;
  });
  for await (const text of events.compose(new Spec())) process.stdout.write(text);
  return counts;
}

/** Prints what was skipped and the totals last, where the eye falls. @returns the exit status */
function summarise({ passed, failed, skipped }) {
  for (const { name, file, reason } of skipped) {
    const place = file ? `${relative(root, file)}: ` : '';
    console.log(`skipped: ${place}${name} (${typeof reason === 'string' ? reason : 'no reason given'})`);
  }
  const missed = process.env.CI === 'true' ? skipped.filter(({ name }) => name.includes(MUST_RUN)).length : 0;
  if (missed > 0) console.log(`${missed} skipped with ${MUST_RUN} in the name: with CI=true they must run`);
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return failed > 0 || missed > 0 ? 1 : 0;
}

function build() {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, '.build/build.mjs')], { cwd: root, stdio: 'inherit' });
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
}
