import type { LabHostSpec } from '../../src/lab/lab-host.js';

/** A key that no host of a lab has. */
export const ANOTHER_KEY = 'AAAAC3NzaC1lZDI1NTE5AAAAIAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB';

/** Hosts of which most fail, each in its own way; `says-no` and `stranger` do with another password and another key. */
export const FAILING: LabHostSpec[] = [
  { name: 'good' },
  { name: 'slow', faults: { lateByMs: 20 } },
  { name: 'closed', faults: { refusesConnections: true } },
  { name: 'hangs-up', faults: { closesOnConnect: true } },
  { name: 'breaks', faults: { closeAtByte: 400 } },
  { name: 'old', faults: { algorithms: { cipher: ['aes128-cbc'] } } },
  { name: 'says-no' },
  { name: 'stranger' },
  { name: 'last' },
];

/** A playbook that comes to every state: finished, skipped, raised. */
export const ALL_SORTS = `name: All sorts
inventory: devices.yaml
vars: {since: 2026-01-02, list: [1, 2.5, null, "x"]}
timeout: {connect: 30s, auth: 30s, prompt: 30s, command: 30s}
tasks:
  - {name: clock, command: show clock, expect: 'output.contains("UTC")'}
  - {name: again, command: "show clock", needs: [clock], when: 'results.clock.output.contains("UTC")'}
  - {name: never, command: show clock, when: 'host.name == "nobody"'}
  - {name: wrong, command: show clokc, ignore_errors: true}
  - {name: strict, command: show clock, needs: [clock@all], expect: 'host.name != "last"'}
`;
