import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadPlatform } from '../../src/device/load-platform.js';
import { maskSecrets } from '../../src/device/mask-secrets.js';

const PLATFORMS = ['cisco_ios', 'juniper_junos', 'fortinet', 'huawei', 'mikrotik_routeros', 'linux'];

/** Parts of configurations of which lines are made, with and without secrets in them. */
const PARTS = [
  ...[
    'snmp-server community ',
    'enable secret 5 ',
    'username bob password 0 ',
    'key 7 ',
    'key ',
    'key chain ',
    ' md5 ',
  ],
  ...['set password ', 'set snmp community "', 'secret "', '$9$abc', 'cipher ', 'encrypted-password "', 'password='],
  ...[
    'R1#',
    'R1(config)#',
    '<HW>',
    '[admin@R1] > ',
    '+',
    '- ',
    '****',
    's3cret',
    'public',
    ' RO',
    '"',
    ';',
    ' ',
    '\t',
    '\r',
  ],
  ...['\n', '\n', '\n', 'interface Vlan10', '\u2028', 'é', 'pre-shared-key ', 'authentication ', 'wpa-psk ascii '],
];

test('a text is masked as if every line were tried with every pattern, its prompt taken off or not', () => {
  const text = fc.array(fc.constantFrom(...PARTS), { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.constantFrom(...PLATFORMS), text, (name, given) => {
      const platform = loadPlatform(name);
      const [found, expected] = [new Set<string>(), new Set<string>()];
      assert.equal(maskSecrets(platform, given, found), maskPlainly(platform.secrets, given, expected));
      assert.deepEqual([...found], [...expected]);
    }),
    { numRuns: 2_000 },
  );
});

test('patterns may refer back to what they have matched', () => {
  const platform = { secrets: ['^key (\\S+) \\1$', '(?<=psk )(?<key>\\S+)', '(?<=hash )(?<key>\\S+)'] };
  assert.equal(maskSecrets(platform, 'key a a\nkey a b\npsk c\nhash d'), 'key **** a\nkey a b\npsk ****\nhash ****');
});

test('a text in which there is nothing to hide is given back itself', () => {
  const text = 'interface Vlan10\n description key\n\n';
  assert.equal(maskSecrets(loadPlatform('cisco_ios'), text), text);
});

/** The same in the plainest way: nothing is left out that could change nothing. */
function maskPlainly(secrets: readonly string[], text: string, found: Set<string>): string {
  const maskAll = (part: string) =>
    secrets.reduce((line, secret) => {
      let masked = '';
      let from = 0;
      for (const { indices } of line.matchAll(new RegExp(secret, 'dg'))) {
        const [start, end] = indices?.[1] ?? [0, 0];
        if (start < from || start === end) continue;
        if (line.slice(start, end) !== '****') found.add(line.slice(start, end));
        masked += `${line.slice(from, start)}****`;
        from = end;
      }
      return masked + line.slice(from);
    }, part);
  const maskLine = (line: string) => {
    const masked = maskAll(line);
    const prompt = /^(?:[^\s#>$%]{1,80}[#>$%] ?|[+-] ?)(?=\S)/.exec(masked)?.[0] ?? '';
    return prompt + (prompt === '' ? masked : maskAll(masked.slice(prompt.length)));
  };
  return text.split('\n').map(maskLine).join('\n');
}
