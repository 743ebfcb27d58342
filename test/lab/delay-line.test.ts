import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DelayLine } from '../../src/lab/delay-line.js';

test('each thing arrives its time after it was sent, in the order of sending', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const arrived: string[] = [];
  const line = new DelayLine<string>(50, (thing) => void arrived.push(thing));
  line.carry('a');
  line.carry('b');
  t.mock.timers.tick(20);
  line.carry('c');
  t.mock.timers.tick(29);
  assert.deepEqual(arrived, []);
  t.mock.timers.tick(1);
  assert.deepEqual(arrived, ['a', 'b']);
  t.mock.timers.tick(20);
  assert.deepEqual(arrived, ['a', 'b', 'c']);
});

test('what is under way when the line is cleared never arrives', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const arrived: string[] = [];
  const line = new DelayLine<string>(50, (thing) => void arrived.push(thing));
  line.carry('a');
  line.clear();
  line.carry('b');
  t.mock.timers.tick(50);
  assert.deepEqual(arrived, ['b']);
});
