import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import type { Lab } from '../../src/lab/lab.js';
import type { RunRecord } from '../../src/task/result.js';
import { makeFolder, startLab, writeInventory } from '../support/lab.js';
import { type RunningFlow, runFlow } from '../support/run-flow.js';

/** How often flow is killed in all; `FLOW_KILLS=100` for the full count. */
const KILLS = Number(process.env.FLOW_KILLS ?? 10);
const KILLS_PER_RUN = 10;
const HOSTS = 200;

const PLAYBOOK = [
  'name: Change',
  'mode: change',
  'inventory: devices.yaml',
  'concurrency: 6',
  'tasks:',
  '  - {name: read, command: show clock}',
  '  - {name: push, config: [ntp server 192.0.2.1], diff: false}',
  '',
].join('\n');

for (let first = 0; first < KILLS; first += KILLS_PER_RUN) {
  const kills = Math.min(KILLS_PER_RUN, KILLS - first);
  const executor = (first / KILLS_PER_RUN) % 2 === 0 ? 'inline' : 'threads';
  test(`a run of ${HOSTS} hosts (${executor}) that is killed ${kills} times from seed ${first} repeats no change and loses no result`, async (t) => {
    const lab = await startLab(t, { hosts: HOSTS, hold: 'commands' });
    const folder = makeFolder(t);
    writeInventory(folder, lab.hosts());
    writeFileSync(join(folder, 'change.yaml'), PLAYBOOK);
    const random = makeRandom(first + 1);
    const flow = (...words: string[]) => runFlow(words, { cwd: folder, env: { FLOW_HOME: undefined } });

    let running = flow('run', 'change.yaml', '--yes', '--quiet', '--executor', executor);
    for (let kill = 0; kill < kills; kill++) {
      await answerSome(lab, running, 1 + Math.floor(random() * 60));
      running.kill('SIGKILL');
      const { signal, stderr } = await running;
      assert.equal(signal, 'SIGKILL', stderr);
      running = flow('resume', 'last', '--yes', '--quiet');
    }
    lab.answerAll();
    const { stderr } = await running;
    assert.doesNotMatch(stderr, /bug|^\s+at /m);

    const { results }: RunRecord = JSON.parse((await flow('report', 'last', '--format', 'json')).stdout);
    assert.equal(results.length, 2 * HOSTS);
    assert.equal(new Set(results.map(({ host, task }) => `${host.name} ${task}`)).size, 2 * HOSTS);
    for (const { host, task, state } of results) {
      const sent = lab
        .commandsOf(host.name)
        .filter((text) => text.includes(task === 'read' ? 'show clock' : 'ntp server'));
      if (task === 'read') {
        assert.equal(state, 'finished');
        assert.ok(sent.length >= 1, `${host.name} was not asked`);
      } else {
        assert.ok(state === 'finished' || state === 'unknown', `${host.name}: ${state}`);
        assert.ok(sent.length <= 1, `${host.name} was changed ${sent.length} times`);
        if (state === 'finished') assert.equal(sent.length, 1, host.name);
      }
    }
    const unknown = results.filter(({ state }) => state === 'unknown').length;
    t.diagnostic(`${unknown} changes are unknown`);
    assert.ok(unknown <= kills * 6, `${unknown} are unknown`);
  });
}

/** Lets the devices answer so many commands; fewer when flow ends before. */
async function answerSome(lab: Lab, flow: RunningFlow, count: number): Promise<void> {
  const ended = flow.then(({ stderr }) => Promise.reject(new Error(`flow ended by itself: ${stderr}`)));
  for (let left = count; left > 0; left--) (await Promise.race([lab.nextCommand(), ended])).answer();
  ended.catch(() => {});
}

/** Numbers from 0 up to 1, the same for the same seed (a linear congruential generator). */
function makeRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
