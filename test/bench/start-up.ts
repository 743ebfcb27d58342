import { join } from 'node:path';
import { packageRoot } from '../../src/document/package-root.js';
import { FLOW } from './clients.js';
import { measure, medianOf, type Usage } from './measure.js';
import type { Outcome, RunOptions } from './run-scenario.js';

const ROUNDS = 15;

const PROGRAMS: Record<string, string[]> = {
  'node -e 0': ['-e', '0'],
  'flow --version': [FLOW, '--version'],
  'flow validate': [FLOW, 'validate', join(packageRoot, 'playbooks', 'clock.yaml')],
};

export const START_UP = { name: 'start-up', title: 'start-up' };

/** How long a user waits before flow does anything. */
export async function measureStartUp({ folder, rounds = ROUNDS, tell }: RunOptions): Promise<Outcome> {
  tell(START_UP.name);
  const usages = new Map<string, Usage[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(PROGRAMS)) {
      const usage = await measure({ program: process.execPath, args }, { folder });
      usages.set(name, [...(usages.get(name) ?? []), usage]);
    }
  }
  const rows = [...usages].map(([client, [first, ...others]]) => ({
    client,
    ...(first && { usage: medianOf([first, ...others]) }),
  }));
  return { ...START_UP, base: 'node -e 0', rows };
}
