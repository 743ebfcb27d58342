import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listPlatforms, loadPlatform } from '../../../src/device/load-platform.js';
import type { Mode } from '../../../src/device/platform.js';
import { isReadCommand } from '../../../src/device/read-command.js';
import { findRejection, modeAt, speechOf } from '../../../src/device/speech.js';
import { FAMILIES, factsOf } from '../../../src/lab/generic/family-facts.js';
import { makePersonality } from '../../../src/lab/personalities/generic.js';

const MODES: readonly Mode[] = ['exec', 'privileged', 'config'];

for (const name of FAMILIES) {
  test(`${name}: facts and definition agree`, () => {
    const platform = loadPlatform(name);
    const speech = speechOf(platform);
    const facts = factsOf(name);
    const fill = (text: string) =>
      text
        .replace(/\{(?:star|mark)\}/g, '')
        .replace('{count}', '1')
        .replace('{section}', 'global')
        .replaceAll('{user}', 'lab')
        .replaceAll('{host}', 'sw-1');
    for (const mode of MODES) {
      const text = facts[mode];
      if (text === undefined) continue;
      const above = (facts.other.above?.[mode] ?? '').split('\n').map(fill);
      assert.equal(modeAt(speech, { line: fill(text), lines: above }), mode, `${mode}: ${fill(text)}`);
    }
    if (facts.section !== undefined) {
      assert.equal(modeAt(speech, { line: fill(facts.section), lines: [] }), 'config', fill(facts.section));
    }
    if (facts.error !== undefined) {
      const lines = facts.error.replaceAll('{line}', 'frobnicate').split('\n');
      assert.notEqual(findRejection(speech, lines), undefined, facts.error);
    }
    if (facts.version !== undefined) assert.equal(findRejection(speech, facts.version.split('\n')), undefined);
    if (facts.pager)
      assert.ok(
        speech.markers.some((marker) => marker.test(facts.pager?.marker ?? '')),
        facts.pager.marker,
      );
    const isUnix = platform.setup.some(({ prompt }) => prompt !== undefined);
    if (!isUnix) for (const command of [facts.show, facts.long]) assert.ok(isReadCommand(platform, command), command);
  });
}

test('facts are of platforms that there are', () => {
  const names = new Set(listPlatforms().map(({ name }) => name));
  assert.deepEqual(
    FAMILIES.filter((name) => !names.has(name)),
    [],
  );
});

test('every platform has a personality under its own name', () => {
  for (const { name } of listPlatforms()) assert.equal(makePersonality(name).name, name);
});
