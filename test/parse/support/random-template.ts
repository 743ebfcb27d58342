import fc from 'fast-check';

/** A template and a text to run it on. */
export interface TemplateCase {
  template: string;
  text: string;
}

const CHARACTER = fc.constantFrom('a', 'b', 'A', '1', '-', ' ', 'é', 'ß', '_', ':', '#');
const CLASS = fc.constantFrom('\\d', '\\w', '\\s', '\\S', '\\D', '\\W');
const ODDITY = fc.constantFrom(
  ...[
    '\\x61',
    '\\u00e9',
    '\\141',
    '\\.',
    '\\-',
    '\\(',
    '\\)',
    '{',
    '}',
    '{,',
    '{1',
    ']',
    '^',
    '$$',
    '\\b',
    '\\B',
    '\\A',
    '\\Z',
    '\\q',
  ],
  ...[
    '\\1',
    '\\2',
    '(?P=n)',
    '(?#x)',
    '(?i)',
    '(?(1)a|b)',
    '(?(n)a)',
    '(?P<n>a*)',
    '\\t',
    '[[:alpha:]]',
    '$',
    '()',
    '(?:)',
  ],
);
const SET = fc
  .tuple(
    fc.constantFrom('[', '[^'),
    fc.array(fc.oneof(CHARACTER, CLASS, fc.constantFrom('a-b', '0-9', ']', '\\]', '^', 'b-a')), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([open, items]) => `${open}${items.join('')}]`);
const GROUP_QUANTIFIER = fc.constantFrom(
  '*',
  '+',
  '?',
  '{2}',
  '{1,2}',
  '{,2}',
  '{1,}',
  '{2,1}',
  '*?',
  '+?',
  '??',
  '{1,2}?',
);
/** Possessive ones only of single characters: Python 3.11 goes wrong with those of groups. */
const QUANTIFIER = fc.oneof(GROUP_QUANTIFIER, fc.constantFrom('*+', '++', '?+', '{1,2}+'));
const GROUP = fc.constantFrom(
  '(',
  '(?:',
  '(',
  '(?:',
  '(?=',
  '(?!',
  '(?<=',
  '(?<!',
  '(?>',
  '(?i:',
  '(?-i:',
  '(?a:',
  '(?s:',
  '(?x: ',
);

/** A regular expression of Python, now and then a wrong one. */
export const { regex: REGEX } = fc.letrec<{ regex: string; sequence: string; item: string }>((tie) => ({
  regex: fc.array(tie('sequence'), { minLength: 1, maxLength: 2 }).map((options) => options.join('|')),
  sequence: fc.array(tie('item'), { minLength: 1, maxLength: 3 }).map((items) => items.join('')),
  item: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    { weight: 6, arbitrary: CHARACTER },
    { weight: 3, arbitrary: CLASS },
    { weight: 2, arbitrary: fc.constant('.') },
    { weight: 2, arbitrary: SET },
    { weight: 1, arbitrary: ODDITY },
    {
      weight: 4,
      arbitrary: fc.tuple(fc.oneof(CHARACTER, CLASS, fc.constant('.')), QUANTIFIER).map((parts) => parts.join('')),
    },
    {
      weight: 3,
      arbitrary: fc
        .tuple(GROUP, tie('regex'), fc.oneof(fc.constant(''), GROUP_QUANTIFIER))
        .map(([open, body, times]) => `${open}${body})${times}`),
    },
  ),
}));

/** One that is right, for most places. */
const { tame: TAME } = fc.letrec<{ tame: string; part: string }>((tie) => ({
  tame: fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
  part: fc.oneof(
    { depthSize: 'small', maxDepth: 1 },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        'a',
        'b',
        '-',
        '1',
        '\\s*',
        '.',
        '.*',
        '\\S+',
        '\\w',
        '\\d+',
        '[^ ]',
        '[a-b]*',
        'b?',
        '\\b',
        '.+?',
      ),
    },
    { weight: 1, arbitrary: tie('tame').map((body) => `(?:${body})?`) },
    { weight: 1, arbitrary: tie('tame').map((body) => `(${body}|b)*`) },
    { weight: 1, arbitrary: fc.tuple(tie('tame'), tie('tame')).map(([a, b]) => `(?:${a}|${b})+`) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('(?=', '(?!', '(?>', '(?i:'), tie('tame'))
        .map(([open, body]) => `${open}${body})`),
    },
  ),
}));

const NAMES = ['A', 'B', 'C', 'Long_name9', 'n'];
const OPTION = fc.constantFrom('Required', 'Filldown', 'Fillup', 'Key', 'List', 'List');
const SIMPLE = fc.constantFrom(
  '\\S+',
  '\\d*',
  'a|b',
  '.*?',
  '\\w+',
  '[ab]',
  '.',
  '(?P<x>a)(?P<y>\\w)?',
  '(a)|b',
  '\\w+-?',
  '',
);
const VALUE_REGEX = fc.oneof(
  { weight: 6, arbitrary: SIMPLE },
  { weight: 2, arbitrary: TAME },
  { weight: 1, arbitrary: REGEX },
);
const VALUES = fc
  .uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 3 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) => fc.tuple(fc.uniqueArray(OPTION, { maxLength: 2 }), fc.constant(name), VALUE_REGEX)),
    ),
  );

const REPEATED = fc.oneof({ weight: 4, arbitrary: TAME }, { weight: 1, arbitrary: REGEX });
const ACTION = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ' -> Continue',
      ' -> Continue.Record',
      ' -> Continue.Clear',
      ' -> Record',
      ' -> Record',
      ' -> Clearall',
      '  -> Next.Record',
      ' ->',
      ' -> Next',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      ' -> Record Start',
      ' -> Next.Clear Start',
      ' -> Start',
      ' -> End',
      ' -> EOF',
      ' -> Record End',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom(' -> Error', ' -> Error "no good"', ' -> Error.Record') },
);
const WRONG_ACTION = fc.constantFrom(
  ' -> Continue Other',
  ' -> Other',
  ' -> Rekord',
  ' -> "x"',
  ' -> Record.Next',
  ' -> Continue.Record  Start',
  ' -> ',
);

/** Parts of a rule, each value at most once, so that it can be right. */
function ruleOf(names: readonly string[]): fc.Arbitrary<string> {
  const match = fc
    .tuple(
      fc.uniqueArray(fc.constantFrom(...names), { maxLength: 2 }),
      fc.array(REPEATED, { minLength: 3, maxLength: 3 }),
      fc.boolean(),
      fc.boolean(),
    )
    .map(([used, [first, middle, last], isLoose, isWhole]) => {
      const references = used.map((name, index) => `${isLoose && index > 0 ? middle : '\\s*'}\${${name}}`).join('');
      return `^${isLoose ? first : ''}${references}${isWhole ? '\\s*$$' : isLoose ? last : ''}`;
    });
  const indent = fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom(' ', '  ', '\t') },
    { weight: 1, arbitrary: fc.constantFrom('', '   ') },
  );
  const action = fc.oneof({ weight: 30, arbitrary: ACTION }, { weight: 1, arbitrary: WRONG_ACTION });
  return fc.tuple(indent, match, action).map((parts) => parts.join(''));
}

const SECOND_STATE = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  { weight: 3, arbitrary: fc.constantFrom('\nOther\n ^a -> Start\n', '\nEOF\n', '\nEnd\n', '\n\n# comment\nOther\n') },
  { weight: 1, arbitrary: fc.constantFrom('\nEOF\n ^x\n', '\nContinue\n ^x\n', '\nStart\n', '\nno state\n') },
);

const TEMPLATE = VALUES.chain((values) => {
  const names = values.map(([, name]) => name);
  const known = fc.oneof({ weight: 30, arbitrary: fc.constant(names) }, { weight: 1, arbitrary: fc.constant(NAMES) });
  const rules = known.chain((usable) => fc.array(ruleOf(usable), { minLength: 1, maxLength: 4 }));
  const head = values.map(([options, name, regex]) => {
    return `Value ${options.length > 0 ? `${options.join(',')} ` : ''}${name} (${regex})`;
  });
  return fc
    .tuple(rules, SECOND_STATE, fc.constantFrom('\n', '\n', '\n', '\r\n'))
    .map(([lines, other, end]) => `${head.join('\n')}\n\nStart\n${lines.join('\n')}\n${other}`.replaceAll('\n', end));
});

/** A line of text. */
export const LINE = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: CHARACTER },
      { weight: 1, arbitrary: fc.constantFrom('\t', '\u00a0', 'ab', '22', '😀', 'K', 'ſ', '{') },
    ),
    { maxLength: 9 },
  )
  .map((parts) => parts.join(''));
const PLAIN_LINE = fc
  .array(fc.constantFrom('a', 'b', 'ab', '1', '-', ' ', 'aa'), { maxLength: 6 })
  .map((parts) => parts.join(''));
const TEXT = fc
  .tuple(
    fc.array(fc.oneof({ weight: 3, arbitrary: PLAIN_LINE }, { weight: 1, arbitrary: LINE }), { maxLength: 7 }),
    fc.constantFrom('\n', '\n', '\n', '\r\n', '\u2028', '\x0b', '\r'),
  )
  .map(([lines, end]) => lines.join(end));

/** Templates, some of them wrong, and texts that they fit in parts. */
export const TEMPLATE_CASE: fc.Arbitrary<TemplateCase> = fc.record({ template: TEMPLATE, text: TEXT });
