import assert from 'node:assert/strict';
import test from 'node:test';
import { plannedCommand } from '../../src/run/planned-command.js';
import type { Action } from '../../src/task/task.js';
import { makeHost, makeTask } from './support/make-graph.js';

const host = makeHost('R1', { ntp: '192.0.2.1' });

function planned(action: Action): string | null {
  return plannedCommand({ ...makeTask('t'), action }, host, { site: 'hq' });
}

test('a command and lines of a configuration are told as they would have been sent', () => {
  assert.equal(
    planned({ kind: 'command', command: { text: 'ping {{host.vars.ntp}} {{host.port}}' } }),
    'ping 192.0.2.1 22',
  );
  const lines = [{ text: 'ntp server {{host.vars.ntp}}' }, { text: 'banner {{vars.site}}' }];
  assert.equal(planned({ kind: 'config', lines, save: false, diff: true }), 'ntp server 192.0.2.1\nbanner hq');
});

test('a copy is told from where to where, on this side of the wire and on the other', () => {
  const copy = {
    kind: 'copy',
    local: { text: '{{host.name}}.cfg' },
    remote: { text: 'flash:x' },
    folder: '/',
  } as const;
  assert.equal(planned({ ...copy, direction: 'put' }), 'put R1.cfg as flash:x');
  assert.equal(planned({ ...copy, direction: 'get' }), 'get flash:x as R1.cfg');
});

test('what depends on earlier results, or cannot be rendered, is not guessed', () => {
  assert.equal(planned({ kind: 'command', command: { text: 'show {{results.version.output}}' } }), null);
  assert.equal(planned({ kind: 'command', command: { text: 'show {{host.vars.nothing}}' } }), null);
});
