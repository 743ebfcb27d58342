import assert from 'node:assert/strict';
import test from 'node:test';
import type { Diagnostic } from '../../src/error/diagnostic.js';
import { onePerPlace, orderDiagnostics } from '../../src/error/order-diagnostics.js';

const at = (file: string, line: number, column: number, message: string): Diagnostic => ({
  file,
  position: { file, line, column, length: 1 },
  message,
  severity: 'error',
});
const told = (diagnostics: Diagnostic[]) => diagnostics.map(({ message }) => message).join(' ');

test('diagnostics are told file after file, each from top to bottom, and each once', () => {
  const whole: Diagnostic = { file: 'b', message: 'whole', severity: 'error' };
  const given = [at('b', 9, 1, 'B9'), at('a', 2, 5, 'A2.5'), at('a', 2, 1, 'A2.1'), at('b', 9, 1, 'B9'), whole];
  assert.equal(told(orderDiagnostics(given)), 'whole B9 A2.1 A2.5');
});

test('of what is found in one place the first stays', () => {
  const whole = (message: string): Diagnostic => ({ file: 'a', message, severity: 'error' });
  assert.equal(told(onePerPlace([at('a', 1, 1, 'x'), at('a', 1, 1, 'y'), at('b', 1, 1, 'z')])), 'x z');
  assert.equal(told(onePerPlace([whole('x'), whole('y'), whole('x')])), 'x y');
});
