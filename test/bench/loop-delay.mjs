// Loaded before a program (`node --import`): measures how long the event loop of its main thread was blocked at most, from the first
// connection that any of its threads opens, and writes the milliseconds to the file named by FLOW_BENCH_LOOP as it exits.
// Nothing is written when its connections are those of other processes.
import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { BroadcastChannel, isMainThread } from 'node:worker_threads';

const RESOLUTION_MS = 1;
const threads = new BroadcastChannel('flow-bench').unref();

if (isMainThread) {
  const file = process.env.FLOW_BENCH_LOOP;
  delete process.env.FLOW_BENCH_LOOP; // other processes that it starts shall not write there
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const begin = () => delay.enable();
  threads.onmessage = begin;
  onFirstConnect(begin);
  process.on('exit', () => {
    if (file && delay.count > 0) writeFileSync(file, String(delay.max / 1e6 - RESOLUTION_MS));
  });
} else {
  onFirstConnect(() => threads.postMessage('connects'));
}

function onFirstConnect(act) {
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (...target) {
    Socket.prototype.connect = connect;
    act();
    return connect.apply(this, target);
  };
}
