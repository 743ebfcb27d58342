import assert from 'node:assert/strict';
import test from 'node:test';
import { runHere } from '../support/run-here.js';

/** A wrong command line, and the whole of what flow says about it. */
const CASES: { title: string; words: string[]; says: string }[] = [
  {
    title: 'an unknown command proposes the nearest',
    words: ['rum', 'clock.yaml'],
    says: 'flow: there is no command "rum"\n  did you mean "run"?\n',
  },
  {
    title: 'a command that is like no other is sent to the help',
    words: ['frobnicate'],
    says: 'flow: there is no command "frobnicate"\n  `flow help` lists the commands\n',
  },
  {
    title: 'a worker without a key of the queue is told how to make one',
    words: ['worker'],
    says:
      'flow: the environment has no FLOW_QUEUE_KEY: without it nothing is put into a queue, and nothing is taken from one\n' +
      '  make one with `openssl rand -base64 32`, and give it to the run and to its workers\n',
  },
  {
    title: 'a flag before the command is explained',
    words: ['--quiet', 'run', 'clock.yaml'],
    says: 'flow: --quiet: expected a command first, as in `flow run --quiet …`; `flow help` lists them\n',
  },
  {
    title: 'an unknown flag proposes the nearest',
    words: ['run', 'clock.yaml', '--verbos'],
    says: 'flow: `flow run` has no flag --verbos\n  did you mean "--verbose"?\n',
  },
  {
    title: 'an unknown flag with a value is named without it',
    words: ['run', 'clock.yaml', '--limits=R1'],
    says: 'flow: `flow run` has no flag --limits\n  did you mean "--limit"?\n',
  },
  {
    title: 'a flag that is like no other is sent to the help of the command',
    words: ['validate', 'clock.yaml', '--frobnicate'],
    says: 'flow: `flow validate` has no flag --frobnicate\n  `flow validate --help` shows how it is used\n',
  },
  {
    title: 'a flag without its value is asked for it',
    words: ['run', 'clock.yaml', '--limit'],
    says: 'flow: --limit: expected a value after it\n  `flow run --help` shows how it is used\n',
  },
  {
    title: 'a command without its file is asked for it',
    words: ['run'],
    says: 'flow: `flow run` needs <playbook>\n  `flow run --help` shows how it is used\n',
  },
  {
    title: 'of two files the one that is missing is asked for',
    words: ['diff', 'last'],
    says: 'flow: `flow diff` needs <after>\n  `flow diff --help` shows how it is used\n',
  },
  {
    title: 'too many files are told',
    words: ['run', 'a.yaml', 'b.yaml'],
    says: 'flow: `flow run` takes no more than <playbook>\n  `flow run --help` shows how it is used\n',
  },
  {
    title: 'a value off the list gets the list, and the nearest',
    words: ['run', 'clock.yaml', '--order', 'complete'],
    says: 'flow: --order: expected inventory or completed, got "complete"\n  did you mean "completed"?\n',
  },
  {
    title: 'a number that is none is told with its bounds',
    words: ['run', 'clock.yaml', '--concurrency', 'many'],
    says: 'flow: --concurrency: expected a whole number from 1 to 10000, got "many"\n',
  },
  {
    title: 'a --var without = is told',
    words: ['run', 'clock.yaml', '--var', 'ntp'],
    says: 'flow: --var: expected name=value, got "ntp"\n',
  },
  {
    title: 'an unknown schema proposes the nearest',
    words: ['schema', 'playbok'],
    says: 'flow: there is no schema "playbok"\n  did you mean "playbook"?\n',
  },
  {
    title: 'a lab of something else than devices is told',
    words: ['lab', 'cisco_ios:3'],
    says: 'flow: expected devices such as cisco_ios=3, got "cisco_ios:3"\n',
  },
  {
    title: 'every word of a lab that is no device is told',
    words: ['lab', 'cisco_ioss=2', 'linux=x', '3'],
    says:
      'flow: expected devices such as cisco_ios=3, got "linux=x", "3"\n' +
      '  the lab cannot simulate "cisco_ioss"; did you mean "cisco_ios"?\n',
  },
  {
    title: 'a delay that is no duration is told',
    words: ['lab', '--delay', 'fast'],
    says: 'flow: --delay: expected a duration such as 200ms or 1s, got "fast"\n',
  },
  {
    title: 'a latency that is no duration is told',
    words: ['lab', '--latency', '100'],
    says: 'flow: --latency: expected a duration such as 200ms or 1s, got "100"\n',
  },
  {
    title: 'a check of nothing is asked what to check',
    words: ['check'],
    says: 'flow: `flow check` needs a playbook, or --inventory\n  `flow check --help` shows how it is used\n',
  },
  {
    title: 'a format that there is none of is told with those that there are',
    words: ['run', 'clock.yaml', '--format=yaml'],
    says: 'flow: --format: expected md, html, txt, json, jsonl, csv or junit, got "yaml"\n',
  },
];

for (const { title, words, says } of CASES) {
  test(title, async () => {
    const { exitCode, stdout, stderr } = await runHere(words);
    assert.deepEqual({ exitCode, stdout, stderr }, { exitCode: 2, stdout: '', stderr: says });
  });
}
