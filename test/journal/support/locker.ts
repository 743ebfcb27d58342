import { HostsLocked, lockHosts } from '../../../src/journal/change-locks.js';
import { markProcess } from '../../../src/journal/process-mark.js';

// Takes locks for the run that it is told, says what came of it, and gives them back when told to.
const [home = '', hosts = '[]'] = process.argv.slice(2);
let release = () => {};

process.on('message', (run: string) => {
  if (run === 'release') {
    release();
    release = () => {};
    process.send?.('released');
    return;
  }
  try {
    release = lockHosts(home, JSON.parse(hosts), { run, process: markProcess(), lifeLine: 'none' });
    process.send?.('taken');
  } catch (error) {
    process.send?.(error instanceof HostsLocked ? `refused: ${error.holder.run}` : String(error));
  }
});
process.send?.('ready');
