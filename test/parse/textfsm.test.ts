import assert from 'node:assert/strict';
import test from 'node:test';
import { DocumentError } from '../../src/error/flow-error.js';
import { parseOutput } from '../../src/parse/parse-output.js';
import { readTemplate } from '../../src/parse/textfsm/read-template.js';
import { runTemplate } from '../../src/parse/textfsm/run-template.js';

const WISH = { platforms: ['cisco_ios'], command: 'show clock', templateDirs: [] };

function rowsOf(template: string, text: string): unknown {
  return runTemplate(readTemplate('t.textfsm', template), text).rows;
}

function messagesOf(template: string): string[] {
  try {
    readTemplate('t.textfsm', template);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return error.message.split('\n').filter((line) => line.startsWith('t.textfsm'));
  }
  return [];
}

test('options fill down, fill up, gather lists and require, in the order in which they are written', () => {
  const head = 'Value Filldown SLOT (\\d+)\nValue Required,List PORT (p\\d)\nValue Fillup END (e\\d)\n';
  const rules = '\nStart\n  ^slot ${SLOT}\n  ^${PORT}$$\n  ^${END}$$\n  ^- -> Record\n  ^clear -> Clearall\n';
  const text = 'slot 1\np1\np2\n-\np3\n-\np4\ne9\n-\nclear\np5';
  assert.deepEqual(rowsOf(head + rules, text), [
    ['1', ['p1', 'p2'], 'e9'],
    ['1', ['p3'], 'e9'],
    ['1', ['p4'], 'e9'],
    ['', ['p5'], ''],
  ]);
});

test('named groups inside of a list give maps', () => {
  const template = 'Value List PERSON ((?P<name>\\w+) (?P<age>\\d+))\n\nStart\n  ^${PERSON}\n';
  assert.deepEqual(rowsOf(template, 'Ann 30\nBob 7'), [
    [
      [
        { name: 'Ann', age: '30' },
        { name: 'Bob', age: '7' },
      ],
    ],
  ]);
});

test('states change, Continue goes on with the line, EOF records nothing, End stops', () => {
  const template = (tail: string) =>
    `Value A (\\w+)\nValue B (\\w+)\n\nStart\n  ^a -> Continue.Record\n  ^${'${A}'} -> Next Other\n\nOther\n  ^${'${B}'} -> Start\n${tail}`;
  assert.deepEqual(rowsOf(template(''), 'ax\ny\naz'), [
    ['ax', 'y'],
    ['az', ''],
  ]);
  assert.deepEqual(rowsOf(template('\nEOF\n'), 'ax\ny\naz'), [['ax', 'y']]);
  assert.deepEqual(rowsOf('Value A (.*)\n\nStart\n  ^${A} -> Record End\n', 'one\ntwo'), [['one']]);
});

test('lines end as Python ends them, in templates and in texts', () => {
  assert.deepEqual(rowsOf('Value A (.*)\r\n\r\nStart\r\n  ^${A}$$ -> Record\r\n', 'a\u2028b\vc\r\nd'), [
    ['a'],
    ['b'],
    ['c'],
    ['d'],
  ]);
});

test('everything wrong with a template is told at once, each with its place', () => {
  const template = `Value Requird NAME (\\S+)
Value PORT (\\S+
Value List X ((?P<a>.)(?P<a>.))

Start
  ^x -> Star
 y

Rekord
Start
`;
  assert.deepEqual(messagesOf(template), [
    't.textfsm:1:7: expected options (Required, Filldown, Fillup, Key, List), a name and a regular expression in ( ), got "Requird"',
    't.textfsm:2:12: expected a regular expression in ( ), got "(\\\\S+"',
    't.textfsm:3:23: not a regular expression of Python: there are two groups "a"',
    't.textfsm:7:2: expected a rule: one or two blanks or a tab, then ^',
    't.textfsm:10:1: expected a rule: one or two blanks or a tab, then ^',
  ]);
  assert.deepEqual(
    messagesOf('Value A (a)\n\nStart\n  ^${A}(b -> Recrd.Next\n  ^${B}$ -> Continue Start\n  ^c -> Strat\n'),
    [
      't.textfsm:4:8: not a regular expression of Python: this ( has no )',
      't.textfsm:4:14: expected an action and a state (Next.Record State), got "Recrd.Next"',
      't.textfsm:5:4: there is no value "B"',
      't.textfsm:5:8: expected ${NAME} or $$ here',
      't.textfsm:5:13: expected nothing behind Continue, got "Start": it goes on with the same line in the same state',
      't.textfsm:6:9: there is no state "Strat"',
    ],
  );
  assert.deepEqual(messagesOf('Value A (a)\n'), ['t.textfsm: expected a state called Start, got none']);
});

test('no template, an output that does not fit, and an empty table are three outcomes', () => {
  const clock = (output: string, wish = WISH) => parseOutput(output, { kind: 'textfsm' }, wish);
  assert.deepEqual(clock('*06:02:19.983 UTC Mon Aug 28 2017'), {
    kind: 'parsed',
    value: [{ time: '06:02:19.983', timezone: 'UTC', dayweek: 'Mon', month: 'Aug', day: '28', year: '2017' }],
  });
  assert.deepEqual(clock(''), { kind: 'empty', value: [] });
  assert.deepEqual(clock('% no clock'), {
    kind: 'failed',
    message: 'line 1 of the output is an error in the template (cisco_ios_show_clock.textfsm:13): "% no clock"',
  });
  assert.deepEqual(clock('x', { ...WISH, command: 'show nothing' }), {
    kind: 'failed',
    message: 'there is no TextFSM template for "show nothing" on cisco_ios',
  });
  const template = { file: 't', text: 'Value A (a)\n\nStart\n  ^${A} -> Record\n' };
  assert.deepEqual(parseOutput('b', { kind: 'textfsm', template }, WISH), {
    kind: 'failed',
    message: 'no line of the output fits the template t',
    value: [],
  });
});

test('a member of a list whose group took no part is the text None in rows, as clitable of the reference has it', () => {
  const template = { file: 't', text: 'Value List A (a)\nValue List B (b)\n\nStart\n  ^(${A}|x)${B}?$$\n' };
  assert.deepEqual(rowsOf(template.text, 'ab\nx'), [
    [
      ['a', null],
      ['b', null],
    ],
  ]);
  assert.deepEqual(parseOutput('ab\nx', { kind: 'textfsm', template }, WISH), {
    kind: 'parsed',
    value: [{ a: ['a', 'None'], b: ['b', 'None'] }],
  });
});

test('a hostile output breaks no template', () => {
  const template = { file: 't', text: 'Value A (\\S+)\n\nStart\n  ^\\s*${A}.*$$ -> Record\n' };
  const parsed = (output: string) => parseOutput(output, { kind: 'textfsm', template }, WISH);
  const strange = '\u001b[2J{{host.name}}|<b>\u0000';
  assert.deepEqual(parsed(strange), { kind: 'parsed', value: [{ a: strange }] });
  const long = 'x'.repeat(50_000_000);
  assert.deepEqual(parsed(long), { kind: 'parsed', value: [{ a: long }] });
  const evil = { file: 't', text: 'Value A ((a+)+)\n\nStart\n  ^${A}$$ -> Record\n' };
  assert.equal(parseOutput(`${'a'.repeat(60)}!`, { kind: 'textfsm', template: evil }, WISH).kind, 'failed');
});
