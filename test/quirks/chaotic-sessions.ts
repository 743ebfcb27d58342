// Plays as many sessions as the argument says, and prints how often each fault came to what, as JSON; the first wrong one ends it with status 1.
// A process of its own: node:test follows every promise of a test, which takes longer than the sessions themselves.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { runHost } from '../../src/device/run-host.js';
import { ERROR_CODES } from '../../src/error/codes.js';
import type { HostEvent } from '../../src/task/event.js';
import type { JobOutcome } from '../../src/task/host-job.js';
import type { Result } from '../../src/task/result.js';
import { makeHost, makeTask } from '../run/support/make-graph.js';
import { makeJob } from '../support/make-job.js';
import { ChaoticDevice, FAULTS, type Fault, randomFrom } from './chaotic-device.js';
import { finish, VirtualClock } from './virtual-clock.js';

const job = makeJob(
  ['a', 'running-config', 'b'].map((name, index) => makeTask(name, { index, timeoutMs: 20_000 })),
  {
    host: { ...makeHost('R1'), username: 'u', secret: 's3cret' },
    timeouts: { connectMs: 1_000, authMs: 1_000, promptMs: 15_000, commandMs: 20_000 },
  },
);

/** What came of one session. */
interface Session {
  seed: number;
  device: ChaoticDevice;
  outcome: JobOutcome;
  results: Result[];
}

async function runSession(seed: number, clock: VirtualClock): Promise<Session> {
  const random = randomFrom(seed);
  const fault = FAULTS[seed % FAULTS.length] as Fault;
  const device = new ChaoticDevice(fault, random);
  const controller = new AbortController();
  // One in twenty is interrupted by the user.
  if (random() < 0.05) setTimeout(() => controller.abort(), random() * 20_000);
  const results: Result[] = [];
  const hear = (event: HostEvent) => {
    if (event.type === 'settled') results.push(event.result);
  };
  const startedAt = clock.nowMs;
  const work = runHost(job, hear, controller.signal, { connect: async () => device });
  const outcome = await finish(work, clock, () => device.isQuiet);
  assert.ok(clock.nowMs - startedAt < 300_000, `seed ${seed}: every wait ends`);
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0, `seed ${seed}: no listener is left`);
  assert.equal(device.isEnded, true, `seed ${seed}: the connection was ended`);
  return { seed, device, outcome, results };
}

function judge({ seed, device, outcome, results }: Session): void {
  const how = `seed ${seed} (${device.fault})`;
  const isLeaving = (line: string) => ['', 'end', 'exit'].includes(line);
  assert.ok(device.typedAstray.every(isLeaving), `${how}: ${device.typedAstray}`);
  for (const result of results) {
    if (result.state === 'finished') {
      // A short message: what is compared may be long.
      assert.ok(
        result.output === device.truth.get(result.command ?? ''),
        `${how}: ${result.command}: ${result.output?.slice(0, 500)}`,
      );
      assert.equal(result.complete, true, how);
    } else checkCode(result.error?.code, how);
  }
  if (outcome.kind === 'failed') checkCode(outcome.error.code, how);
  else assert.equal(results.length, job.tasks.length, how);
}

function checkCode(code: string | undefined, how: string): void {
  assert.ok(code !== undefined && code in ERROR_CODES && code !== 'internal', `${how}: ${code}`);
}

async function playSessions(count: number): Promise<Map<string, number>> {
  const clock = new VirtualClock();
  const states = new Map<string, number>();
  clock.install();
  try {
    for (let seed = 1; seed <= count; seed++) {
      const session = await runSession(seed, clock);
      judge(session);
      for (const { state, error } of session.results) {
        const key = `${session.device.fault}: ${error?.code ?? state}`;
        states.set(key, (states.get(key) ?? 0) + 1);
      }
      // What the device and the user still had in mind is no concern of the session.
      while (clock.advance());
    }
    assert.equal(clock.pending, 0);
  } finally {
    clock.remove();
  }
  return states;
}

const states = await playSessions(Number(process.argv[2]));
process.stdout.write(JSON.stringify(Object.fromEntries(states)));
