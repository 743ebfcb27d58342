import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { credentialIdOf, hasProof, secretIdOf } from '../../src/inventory/credentials.js';
import type { Host } from '../../src/inventory/host.js';
import { Latch } from '../../src/run/latch.js';
import { LoginQueue, type LoginQueueOptions } from '../../src/run/login-queue.js';
import type { Turn } from '../../src/run/turn.js';
import type { ErrorReport } from '../../src/task/result.js';
import { makeHost } from './support/make-graph.js';

const never = new Latch();

test('until a password has been accepted, only as many logins may show it as may still fail; the others wait at its door', async () => {
  const visit = visitor({ hosts: 20 });
  const visits = hostsWith('wrong', 10).map((host) => visit(host));
  await turnOver();
  assert.deepEqual(stateOf(visits), 'iiiwwwwwww');
  visits[0]?.say(false);
  visits[0]?.leave();
  await turnOver();
  assert.deepEqual(stateOf(visits), 'oiiwwwwwww', 'a refusal has used its trial up');
  visits[1]?.leave();
  await turnOver();
  assert.deepEqual(stateOf(visits), 'ooiiwwwwww', 'one that never came to its password has not');
  visits[2]?.say(true);
  await turnOver();
  assert.deepEqual(stateOf(visits), 'ooiiiiiiii', 'accepted once, it may be shown to everybody');
});

test('after three refusals in a row the rest is raised as lockout at once, and nobody else is troubled', async () => {
  const visit = visitor({ hosts: 20 });
  const visits = [...hostsWith('wrong', 5), ...hostsWith('right', 2)].map((host) => visit(host));
  await turnOver();
  for (const each of visits.slice(0, 3)) each.refuse();
  await turnOver();
  assert.equal(stateOf(visits), 'ooollii', 'who waits is told, too');
  const late = visit(makeLogin('late', 'wrong'));
  await turnOver();
  assert.equal(late.report?.code, 'lockout');
  assert.equal(late.report?.message, 'not tried: these credentials had been refused 3 times in a row');
});

test('an accepted login begins the count anew', async () => {
  const visit = visitor({ hosts: 20 });
  const [first, ...others] = hostsWith('shared', 8);
  const begin = async (host: Host | undefined) => {
    const visited = visit(host as Host);
    await turnOver();
    return visited;
  };
  const one = await begin(first);
  one.say(true);
  for (const host of others.slice(0, 2)) (await begin(host)).refuse();
  (await begin(others[2])).say(true);
  for (const host of others.slice(3, 5)) (await begin(host)).refuse();
  assert.equal((await begin(others[5])).state, 'i');
  (await begin(others[6])).refuse();
  assert.equal((await begin(makeLogin('late', 'shared'))).state, 'l');
});

test('of a list only the credential that is locked is taken away', async () => {
  const visit = visitor({ hosts: 20 });
  for (const host of hostsWith('old', 3)) {
    const visited = visit(host);
    await turnOver();
    visited.refuse();
  }
  const listed = { ...makeLogin('R9', 'old'), credentials: [{ username: 'admin', password: 'new' }] };
  const visited = visit(listed);
  await turnOver();
  assert.equal(visited.turn?.host.password, undefined);
  assert.deepEqual(visited.turn?.host.credentials, [{ username: 'admin', password: 'new' }]);
});

test('a jump host with a locked password locks what is behind it, and says which one it was', async () => {
  const visit = visitor({ hosts: 20 });
  const jump = makeLogin('bastion', 'wrong');
  for (const host of hostsWith('right', 3)) {
    const visited = visit(host, [jump]);
    await turnOver();
    visited.say(false, jump);
    visited.leave();
  }
  const late = visit(makeLogin('late', 'right'), [jump]);
  const direct = visit(makeLogin('direct', 'right'));
  await turnOver();
  assert.match(late.report?.message ?? '', /^not tried: jump host bastion: these credentials had been refused 3 times/);
  assert.equal(direct.state, 'i');
});

test('until a secret has been accepted, only as many logins may type it as may still fail', async () => {
  const visit = visitor({ hosts: 20 });
  const first = visit({ ...makeLogin('R0', 'right'), secret: 'unproven' });
  await turnOver();
  first.say(true);
  first.leave();
  const visits = hostsWith('right', 6).map((host) => visit({ ...host, secret: 'unproven' }));
  await turnOver();
  for (const each of visits) each.climb();
  await turnOver();
  assert.deepEqual(stateOf(visits), 'iiiwww');
  visits[0]?.turn?.hear(verdict(visits[0].turn.host, secretIdOf(visits[0].turn.host), true));
  await turnOver();
  assert.deepEqual(stateOf(visits), 'iiiiii');
});

test('a wrong secret locks those that would have to give it', async () => {
  const visit = visitor({ hosts: 20 });
  for (let number = 0; number < 3; number++) {
    const host = { ...makeLogin(`R${number}`, 'right'), secret: 'wrong' };
    const visited = visit(host);
    await turnOver();
    visited.say(true);
    visited.turn?.hear(verdict(host, secretIdOf(host), false));
    visited.leave();
  }
  const late = visit({ ...makeLogin('R4', 'right'), secret: 'wrong' });
  const other = visit({ ...makeLogin('R5', 'right'), secret: 'wrong', platform: 'linux' });
  await turnOver();
  assert.match(late.report?.message ?? '', /this secret had been refused 3 times/);
  assert.equal(other.state, 'i');
});

test('with one address at most 8 handshakes are made at once, and a login that is in counts no more', async () => {
  const behindOne = Array.from({ length: 10 }, (_, index) => makeHost(`S${index}`));
  const visit = visitor({ hosts: 100 }, { hosts: behindOne });
  const visits = behindOne.map((host) => visit(host));
  const elsewhere = visit({ ...makeHost('other'), address: '127.0.0.2' });
  await turnOver();
  assert.equal(stateOf(visits), 'iiiiiiii--');
  assert.equal(elsewhere.state, 'i');
  visits[0]?.say(true);
  visits[1]?.leave();
  await turnOver();
  assert.equal(stateOf(visits), 'ioiiiiiiii');
});

test('who waits for the pace holds no slot: a slot is taken with the turn', async (t) => {
  const { visit, tick } = paced(t, { hosts: 2 }, 10);
  const [one, two, three] = ['R1', 'R2', 'R3'].map((name) => visit(makeHost(name)));
  await tick(0);
  assert.equal(stateOf([one, two, three]), 'i--');
  await tick(99);
  assert.equal(stateOf([one, two, three]), 'i--');
  await tick(1);
  assert.equal(stateOf([one, two, three]), 'ii-');
  await tick(1000);
  assert.equal(stateOf([one, two, three]), 'ii-', 'the pace would let it, the slots do not');
  one?.leave();
  await tick(0);
  assert.equal(stateOf([one, two, three]), 'oii');
});

test('time in which nobody came is not made good', async (t) => {
  const { visit, tick } = paced(t, { hosts: 9 }, 10);
  visit(makeHost('R1'));
  await tick(5000);
  const visits = ['R2', 'R3'].map((name) => visit(makeHost(name)));
  await tick(0);
  assert.equal(stateOf(visits), 'i-');
});

test('a queue that is disposed of leaves no timer behind, and who gives up takes no turn with it', async (t) => {
  const { queue, visit, tick } = paced(t, { hosts: 9 }, 10);
  const leaving = new Latch();
  visit(makeHost('R1'));
  const gone = visit(makeHost('R2'), [], leaving);
  const next = visit(makeHost('R3'));
  await tick(0);
  leaving.open();
  await tick(100);
  assert.equal(gone.state, 'g');
  assert.equal(next.state, 'i');
  queue.dispose();
  const late = visit(makeHost('R4'));
  await tick(10_000);
  assert.equal(late.state, '-');
});

test('whatever happens, a wrong password is shown at most so often, and nobody waits for ever', async () => {
  const fate = fc.constantFrom('refused' as const, 'unreachable' as const);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fate, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 20 }),
      async (fates, lockoutAfter, hosts) => {
        const visit = visitor({ hosts }, { lockoutAfter });
        const visits = fates.map((_, index) => visit(makeLogin(`R${index}`, 'wrong')));
        let shown = 0;
        for (;;) {
          await turnOver();
          const index = visits.findIndex(({ state }) => state === 'i');
          if (index < 0) break;
          if (fates[index] === 'refused') {
            shown++;
            visits[index]?.say(false);
          }
          visits[index]?.leave();
        }
        assert.ok(visits.every(({ state }) => state === 'o' || state === 'l'));
        assert.equal(shown, Math.min(lockoutAfter, fates.filter((each) => each === 'refused').length), 'shown');
      },
    ),
    { numRuns: 100 },
  );
});

/** One who wants to log in: `-` waits for a turn, `w` for leave to show a password or a secret, `i` has it, `o` is out again, `l` was locked out, `g` gave up. */
interface Visit {
  state: string;
  turn: Turn | undefined;
  report: ErrorReport | undefined;
  say(accepted: boolean, of?: Host): void;
  refuse(): void;
  /** Asks for leave to type the secret. */
  climb(): void;
  leave(): void;
}

type Visitor = (host: Host, jumps?: Host[], until?: Latch) => Visit;

function visitor(concurrency: { hosts: number }, options: Partial<LoginQueueOptions> = {}): Visitor {
  return visitorOf(makeQueue(concurrency, options));
}

function makeQueue({ hosts }: { hosts: number }, options: Partial<LoginQueueOptions>): LoginQueue {
  return new LoginQueue({
    concurrency: { hosts, per: {} },
    hosts: [],
    lockoutAfter: 3,
    random: () => 0,
    mayEnable: ({ platform }) => platform === 'cisco_ios',
    ...options,
  });
}

function visitorOf(queue: LoginQueue): Visitor {
  return (host, jumps = [], until = never) => {
    const visit: Visit = {
      state: '-',
      turn: undefined,
      report: undefined,
      say: (accepted, of = host) => visit.turn?.hear(verdict(of, credentialIdOf(of), accepted)),
      refuse: () => {
        visit.say(false);
        visit.leave();
      },
      climb: () => void ask([secretIdOf(host)]),
      leave: () => {
        visit.state = 'o';
        visit.turn?.leave();
      },
    };
    const ask = async (credentials: string[]) => {
      for (const credential of credentials) {
        visit.state = 'w';
        const leave = await visit.turn?.mayShow(credential);
        if (visit.state !== 'w') return;
        visit.state = leave?.kind === 'given' ? 'i' : 'l';
        if (leave?.kind !== 'given') return;
      }
    };
    void queue.enter({ host, jumps, attributes: {} }, until).then((answer) => {
      if (!answer) visit.state = 'g';
      else if ('code' in answer) {
        visit.state = 'l';
        visit.report = answer;
      } else {
        visit.state = 'i';
        visit.turn = answer;
        void ask([...jumps, host].filter(hasProof).map(credentialIdOf));
      }
    });
    return visit;
  };
}

function paced(t: TestContext, concurrency: { hosts: number }, loginsPerSecond: number) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const queue = makeQueue(concurrency, { pace: { loginsPerSecond, jitter: 0 } });
  const tick = async (ms: number) => {
    await turnOver();
    t.mock.timers.tick(ms);
    await turnOver();
  };
  return { queue, visit: visitorOf(queue), tick };
}

function verdict(hop: Host, credential: string, accepted: boolean) {
  return { type: 'login' as const, host: 'any', hop: hop.name, at: 0, credential, accepted };
}

let addresses = 0;

function makeLogin(name: string, password: string): Host {
  return { ...makeHost(name), address: `10.0.0.${addresses++}`, username: 'admin', password };
}

function hostsWith(password: string, count: number): Host[] {
  return Array.from({ length: count }, (_, index) => makeLogin(`R${index}`, password));
}

function stateOf(visits: readonly (Visit | undefined)[]): string {
  return visits.map((visit) => visit?.state).join('');
}

async function turnOver(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
