import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributesOf } from '../../src/run/host-attributes.js';
import { makeHost } from './support/make-graph.js';

test('an attribute is a key of the host, a variable, or a path into the variables', () => {
  const host = makeHost('R1', { site: 'hq', rack: { row: 3 }, 'a.b': 'dotted', nothing: null });
  const names = [
    'platform',
    'site',
    'vars.site',
    'vars.rack.row',
    'rack.row',
    'a.b',
    'nothing',
    'unknown',
    'vars.toString',
  ];
  assert.deepEqual(attributesOf(host, names), {
    platform: 'cisco_ios',
    site: 'hq',
    'vars.site': 'hq',
    'vars.rack.row': '3',
    'rack.row': '3',
    'a.b': 'dotted',
  });
});
