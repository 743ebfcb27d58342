import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Latch } from '../../src/run/latch.js';
import { type Release, Slots } from '../../src/run/slots.js';

const never = new Latch();

test('with a limit of 2 the third waits, and gets the first slot given back', async () => {
  const slots = new Slots({ hosts: 2, per: {} });
  const first = await slots.acquire({}, never);
  await slots.acquire({}, never);
  let isThirdIn = false;
  const third = slots.acquire({}, never).then(() => {
    isThirdIn = true;
  });
  await turn();
  assert.equal(isThirdIn, false);
  first?.();
  await third;
});

test('a slot given back goes to who waits, not to who asks in the same breath', async () => {
  const slots = new Slots({ hosts: 1, per: {} });
  const first = await slots.acquire({}, never);
  const order: string[] = [];
  const waiter = slots.acquire({}, never).then((release) => {
    order.push('waiter');
    return release;
  });
  first?.();
  const latecomer = slots.acquire({}, never).then(() => order.push('latecomer'));
  (await waiter)?.();
  await latecomer;
  assert.deepEqual(order, ['waiter', 'latecomer']);
});

test('who cannot go because of its site does not hold up the others', async () => {
  const slots = new Slots({ hosts: 3, per: { site: 1 } });
  const order: string[] = [];
  const ask = (name: string, site: string) =>
    slots.acquire({ site }, never).then((release) => {
      order.push(name);
      return release;
    });
  const first = ask('hq1', 'hq');
  const second = ask('hq2', 'hq');
  await ask('dc1', 'dc');
  assert.deepEqual(order, ['hq1', 'dc1']);
  (await first)?.();
  await second;
  assert.deepEqual(order, ['hq1', 'dc1', 'hq2']);
});

test('a host without the attribute is limited in all only', async () => {
  const slots = new Slots({ hosts: 2, per: { site: 1 } });
  assert.ok(await slots.acquire({}, never));
  assert.ok(await slots.acquire({}, never));
});

test('giving the same slot back twice frees one', async () => {
  const slots = new Slots({ hosts: 1, per: {} });
  const release = await slots.acquire({}, never);
  release?.();
  release?.();
  assert.ok(await slots.acquire({}, never));
  const granted = track(slots.acquire({}, never));
  await turn();
  assert.equal(granted.length, 0);
});

test('who has left takes no slot with it', async () => {
  const slots = new Slots({ hosts: 1, per: {} });
  const first = await slots.acquire({}, never);
  const leaving = new Latch();
  const gone = slots.acquire({}, leaving);
  const next = slots.acquire({}, never);
  leaving.open();
  assert.equal(await gone, undefined);
  first?.();
  assert.ok(await next);
  assert.equal(await slots.acquire({}, leaving), undefined);
});

test('whatever comes, goes and leaves: no limit is passed, nobody who could go waits, and lines are fair', async () => {
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('ask' as const), site: site(), rack: site() }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('release' as const), index: fc.nat(30) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), index: fc.nat(30) }) },
  );
  const limits = fc.record({
    hosts: fc.integer({ min: 1, max: 6 }),
    site: fc.integer({ min: 1, max: 3 }),
    rack: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(limits, fc.array(step, { maxLength: 80, size: 'max' }), async ({ hosts, ...per }, steps) => {
      const slots = new Slots({ hosts, per });
      let asked: Asked[] = [];
      const check = () => {
        const taken = asked.filter((each) => each.release);
        const free = (name: 'site' | 'rack', value: string | undefined) =>
          value === undefined || taken.filter((each) => each.attributes[name] === value).length < per[name];
        assert.ok(taken.length <= hosts);
        for (const each of taken) {
          for (const name of ['site', 'rack'] as const) {
            const value = each.attributes[name];
            assert.ok(
              value === undefined || taken.filter((other) => other.attributes[name] === value).length <= per[name],
            );
          }
        }
        for (const each of asked.filter((one) => !one.release)) {
          const canGo =
            taken.length < hosts && free('site', each.attributes.site) && free('rack', each.attributes.rack);
          assert.ok(!canGo, 'somebody waits who could go');
          const sameLine = asked.filter(
            (other) => JSON.stringify(other.attributes) === JSON.stringify(each.attributes),
          );
          assert.ok(
            !sameLine.slice(sameLine.indexOf(each)).some((later) => later.release),
            'somebody was overtaken in its line',
          );
        }
      };
      for (const next of steps) {
        if (next.kind === 'ask') {
          const attributes: Record<string, string> = {};
          if (next.site) attributes.site = next.site;
          if (next.rack) attributes.rack = next.rack;
          const one: Asked = { attributes, leave: new Latch(), release: undefined };
          asked.push(one);
          void slots.acquire(attributes, one.leave).then((release) => {
            one.release = release;
          });
        } else {
          const some = asked.filter((each) => (next.kind === 'release') === (each.release !== undefined));
          const one = some[next.index % Math.max(1, some.length)];
          if (one) {
            asked = asked.filter((each) => each !== one);
            if (one.release) one.release();
            else one.leave.open();
          }
        }
        await turn();
        check();
      }
    }),
    { numRuns: 200 },
  );
});

test('among those that can go, the first come is the first served, whatever its site', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(site(), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 3 }),
      async (sites, perSite) => {
        const slots = new Slots({ hosts: 1, per: { site: perSite } });
        const order: number[] = [];
        await Promise.all(
          sites.map(async (value, index) => {
            const release = await slots.acquire(value ? { site: value } : {}, never);
            order.push(index);
            release?.();
          }),
        );
        // One at a time: no site is ever full when the slot is free, so the order is that of arrival.
        assert.deepEqual(
          order,
          sites.map((_, index) => index),
        );
      },
    ),
  );
});

test('10,000 waiters of 2,500 sites all get their turn', async () => {
  const slots = new Slots({ hosts: 50, per: { site: 2, platform: 40 } });
  let most = 0;
  let open = 0;
  await Promise.all(
    Array.from({ length: 10_000 }, async (_, index) => {
      const release = await slots.acquire({ site: `s${index % 2500}`, platform: `p${index % 3}` }, never);
      open++;
      most = Math.max(most, open);
      await turn();
      open--;
      release?.();
    }),
  );
  assert.equal(most, 50);
});

interface Asked {
  attributes: Record<string, string>;
  leave: Latch;
  release: Release | undefined;
}

function site(): fc.Arbitrary<string | undefined> {
  return fc.constantFrom('hq', 'dc', 'lab', undefined);
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function track(slot: Promise<Release | undefined>): Release[] {
  const granted: Release[] = [];
  void slot.then((release) => release && granted.push(release));
  return granted;
}
