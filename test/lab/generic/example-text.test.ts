import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listPlatforms, loadPlatform } from '../../../src/device/load-platform.js';
import { exampleOf } from '../../../src/lab/generic/example-text.js';

const CASES: [pattern: string, text: string][] = [
  ['^% ?Bad (?:passwords|secrets)', '% Bad passwords'],
  ['[Pp]ass[Ww]ord: ?\\**$', 'PassWord: '],
  ['uncommitted changes\\? \\[yes,no\\] \\(yes\\) ?$', 'uncommitted changes? [yes,no] (yes) '],
  ['^\\([^()]{1,31}\\) >$', '(a) >'],
  ['(?:lifetime|expired).*[[(][Yy]/[Nn][\\])].*$', 'lifetime[Y/N]'],
  ['^---\\(more(?: \\d{1,3}%)?\\)---$', '---(more)---'],
  ['^flow-\\x41\\u0042 (?<status>\\d+)$', 'flow-AB 1'],
];

for (const [pattern, text] of CASES) {
  test(`/${pattern}/ is matched by ${JSON.stringify(text)}`, () => assert.equal(exampleOf(pattern), text));
}

test('a pattern whose shortest text is ruled out by what it looks ahead to has no example', () => {
  assert.equal(exampleOf('^(?!a)a$'), undefined);
});

test('every question and marker of every platform has an example', () => {
  const missing = listPlatforms().flatMap(({ name }) => {
    const { login, pager, privilege, config, save, logoutAnswers } = loadPlatform(name);
    const questions = [login, pager.questions, config?.answers, save?.answers, logoutAnswers].flatMap(
      (list) => list ?? [],
    );
    const patterns = [...questions.map(({ match }) => match), ...pager.markers, privilege?.question ?? ''];
    return patterns.filter((pattern) => exampleOf(pattern) === undefined).map((pattern) => `${name}: ${pattern}`);
  });
  assert.deepEqual(missing, []);
});
