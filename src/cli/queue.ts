import { UsageError } from '../error/flow-error.js';
import { jsonText } from '../error/json-text.js';
import { loadOf } from '../executors/queue/messages.js';
import type { QueueStatus } from '../executors/queue/queue-status.js';
import type { Command } from './command.js';
import { EXIT } from './exit-code.js';
import { readQueueUrl } from './queue-access.js';
import { drawTable } from './table.js';
import { QUEUE_FLAG } from './worker.js';

/** `flow queue status`: what waits at each site, and who works there. */
export const queue: Command = {
  about: 'Dead are jobs that no worker ran: refused, or lost with their worker. They are forgotten after a day.',
  operands: [{ form: '<action>', text: 'status', choices: ['status'] }],
  flags: [
    {
      subject: 'How',
      flags: [QUEUE_FLAG, { form: '--format <format>', text: 'text (the default) or json', choices: ['text', 'json'] }],
    },
  ],
  examples: [
    { line: 'flow queue status --queue redis://10.0.0.5', text: 'sites, workers, and how many hosts wait' },
    { line: 'flow queue status --format json', text: 'the same for programs, of the queue of FLOW_QUEUE_URL' },
  ],
  async run({ operands, flags, terminal }) {
    if (operands[0] !== 'status') throw new UsageError(`flow queue: expected status, got "${operands[0]}"`);
    const url = readQueueUrl(flags.text('queue'), '--queue', terminal);
    const { readQueueStatus } = await import('../executors/queue/queue-status.js');
    const status = await readQueueStatus(url).catch((error: Error) => {
      throw new UsageError(`--queue: ${error.message}`);
    });
    terminal.out.write(flags.text('format') === 'json' ? `${jsonText(status, 2)}\n` : drawStatus(status));
    return EXIT.ok;
  },
};

function drawStatus({ sites, workers }: QueueStatus): string {
  const siteRows = sites.map(({ site, workers: count, waiting, running, dead }) =>
    [site, count, waiting, running, dead].map(String),
  );
  const workerRows = workers.map(({ id, site, runs, concurrency, flow, isDraining }) => [
    id,
    site,
    `${loadOf(runs)} of ${concurrency}`,
    flow,
    isDraining ? 'ending' : '',
  ]);
  return (
    drawTable(['SITE', 'WORKERS', 'WAITING', 'RUNNING', 'DEAD'], siteRows) +
    (workerRows.length > 0 ? `\n${drawTable(['WORKER', 'SITE', 'BUSY', 'FLOW', ''], workerRows)}` : '\nno workers\n')
  );
}
