import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { BrokenSecrets } from '../../src/error/broken-secrets.js';
import { makeMask } from '../../src/error/mask.js';

const SECRET = 'Sup3r-secret!word';

for (const lineBreak of ['\n', '\r\n', '\r\n    ', '  \n\t']) {
  test(`a secret broken anywhere by ${JSON.stringify(lineBreak)} is masked`, () => {
    const mask = makeMask([SECRET]);
    for (let at = 1; at < SECRET.length; at++) {
      const broken = SECRET.slice(0, at) + lineBreak + SECRET.slice(at);
      assert.equal(mask(`key ${broken} end\nnext`), 'key **** end\nnext');
    }
  });
}

test('a secret broken after each of its characters is masked', () => {
  assert.equal(makeMask([SECRET])(`a\n${[...SECRET].join('\r\n')}\nb`), 'a\n****\nb');
});

test('a secret of several words is masked wherever a line ends in it', () => {
  const mask = makeMask(['two words of-it']);
  assert.equal(mask('x two\n words of-it y'), 'x **** y');
  assert.equal(mask('x two words\nof-it y'), 'x **** y');
});

test('what only blanks part is no secret', () => {
  assert.equal(makeMask(['core-12/3'])('core-1 2/3\nnext line'), 'core-1 2/3\nnext line');
});

test('where a text begins or ends within a secret, what is left of it is masked', () => {
  const mask = makeMask([SECRET]);
  assert.equal(mask('the key is Sup3r-sec'), 'the key is ****');
  assert.equal(mask('ret!word was it'), '**** was it');
  assert.equal(mask('Sup was it, so it wo'), 'Sup was it, so it wo');
});

test('parts of a plain word are left alone', () => {
  assert.equal(new BrokenSecrets(['correcthorsebattery']).replace('the battery', '*'), 'the battery');
  assert.equal(new BrokenSecrets([]).replace('a\nb', '*'), 'a\nb');
});

test('no break lets a secret through, however many there are', () => {
  const secrets = Array.from({ length: 200 }, (_, index) => `Rtr-${index}-k3y!`);
  const mask = makeMask(secrets);
  const lineBreak = fc.constantFrom('', '', '', '\n', '\r\n', '\n  ');
  fc.assert(
    fc.property(fc.nat(199), fc.array(lineBreak, { minLength: 12, maxLength: 12 }), (index, breaks) => {
      const secret = secrets[index] ?? '';
      const broken = [...secret]
        .map((character, at) => character + (at < secret.length - 1 ? breaks[at] : ''))
        .join('');
      assert.equal(mask(`see ${broken} there`), 'see **** there');
    }),
  );
});
