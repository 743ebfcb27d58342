import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderHtml } from '../../../src/report/html/page.js';
import { makeRecord, makeResult } from '../sample-record.js';

/** The rows of the table in a section, as texts. */
function rowsOf(page: string, id: string): string[][] {
  const section = new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(page)?.[0] ?? '';
  return [...section.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell = '']) => cell.replace(/<[^>]*>/g, ' ').trim()),
  );
}

test('hosts that do not meet what is expected stand first, with the reason', () => {
  const pass = { rule: 'utc', outcome: 'pass', message: null } as const;
  const page = renderHtml(
    makeRecord([
      makeResult(1, { checks: [pass, { ...pass, rule: 'year' }] }),
      makeResult(2, {
        checks: [
          { ...pass, outcome: 'fail', message: 'got <CET>' },
          { ...pass, rule: 'year' },
        ],
      }),
      makeResult(3, { checks: [] }),
    ]),
  );
  assert.match(page, /<p>1 of 3 hosts meet every expectation\.<\/p>/);
  assert.deepEqual(rowsOf(page, 'expectations'), [
    ['Host', 'utc', 'year'],
    ['R2', '✗ fail   got &lt;CET&gt;', '✓ pass'],
    ['R3', 'not judged', 'not judged'],
    ['R1', '✓ pass', '✓ pass'],
  ]);
});

test('hosts with the same output stand together, and an outlier as a difference', () => {
  const output = 'a\nb\nc';
  const page = renderHtml(
    makeRecord([makeResult(1, { output }), makeResult(2, { output: 'a\nx\nc' }), makeResult(3, { output })]),
  );
  const outputs = /<section id="outputs"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
  assert.match(outputs, /<strong>2 hosts<\/strong> <span>R1, R3<\/span> <span class="quiet">3 lines, the majority/);
  assert.match(outputs, /<span>R2<\/span> <span class="quiet">3 lines, 1 line more and 1 less than the majority/);
  assert.match(outputs, /<span class="removed">-b\n<\/span><span class="added">\+x\n<\/span>/);
  assert.equal(page.split('a\nb\nc').length, 2, 'the output of both hosts is in the page once');
});

test('a page has only the parts that there is something to say in', () => {
  const ids = (page: string) => [...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id);
  assert.deepEqual(ids(renderHtml(makeRecord([makeResult(1)]))), ['outputs', 'futures']);
  assert.deepEqual(ids(renderHtml(makeRecord([]))), ['futures']);
});

test('files that were saved are counted, and those that are new or changed are named', () => {
  const save = (number: number, change: 'new' | 'changed' | 'unchanged') =>
    makeResult(number, { saved: { file: `backups/R${number}<b>.cfg`, change } });
  const page = renderHtml(makeRecord([save(1, 'new'), save(2, 'unchanged'), save(3, 'changed')]));
  const [, section = ''] = /<section id="saved"(.*?)<\/section>/s.exec(page) ?? [];
  assert.match(section, /<p>3 files: 1 new, 1 changed, 1 unchanged\.<\/p>/);
  assert.deepEqual(
    [...section.matchAll(/<code>(.*?)<\/code><\/td><td>(\w+)/g)].map(([, file, change]) => [file, change]),
    [
      ['backups/R1&lt;b&gt;.cfg', 'new'],
      ['backups/R3&lt;b&gt;.cfg', 'changed'],
    ],
  );
});

test('when nothing has changed on disk, saved files are only counted, and many are folded', () => {
  const saveAll = (count: number, change: 'new' | 'unchanged') =>
    renderHtml(
      makeRecord(
        Array.from({ length: count }, (_, index) => makeResult(index, { saved: { file: `${index}.cfg`, change } })),
      ),
    );
  assert.match(saveAll(3, 'unchanged'), /<p>3 files: 3 unchanged\.<\/p>\n*<\/section>/);
  assert.match(saveAll(26, 'new'), /26 new\.<\/p>\n<details><summary>their names<\/summary>/);
});
