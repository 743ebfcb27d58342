// Runs inside of a terminal, for the test beside it: shows made-up events as it is told to over a connection, and answers
// each command when the terminal has taken in everything written.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { FleetView } from '../../../src/run/views/fleet-view.js';
import { EventMaker } from './fleet-events.js';

/** What the test may ask for. */
export type DemoCommand =
  | { do: 'start'; hosts: number }
  /** The hosts with these numbers begin; then those before `settled` end, every `raisedEvery`th of them badly. */
  | { do: 'go'; running: number; settled: number; raisedEvery: number }
  | { do: 'await-columns'; columns: number }
  | { do: 'end' };

const socket = connect(Number(process.argv[2]), '127.0.0.1');
const screen = process.stderr;
process.stdin.setRawMode(true);

let make = new EventMaker([]);
let view: FleetView | undefined;
let hosts: string[] = [];
let begun = 0;
let settled = 0;
// Frames come when the test wants them: a terminal that is being resized tells so a while later, and a frame in between
// would be drawn for the size before.
let drawFrame = (): void => {};
globalThis.setInterval = ((draw: () => void) => {
  drawFrame = draw;
  return { unref() {} };
}) as unknown as typeof setInterval;
globalThis.clearInterval = () => {};

const stream = {
  write: (text: string) => screen.write(text),
  get columns() {
    return screen.columns;
  },
  get rows() {
    return screen.rows;
  },
};

async function obey(command: DemoCommand): Promise<void> {
  switch (command.do) {
    case 'start': {
      hosts = Array.from({ length: command.hosts }, (_, index) =>
        index % 7 === 3 ? `東京-${index}` : `router-${index}`,
      );
      make = new EventMaker(hosts, ['clock'], { startMs: Date.now() });
      view = new FleetView({ stream, color: true, now: Date.now, addressOf: () => '192.0.2.1' });
      view.start();
      view.onEvent(make.started());
      return drawFrame();
    }
    case 'go': {
      const now = Date.now() - make.startMs;
      for (; begun < command.running; begun++) view?.onEvent(make.running(hosts[begun] ?? '', now));
      for (; settled < command.settled; settled++) {
        const host = hosts[settled] ?? '';
        view?.onEvent(settled % command.raisedEvery === 1 ? make.raised(host, now) : make.settled(host, now));
      }
      return drawFrame();
    }
    case 'await-columns':
      while (screen.columns !== command.columns) await new Promise((resolve) => screen.once('resize', resolve));
      return drawFrame();
    case 'end':
      view?.onEvent(make.finished(Date.now() - make.startMs, { finished: settled }));
      return view?.end();
    default:
      return command satisfies never;
  }
}

/** Terminals answer in order: when they say where the cursor is, they have drawn all that came before the question. */
function awaitScreen(): Promise<void> {
  return new Promise((resolve) => {
    process.stdin.once('data', () => resolve());
    screen.write('\u001b[6n');
  });
}

for await (const line of createInterface({ input: socket })) {
  await obey(JSON.parse(line) as DemoCommand);
  await awaitScreen();
  socket.write('done\n');
}
process.exit();
