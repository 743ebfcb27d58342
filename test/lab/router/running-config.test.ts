import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunningConfig } from '../../../src/lab/router/running-config.js';

const FACTORY = [
  'version 15',
  'hostname R1',
  'interface Gi0/0',
  ' ip address 10.0.0.1 255.0.0.0',
  ' shutdown',
  'line vty 0 4',
  ' login',
];

test('lines keep their order, and sections are set apart', () => {
  assert.deepEqual(new RunningConfig(FACTORY).lines(), [
    'version 15',
    '!',
    'hostname R1',
    '!',
    'interface Gi0/0',
    ' ip address 10.0.0.1 255.0.0.0',
    ' shutdown',
    '!',
    'line vty 0 4',
    ' login',
    '!',
  ]);
});

test('a setting with the same key is replaced, another one stands behind its like', () => {
  const config = new RunningConfig(FACTORY);
  config.set('hostname X', 'hostname');
  config.set('ntp server 1', 'ntp server 1');
  config.set('logging host 9', 'logging host 9');
  config.set('ntp server 2', 'ntp server 2');
  config.set('ip address 10.0.0.2 255.0.0.0', 'ip address', 'interface Gi0/0');
  assert.deepEqual(
    config.lines().filter((line) => line !== '!' && !line.startsWith('line')),
    [
      'version 15',
      'hostname X',
      'interface Gi0/0',
      ' ip address 10.0.0.2 255.0.0.0',
      ' shutdown',
      'ntp server 1',
      'ntp server 2',
      'logging host 9',
      ' login',
    ],
  );
});

test('words are removed as words, from where they belong', () => {
  const config = new RunningConfig([...FACTORY, 'ntp server 1', 'ntp server 10']);
  config.remove('ntp server 1');
  config.remove('shutdown', 'interface Gi0/0');
  assert.equal(config.find('ntp server'), 'ntp server 10');
  assert.deepEqual(config.childrenOf('interface Gi0/0'), ['ip address 10.0.0.1 255.0.0.0']);
});

test('its lines make the same configuration again', () => {
  const lines = new RunningConfig(FACTORY).lines();
  assert.deepEqual(new RunningConfig(lines.filter((line) => line !== '!')).lines(), lines);
});
