import { Lab } from '../../src/lab/lab.js';

// A lab in a process of its own, so that its CPU time is nobody else's: forked by `bench.ts` with the number of routers.
const lab = await Lab.start({ hosts: Number(process.argv[2]), platform: 'cisco_ios', spread: 'addresses' });
process.on('message', () => {
  const { logins, mostAtOnce } = lab;
  process.send?.({ logins, mostAtOnce, answered: lab.hosts().filter((host) => hasAnswered(host.name)).length });
});
process.on('disconnect', () => void lab.stop());
process.send?.(lab.hosts());

function hasAnswered(name: string): boolean {
  return lab.commandsOf(name).some((command) => command === 'show clock');
}
