import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { COMMANDS } from '../../src/cli/commands.js';
import { packageRoot } from '../../src/document/package-root.js';
import { makeFolder } from '../support/lab.js';
import { FLOW } from '../support/run-flow.js';

/** Examples that cannot be run here as they are, and why. */
const NOT_HERE: Readonly<Record<string, string>> = {
  'flow lab': 'runs until Ctrl-C',
  'flow lab cisco_ios=100 --delay 1s --port 2201': 'runs until Ctrl-C',
  'flow worker --queue redis://10.0.0.5 --site hq': 'runs until Ctrl-C',
  'flow worker --site dc --concurrency 200 --health 127.0.0.1:9464': 'runs until Ctrl-C',
  'flow queue status --queue redis://10.0.0.5': 'needs a Redis',
  'flow queue status --format json': 'needs a Redis',
  'flow resume last': 'needs a run that was killed',
  'flow resume last --rerun R7': 'needs a run that was killed',
  'flow check -i devices.yaml': 'needs devices',
  'flow inventory devices.yaml --detect --write': 'needs devices',
};

/** Exit statuses beside 0 that an example is meant to have. */
const MAY_END: Readonly<Record<string, number>> = {
  'flow diff before after > changes.md': 1,
  'flow diff last~1 last': 1,
  'flow retry last': 1,
  'flow retry last~1 --quiet > clock.md': 1,
};

/** Flags that put simulated devices in the place of those in devices.yaml. */
const ON_LAB = /^flow run clock\.yaml -i devices\.yaml/;

/** What examples speak of that has to be run first. */
const RUNS = /\b(before|after|last|history)\b/;
const OUTPUT = /\bversion\.txt\b/;

for (const { name, load } of COMMANDS) {
  test(`the examples in the help of flow ${name} do what they say`, async (t) => {
    const { examples } = await load();
    const lines = examples.map(({ line }) => line).filter((line) => !NOT_HERE[line]);
    const project = makeProject(makeFolder(t), lines);
    for (const line of lines) {
      if (name === 'retry')
        project.type('flow run playbooks/clock-failure.yaml; flow run playbooks/clock-failure.yaml');
      const { status, stderr } = project.type(line.replace(ON_LAB, '$& --lab'));
      assert.ok(status === 0 || status === MAY_END[line], `${line}\n${status}\n${stderr}`);
      assert.doesNotMatch(stderr, /bug in flow|^flow: /m, line);
    }
  });
}

test('each example that is left out, or may fail, is one of a help', async () => {
  const commands = await Promise.all(COMMANDS.map(({ load }) => load()));
  const lines = commands.flatMap(({ examples }) => examples.map(({ line }) => line));
  for (const line of [...Object.keys(NOT_HERE), ...Object.keys(MAY_END)]) assert.ok(lines.includes(line), line);
});

/** A folder in which the files, runs and hosts that the examples name are there. */
function makeProject(folder: string, lines: readonly string[]) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  mkdirSync(join(folder, '.config/fish/completions'), { recursive: true });
  writeFileSync(join(bin, 'flow'), `#!/bin/sh\nexec '${process.execPath}' '${FLOW}' "$@"\n`);
  chmodSync(join(bin, 'flow'), 0o755);
  cpSync(join(packageRoot, 'playbooks'), join(folder, 'playbooks'), { recursive: true });
  cpSync(join(packageRoot, 'schemas'), join(folder, 'schemas'), { recursive: true });
  for (const file of ['clock.yaml', 'audit.yaml', 'push-ntp.yaml'])
    cpSync(join(folder, 'playbooks', file), join(folder, file));
  const host = '{address: 192.0.2.1, platform: cisco_ios, groups: [core], username: ops, password: "${env:PW}"}';
  writeFileSync(join(folder, 'devices.yaml'), `hosts: {R1: ${host}}\ngroups: {core: {}}\n`);
  writeFileSync(join(folder, 'audit.hbs'), '{{#each results}}{{host.name}} {{state}}\n{{/each}}');
  writeFileSync(join(folder, 'clock.txt'), '*06:02:19.983 UTC Mon Aug 28 2017\n');
  writeFileSync(join(folder, 'clock.textfsm'), 'Value TIME (\\S+)\n\nStart\n  ^\\*${TIME} UTC -> Record\n');
  const type = (line: string) =>
    spawnSync('bash', ['-c', line], {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: `${bin}:${process.env.PATH}`, HOME: folder, FLOW_HOME: join(folder, 'home') },
    });
  const prepare = (line: string) => {
    const { status, stderr } = type(line);
    assert.equal(status, 0, stderr);
  };
  if (lines.some((line) => RUNS.test(line)))
    prepare('flow run clock.yaml --as before && flow run clock.yaml --as after');
  if (lines.some((line) => OUTPUT.test(line))) {
    writeFileSync(
      join(folder, 'version.yaml'),
      'name: Version\ninventory: {lab: {cisco_ios: 1}}\ncommand: show version\noutput: {template: "{{#each results}}{{output}}{{/each}}", format: txt, file: version.txt}\n',
    );
    prepare('flow run version.yaml --no-journal');
  }
  return { type };
}
