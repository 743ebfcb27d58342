import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import test from 'node:test';
import { parseDocument } from '../../src/document/document.js';
import { packageRoot } from '../../src/document/package-root.js';
import { parseOutput } from '../../src/parse/parse-output.js';
import { compileTemplate } from '../../src/parse/textfsm/parse-textfsm.js';

const ROOT = join(packageRoot, '..', 'shared', 'ntc-templates');
const TEMPLATES = join(ROOT, 'ntc_templates', 'templates');
const skip = existsSync(TEMPLATES) ? false : 'no ntc-templates beside the project';

test('every template of ntc-templates is read', { skip }, () => {
  const files = readdirSync(TEMPLATES).filter((file) => file.endsWith('.textfsm'));
  assert.ok(files.length > 900);
  for (const file of files) compileTemplate(file, readFileSync(join(TEMPLATES, file), 'utf8'));
});

test('every recorded output of ntc-templates gives the rows recorded with it', { skip }, () => {
  const cases = readdirSync(join(ROOT, 'tests'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.raw'),
  );
  assert.ok(cases.length > 400);
  for (const file of cases) {
    const [platform = '', command = ''] = file.split('/');
    const recorded = join(ROOT, 'tests', file.replace(/raw$/, 'yml'));
    const { value } = parseDocument(recorded, readFileSync(recorded, 'utf8'));
    const outcome = parseOutput(
      readFileSync(join(ROOT, 'tests', file), 'utf8'),
      { kind: 'textfsm' },
      { platforms: [platform], command: command.replaceAll('_', ' '), templateDirs: [ROOT] },
    );
    const rows = outcome.kind === 'failed' ? outcome.message : outcome.value;
    assert.deepEqual(
      JSON.parse(JSON.stringify(rows)),
      (value as { parsed_sample: unknown }).parsed_sample,
      basename(file),
    );
  }
});
