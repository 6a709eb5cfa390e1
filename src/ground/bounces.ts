import type { Clock } from './clock.ts';
import { letterOfMark } from './letterMark.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { type Delivery, readBounce } from './readBounce.ts';
import { isReturnedFrom, noteReturned } from './returnedPost.ts';
import type { Secrets } from './secrets.ts';
import type { Writers } from './sendLetter.ts';
import type { Database } from './sql.ts';

/** What came of a message: a letter is noted as failed; it was so before, or is not said to have failed; it is forgotten; none of ours; no notification at all. */
export const bounceResults = [
  'noted',
  'known',
  'not_failed',
  'forgotten',
  'not_ours',
  'no_bounce',
] as const;

export interface TakenBounce {
  readonly result: (typeof bounceResults)[number];
  readonly letter: string | null;
  /** Enhanced status code (RFC 3463). */
  readonly status: string | null;
}

export interface BouncesDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly writers: Writers;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** What the second number of a status code is about: https://www.rfc-editor.org/rfc/rfc3463#section-3 */
const subjects: Readonly<Record<string, string>> = {
  1: 'the address is no good',
  2: 'the mailbox takes no letters',
  3: 'their mail system takes no letters',
  4: 'their mail system was not reached',
  5: 'the mail systems did not understand each other',
  6: 'its content was not taken',
  7: 'a rule of theirs forbids it',
};

const reasonOf = ({ status }: Delivery) =>
  `it came back: ${subjects[status.split('.')[1]!] ?? 'no reason is given'} (${status})`;

/** Whether it will be so the next time: nobody there, or no such place; not where it was full, refused for what it is, or put off too long. */
const isForGood = ({ status }: Delivery) =>
  /^5\.(0\.\d+|1\.[0-6]|1\.10|2\.[01]|4\.4)$/.test(status);

const nothing = { letter: null, status: null };

/** Letters that come back as mail (RFC 3464). */
export function createBounces(dependencies: BouncesDependencies) {
  const { db, clock, secrets, writers, log, metrics } = dependencies;

  const placeOf = (about: string, address: string) =>
    secrets.mac('returned', `${about} ${address.toLowerCase()}`);

  async function note(letter: string, delivery: Delivery): Promise<TakenBounce['result']> {
    const { address } = delivery;
    const from = (about: string) =>
      address && isForGood(delivery) ? placeOf(about, address) : null;
    const reason = reasonOf(delivery);
    const now = clock.now();
    const found = await db.transaction(async (tx) => {
      const item = await noteReturned(tx, { id: letter, reason, from }, now);
      if (typeof item === 'object') await writers[item.kind]?.ended?.(tx, item, 'failed');
      return item;
    });
    if (found === undefined) return 'forgotten';
    if (typeof found === 'string') return 'known';
    metrics.letters.inc({ kind: found.kind, outcome: 'returned' });
    log.warn({ letter, kind: found.kind, reason }, 'a letter needs attention');
    return 'noted';
  }

  return {
    /** Takes a message that a mail server sent. It may come twice, late, or from anybody: only what names a letter by our own mark changes anything. */
    async take(message: Uint8Array): Promise<TakenBounce> {
      const bounce = await readBounce(message);
      if (!bounce) return { result: 'no_bounce', ...nothing };
      const ours = bounce.marks.map((mark) => letterOfMark(secrets, mark));
      const letter = ours.find((id) => id !== undefined);
      if (letter === undefined) return { result: 'not_ours', ...nothing };
      const failed = bounce.deliveries.find(({ action }) => action === 'failed');
      const { status } = failed ?? bounce.deliveries[0]!;
      return { result: failed ? await note(letter, failed) : 'not_failed', letter, status };
    },

    /** Whether a letter about the same thing came back from this address. */
    isReturned: ({ about }: { readonly about: string }, address: string): Promise<boolean> =>
      isReturnedFrom(db, about, placeOf(about, address)),
  };
}

export type Bounces = ReturnType<typeof createBounces>;
