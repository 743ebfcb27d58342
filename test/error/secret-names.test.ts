import assert from 'node:assert/strict';
import test from 'node:test';
import { isSecretName, isSecretVariable } from '../../src/error/secret-names.js';

test('names of secrets are known by their parts', () => {
  const secret = ['password', 'pasword', 'enable_secret', 'pass', 'snmp_community', 'passphrase', 'api-token'];
  assert.deepEqual(secret.filter(isSecretName), secret);
  assert.deepEqual(['name', 'bypass', 'passive', 'port', 'key', 'enable'].filter(isSecretName), []);
});

test('a variable may be called by less: key, enable, psk', () => {
  const secret = ['key', 'tacacs_key', 'keys', 'enable', 'wifi_psk', 'tacacs-pass', 'credentials', 'password'];
  assert.deepEqual(secret.filter(isSecretVariable), secret);
  assert.deepEqual(['site', 'monkey', 'public_key', 'enabled', 'keyboard'].filter(isSecretVariable), []);
});
