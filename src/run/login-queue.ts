import { candidatesOf, credentialIdOf, hasProof, secretIdOf, withoutLocked } from '../inventory/credentials.js';
import type { Host } from '../inventory/host.js';
import { explainLeave } from '../inventory/leave.js';
import type { Playbook } from '../playbook/playbook.js';
import { reportError } from '../task/error-report.js';
import type { ErrorReport } from '../task/result.js';
import { Breaker } from './breaker.js';
import { Latch } from './latch.js';
import { pauseMs } from './pace.js';
import { type Pool, Slots } from './slots.js';
import { startTimer } from './timer.js';
import { Turn, type Usable } from './turn.js';

export interface LoginQueueOptions extends Pick<Playbook, 'concurrency' | 'pace' | 'lockoutAfter'> {
  /** Every host that may want to log in. */
  hosts: Iterable<Host>;
  /** Whether a login on this host may go to the privileged mode. */
  mayEnable(host: Host): boolean;
  /** From 0 up to 1, for the jitter of the pace. */
  random(): number;
}

/** Who wants to log in. */
export interface LoginRequest {
  host: Host;
  /** Hosts to go through. */
  jumps: readonly Host[];
  /** The host's value of each attribute that is limited. */
  attributes: Record<string, string>;
}

/** OpenSSH begins to drop connections at ten that have not logged in (`MaxStartups 10:30:100`). */
const HANDSHAKES_PER_ADDRESS = 8;
/** A handshake costs some 4 ms of one core: with more of them at once the last would come near its time limit. */
const HANDSHAKES = 256;

/**
 * Where logins wait for their turn. A login begins when all of these let it, and holds none of them while it waits:
 * - a slot (`concurrency`), until it is over;
 * - the pace: so many logins begun per second, retries and further stages included;
 * - a handshake: at most 8 with one address and 256 in all, until the device has let us in;
 * - its credentials: none that was refused too often. As long as nobody has accepted one, the turn that was given says when it
 *   may be shown ({@link Turn.mayShow}).
 */
export class LoginQueue {
  readonly #options: LoginQueueOptions;
  readonly #slots: Slots;
  readonly #breaker: Breaker;
  readonly #pace: Pool | undefined;
  readonly #handshakes: Pool;
  /** By port of an address, where more hosts share it than may log in to it at once. */
  readonly #crowds: ReadonlyMap<string, Pool>;
  readonly #stopTimers = new Set<() => void>();

  constructor(options: LoginQueueOptions) {
    this.#options = options;
    this.#slots = new Slots(options.concurrency);
    this.#breaker = new Breaker(options.lockoutAfter);
    this.#pace = options.pace && this.#slots.makePool(1);
    this.#handshakes = this.#slots.makePool(HANDSHAKES);
    this.#crowds = new Map(
      crowdedPlaces(options.hosts).map((place) => [place, this.#slots.makePool(HANDSHAKES_PER_ADDRESS)]),
    );
  }

  /**
   * Waits until a login may begin.
   *
   * @param until  when it opens, the wait ends
   * @returns undefined when `until` was first; a report with the code `lockout` when no login is to be tried
   */
  async enter(request: LoginRequest, until: Latch): Promise<Turn | ErrorReport | undefined> {
    for (;;) {
      if (until.isOpen) return undefined;
      const usable = this.#withoutLocked(request);
      if ('code' in usable) return usable;
      const credentials = this.#shownBy(usable);
      const crowd = this.#crowds.get(placeOf(usable.host));
      const handshakes = crowd ? [this.#handshakes, crowd] : [this.#handshakes];
      const pools = [...(this.#pace ? [this.#pace] : []), ...handshakes];
      const wake = anyOf([until, ...this.#locksOf(credentials)]);
      const release = await this.#slots.acquire(request.attributes, wake.latch, pools);
      wake.leave();
      if (!release) continue;
      const turn = new Turn(usable, { slots: this.#slots, breaker: this.#breaker, release, handshakes });
      // It may have opened between the moment the slot was given and now.
      if (!wake.latch.isOpen) {
        if (this.#pace) this.#rest(this.#pace);
        return turn;
      }
      turn.leave();
      if (this.#pace) this.#slots.giveBack(this.#pace);
    }
  }

  /** Leaves no timer behind. */
  dispose(): void {
    for (const stop of this.#stopTimers) stop();
  }

  #withoutLocked({ host, jumps }: LoginRequest): Usable | ErrorReport {
    const isLocked = (id: string) => this.#breaker.isLocked(id);
    const hops: Host[] = [];
    for (const hop of [...jumps, host]) {
      const left = withoutLocked(hop, isLocked);
      if (!left) return this.#lockout(hop === host ? '' : `jump host ${hop.name}: `, 'these credentials');
      hops.push(left);
    }
    if (this.#mayShowSecret(host) && isLocked(secretIdOf(host))) return this.#lockout('', 'this secret');
    return { host: hops.pop() as Host, jumps: hops };
  }

  /** What may be locked while one waits. */
  #locksOf(credentials: readonly string[]): Latch[] {
    return credentials.map((id) => this.#breaker.lockOf(id)).filter((locked) => !locked.isOpen);
  }

  /** Whatever a login may show that can be refused, the secret of the privileged mode too. */
  #shownBy(usable: Usable): string[] {
    const { host } = usable;
    const credentials = credentialsOf(usable);
    return this.#mayShowSecret(host) ? [...credentials, secretIdOf(host)] : credentials;
  }

  #mayShowSecret(host: Host): boolean {
    return host.secret !== undefined && this.#options.mayEnable(host);
  }

  #lockout(place: string, what: string): ErrorReport {
    return reportError(explainLeave({ kind: 'locked', refusals: this.#breaker.limit }, place + what));
  }

  /** Keeps the pace: nobody begins until the pause is over. */
  #rest(pace: Pool): void {
    const { pace: policy, random } = this.#options;
    if (!policy) return;
    const stop = startTimer(pauseMs(policy, random), () => {
      this.#stopTimers.delete(stop);
      this.#slots.giveBack(pace);
    });
    this.#stopTimers.add(stop);
  }
}

/** Where more hosts are than may log in at once: all the others need no counting. */
function crowdedPlaces(hosts: Iterable<Host>): string[] {
  const counts = new Map<string, number>();
  for (const host of hosts) counts.set(placeOf(host), (counts.get(placeOf(host)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > HANDSHAKES_PER_ADDRESS).map(([place]) => place);
}

function placeOf({ address, port }: Host): string {
  return `${address} ${port}`;
}

/** Every credential that a login may show, once each. */
function credentialsOf({ host, jumps }: Usable): string[] {
  return [...new Set([...jumps, host].flatMap(candidatesOf).filter(hasProof).map(credentialIdOf))];
}

/** A latch that opens with the first of several; `leave` when it is not needed any more. */
function anyOf(latches: readonly Latch[]): { latch: Latch; leave(): void } {
  const latch = new Latch();
  const undo = latches.map((each) => each.onOpen(() => latch.open()));
  return {
    latch,
    leave: () => {
      for (const leave of undo) leave();
    },
  };
}
