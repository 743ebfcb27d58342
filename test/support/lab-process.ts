import type { LabOptions } from '../../src/lab/lab.js';
import { serveLab } from '../../src/lab/serve.js';

// Started by startLabProcess: one argument, the options as JSON; asked through standard input.
const options = JSON.parse(process.argv[2] ?? '{"hosts": 1}') as LabOptions;

await serveLab({
  ...options,
  format: 'json',
  write: (text) => process.stdout.write(text),
  questions: process.stdin,
  signal: new AbortController().signal,
});
process.stdin.destroy();
