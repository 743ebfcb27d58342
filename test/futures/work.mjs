// Functions that the tests have carried out in workers.
import { mkdirSync } from 'node:fs';
import { isMainThread, threadId } from 'node:worker_threads';

let greeting = 'nobody';
let calls = 0;

export const double = (number) => number * 2;
export const add = (a, b) => a + b;
export const addBig = (number) => number + 1n;
export const addAll = (...numbers) => numbers.reduce((sum, number) => sum + number, 0);
export const where = () => ({ isMainThread, threadId, pid: process.pid });
export const countCalls = () => ++calls;
export const greet = (name) => {
  greeting = name;
};
export const greeted = () => greeting;
export const giveFunction = () => () => 1;
export const echo = (value) => value;
export const kill = () => process.kill(process.pid, 'SIGKILL');
/** Works in the first worker that is made ready, and fails in all others. */
export const startOnce = (folder) => mkdirSync(folder);
export const stayAlive = () => void process.on('SIGTERM', () => {});
export const exit = () => process.exit(3);
export const forever = () => new Promise((resolve) => setInterval(resolve, 2 ** 30, 'never').ref());
/** Resolves when the memory that both threads see becomes 1; tells by 1 in the second place that it has begun. */
export const waitFor = async (memory) => {
  const cells = new Int32Array(memory);
  Atomics.add(cells, 1, 1);
  Atomics.notify(cells, 1);
  const { value } = Atomics.waitAsync(cells, 0, 0);
  await value;
  return Atomics.load(cells, 1);
};

export class DeviceTrouble extends Error {
  name = 'DeviceTrouble';
  host = 'R1';
}
export const fail = (message) => {
  throw new DeviceTrouble(message, { cause: 'the cable' });
};
export const failWithType = () => {
  throw new TypeError('not that type');
};
export const refuseToStart = () => {
  throw new Error('no licence');
};

/** Tells numbers from 0 on. */
export const count = (to, port) => {
  for (let number = 0; number < to; number++) port.post(number);
  return 'counted';
};
/** Says each word again, and ends at `over`; does not listen at once. */
export const repeat = async (prefix, port) => {
  await new Promise((resolve) => setImmediate(resolve));
  const heard = [];
  await new Promise((resolve) => {
    port.onMessage((word) => {
      heard.push(word);
      port.post(`${prefix} ${word}`);
      if (word === 'over') resolve();
    });
  });
  return heard;
};
/** Ends its worker by an error that nobody catches. */
export const crash = () => {
  setImmediate(() => {
    throw new TypeError('x is not a function');
  });
  return forever();
};
export const variable = (name) => process.env[name];
