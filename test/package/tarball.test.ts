import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test, { after, before } from 'node:test';
import { packageRoot } from '../../src/document/package-root.js';
import type { Host } from '../../src/inventory/host.js';
import { startLab, writeInventory } from '../support/lab.js';

const README = readFileSync(join(packageRoot, 'README.md'), 'utf8');
const MANIFEST = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));

/** A folder in which nothing but the packed flow is installed, with its dependencies. */
let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'flow-installed-'));
  const packed = spawnSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: packageRoot,
    encoding: 'utf8',
  });
  assert.equal(packed.status, 0, packed.stderr);
  const tarball = join(folder, packed.stdout.trim());
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  if (process.env.CI === 'true') installFromRegistry(tarball);
  else unpackBesideDependencies(tarball);
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** As a user does, with the types that a user of TypeScript has. */
function installFromRegistry(tarball: string): void {
  const words = [
    'install',
    '--no-audit',
    '--no-fund',
    '--silent',
    tarball,
    `@types/node@${MANIFEST.devDependencies['@types/node']}`,
  ];
  const installed = spawnSync('npm', words, { cwd: folder, encoding: 'utf8' });
  assert.equal(installed.status, 0, installed.stderr);
}

/** The same without a network: of the packages that are here only those that an installation would bring. */
function unpackBesideDependencies(tarball: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, 'flow-playbook'), { recursive: true });
  const tar = ['-xzf', tarball, '-C', join(modules, 'flow-playbook'), '--strip-components=1'];
  assert.equal(spawnSync('tar', tar).status, 0);
  for (const name of [...Object.keys(MANIFEST.dependencies), '@types/node']) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(packageRoot, 'node_modules', name), join(modules, name));
  }
}

/** Runs Node.js in that folder. It does not block: the lab is in this process. */
async function node(...words: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, words, { cwd: folder, env: { PATH: process.env.PATH, HOME: folder } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  const [status] = await once(child, 'close');
  return { status, stdout, stderr };
}

test('the packed flow runs a playbook', async () => {
  writeFileSync(join(folder, 'lab.yaml'), 'name: Clock\ninventory: {lab: {cisco_ios: 2}}\ncommand: sh clock\n');
  const ran = await node('node_modules/flow-playbook/dist/bin/flow.js', 'run', 'lab.yaml');
  assert.equal(ran.status, 0, ran.stderr);
  assert.equal(ran.stdout.match(/ UTC /g)?.length, 2);
});

test('the packed flow has the types of all that it exports, and nothing of the tests', () => {
  for (const { types, default: code } of [MANIFEST.exports['.'], MANIFEST.exports['./futures']])
    for (const file of [types, code])
      assert.ok(readFileSync(join(folder, 'node_modules/flow-playbook', file)).length > 0);
  assert.throws(() => readFileSync(join(folder, 'node_modules/flow-playbook/test/floor-plan.test.ts')));
});

test('what the packed flow exports is shown by its own name', async () => {
  const script = `
    import * as flow from 'flow-playbook';
    import * as futures from 'flow-playbook/futures';
    const named = Object.entries({ ...flow, ...futures }).filter(([, value]) => typeof value === 'function');
    console.log(JSON.stringify(named.map(([name, value]) => [name, value.name])));`;
  const { status, stdout, stderr } = await node('--input-type=module', '-e', script);
  assert.equal(status, 0, stderr);
  const names: [string, string][] = JSON.parse(stdout);
  assert.ok(names.length > 20);
  for (const [exported, own] of names) assert.equal(own, exported);
});

test('no public type is any', () => {
  const root = join(folder, 'node_modules/flow-playbook/dist/types');
  const seen = new Set<string>();
  const wrong: string[] = [];
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    if (/\bany\b/.test(text.replace(/'[^'\n]*'/g, "''"))) wrong.push(file);
    for (const [, name = ''] of text.matchAll(/(?:from|import\() ?'(\.[^']+)\.js'/g))
      visit(join(dirname(file), `${name}.d.ts`));
  };
  for (const entry of ['index.d.ts', 'futures.d.ts']) visit(join(root, entry));
  assert.ok(seen.size > 20);
  assert.deepEqual(wrong, []);
});

test('every example of the library in the README compiles against the packed flow, and runs', async (t) => {
  const lab = await startLab(t, { hosts: { cisco_ios: 3 } });
  writeInventory(folder, lab.hosts(), 'netmiko');
  writeFileSync(join(folder, 'clock.yaml'), 'name: Clock\ninventory: {lab: {cisco_ios: 3}}\ncommand: sh clock\n');
  const ask = README.match(/```js\n\/\/ ask\.mjs\n(.*?)```/s)?.[1];
  assert.ok(ask);
  writeFileSync(join(folder, 'ask.mjs'), ask);
  const examples = [...README.matchAll(/```ts\n(.*?)```/gs)].map(([, text = '']) => atLab(text, lab.hosts()));
  assert.ok(examples.length >= 7);
  const names = examples.map((_, index) => `example-${index}`);
  for (const [index, text] of examples.entries()) writeFileSync(join(folder, `${names[index]}.ts`), text);
  const files = names.map((name) => `${name}.ts`);
  const options = {
    compilerOptions: {
      target: 'es2022',
      lib: ['es2023', 'esnext.disposable'],
      types: ['node'],
      module: 'nodenext',
      strict: true,
      noImplicitAny: true,
    },
    files,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
  const compiled = await node(join(packageRoot, 'node_modules/typescript/bin/tsc'), '-p', folder);
  assert.equal(compiled.status, 0, compiled.stdout);
  for (const [index, text] of examples.entries()) {
    const ran = await node(`${names[index]}.js`);
    assert.equal(ran.status, 0, `${text}\n${ran.stderr}`);
    if (text.includes('sh clock')) assert.match(ran.stdout, / UTC /, text);
    if (text.includes('devices.yaml'))
      assert.equal(ran.stdout.match(/ UTC /g)?.length ?? 0, 3, `${text}\n${ran.stdout}`);
  }
});

test('the playbooks of the lesson run with the packed flow', async (t) => {
  const lab = await startLab(t, { hosts: { cisco_ios: 3 } });
  writeInventory(folder, lab.hosts(), 'netmiko');
  const section = README.slice(README.indexOf('### The four scripts'), README.indexOf('## As a library'));
  const playbooks = [...section.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
  assert.equal(playbooks.length, 4);
  for (const text of playbooks) {
    writeFileSync(join(folder, 'lesson.yaml'), text);
    const ran = await node('node_modules/flow-playbook/dist/bin/flow.js', 'run', 'lesson.yaml', '--host-keys', 'off');
    assert.equal(ran.status, 0, ran.stderr);
    // What is told of each as it completes stands before the report.
    assert.equal(ran.stdout.match(/ UTC /g)?.length, text.includes('each:') ? 6 : 3, ran.stdout);
  }
});

/** The device of an example is one of the lab. */
function atLab(text: string, [host]: Host[]): string {
  if (!host) throw new Error('the lab has no host');
  const { address, port, username, password, secret } = host;
  const device = JSON.stringify({ device_type: 'cisco_ios', ip: address, port, username, password, secret });
  return text.replace(/\{ device_type: 'cisco_ios'.*?\}/, device);
}
