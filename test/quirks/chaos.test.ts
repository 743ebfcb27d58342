import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SESSIONS = 10_000;

const PLAYER = fileURLToPath(new URL('./chaotic-sessions.ts', import.meta.url));

test(`in ${SESSIONS} sessions with faults no wrong output is taken for a right one, and nothing is left behind`, () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', PLAYER, String(SESSIONS)], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  const states = new Map<string, number>(Object.entries(JSON.parse(stdout)));
  for (const fault of ['none', 'garbles', 'says its prompt twice', 'logs']) {
    assert.ok((states.get(`${fault}: finished`) ?? 0) > 0, `${fault} is survived`);
    const others = [...states.keys()].filter((key) => key.startsWith(`${fault}: `) && !/finished|cancelled/.test(key));
    assert.deepEqual(others, [], `${fault} raises nothing`);
  }
  for (const state of ['pauses at a prompt: finished', 'prints a marker: finished', 'goes astray: finished'])
    assert.ok((states.get(state) ?? 0) > 0, state);
});
