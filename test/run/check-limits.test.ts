import assert from 'node:assert/strict';
import test from 'node:test';
import { parseDocument } from '../../src/document/document.js';
import { formatDiagnostic } from '../../src/error/diagnostic.js';
import type { Host } from '../../src/inventory/host.js';
import { readPlaybook } from '../../src/playbook/load.js';
import { checkLimits } from '../../src/run/check-limits.js';
import { makeHost } from './support/make-graph.js';

function mistakesOf(limits: string, hosts: Host[]): string[] {
  const document = parseDocument('p.yaml', `name: x\nconcurrency: {per: ${limits}}\ncommand: show clock\n`);
  return checkLimits(readPlaybook(document), hosts).map((each) => formatDiagnostic(each));
}

const hosts = [makeHost('R1'), { ...makeHost('R2'), vars: { site: 'hq', place: { rack: 3 } } }];

test('a limit for what some host has is no mistake, nor one for what every host has by itself', () => {
  assert.deepEqual(mistakesOf('{site: 1, place.rack: 2, vars.site: 1, platform: 2, group: 1, username: 3}', hosts), []);
});

test('a limit for what no host has would limit nothing: it is refused, with the nearest name', () => {
  assert.deepEqual(mistakesOf('{sitee: 1}', hosts), [
    'p.yaml:2:21: concurrency.per: no host has "sitee", so this would limit nothing\n' +
      '  2 | concurrency: {per: {sitee: 1}}\n    |                     ^^^^^\n  did you mean "site"?',
  ]);
  assert.match(mistakesOf('{colour: 1}', hosts)[0] ?? '', /give hosts a variable of that name/);
});
