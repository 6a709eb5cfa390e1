import { type Clock, plusMs } from './clock.ts';
import type { Log } from './log.ts';
import { type Letter, type Mailer, MailRefused, MailUncertain } from './mail.ts';
import type { Metrics } from './metrics.ts';
import { createPace, type PaceDependencies } from './pace.ts';
import { beginSending, finishLetter, type PostItem, type PostStatus, retryLetter } from './post.ts';
import type { Database, Transaction } from './sql.ts';

/** No letter is to be sent after all, and why: a line for staff. */
export interface NoLetter {
  readonly dropped: string;
}

/** Writes one kind of letter. */
export interface Writer {
  /** Makes the letter, and asks whom it must; no network call may follow in `allow` or `ended`. */
  write(item: PostItem): Promise<Letter | NoLetter>;
  /** The last word before it is handed over, in the transaction that says so: a reason not to, or nothing. */
  allow?(tx: Transaction, item: PostItem, letter: Letter): Promise<string | undefined>;
  /** What else is to be written when it ended, in the same transaction. */
  ended?(tx: Transaction, item: PostItem, status: PostStatus): Promise<void>;
}

export type Writers = Readonly<Record<string, Writer>>;

export interface SendLetterDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly mailer: Mailer;
  readonly writers: Writers;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Whether a letter about the same came back from this address. */
  readonly isReturned?: ((item: PostItem, address: string) => Promise<boolean>) | undefined;
  /** Waits until it is a letter's turn to leave; a test looks instead. */
  readonly waitForTurn?: PaceDependencies['wait'];
}

type End = readonly [status: PostStatus, reason?: string];

/** After how many tries that did not reach anybody a letter is given up: with the waits between them two days. */
const attemptsLimit = 16;
const minuteMs = 60_000;
const waitMs = (attempts: number) => Math.min(2 ** attempts, 6 * 60) * minuteMs;

/** Gives the letter to the mail server. @throws what may pass */
async function handOver(mailer: Mailer, letter: Letter): Promise<End> {
  try {
    await mailer.send(letter);
    return ['sent'];
  } catch (error) {
    if (error instanceof MailRefused) return ['failed', error.message];
    if (error instanceof MailUncertain) return ['review', error.message];
    throw error;
  }
}

/** Says that it is handed over from now on. @returns whether it may be */
async function begin(
  { db, clock, metrics, writers }: SendLetterDependencies,
  item: PostItem,
  letter: Letter,
): Promise<boolean> {
  const [isOurs, refusal] = await db.transaction(async (tx) => {
    if (!(await beginSending(tx, item))) return [false];
    const reason = await writers[item.kind]?.allow?.(tx, item, letter);
    if (reason === undefined) return [true];
    await finishLetter(tx, item, { status: 'dropped', reason, now: clock.now() });
    await writers[item.kind]?.ended?.(tx, item, 'dropped');
    return [true, reason];
  });
  if (refusal !== undefined) metrics.letters.inc({ kind: item.kind, outcome: 'dropped' });
  return isOurs === true && refusal === undefined;
}

/** Sends one claimed letter: writes it, says that it sends, sends, says that it has. */
export function createSendLetter(dependencies: SendLetterDependencies) {
  const { db, clock, mailer, writers, log, metrics, isReturned, waitForTurn: wait } = dependencies;
  const { perSecond } = mailer;
  const takeTurn = perSecond === undefined ? undefined : createPace({ db, perSecond, wait });

  async function finish(item: PostItem, status: PostStatus, reason?: string): Promise<void> {
    await db.transaction(async (tx) => {
      await finishLetter(tx, item, { status, reason, now: clock.now() });
      await writers[item.kind]?.ended?.(tx, item, status);
    });
    metrics.letters.inc({ kind: item.kind, outcome: status });
    if (status === 'failed' || status === 'review')
      log.warn({ letter: item.id, kind: item.kind, status, reason }, 'a letter needs attention');
  }

  async function retry(item: PostItem, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.constructor.name : 'an error';
    log.warn({ letter: item.id, kind: item.kind, attempt: item.attempts, err: error }, 'not sent');
    if (item.attempts >= attemptsLimit) return finish(item, 'failed', `given up after ${reason}`);
    const dueAt = plusMs(clock.now(), waitMs(item.attempts));
    await retryLetter(db, item, { reason, dueAt });
  }

  /** @returns how it ended, or undefined where somebody else has it */
  async function treat(item: PostItem): Promise<End | undefined> {
    const written = (await writers[item.kind]?.write(item)) ?? { dropped: 'nobody writes these' };
    if ('dropped' in written) return ['dropped', written.dropped];
    if (await isReturned?.(item, written.to))
      return ['dropped', 'one about this came back from the same address'];
    await takeTurn?.();
    return (await begin(dependencies, item, written)) ? handOver(mailer, written) : undefined;
  }

  return async function sendLetter(item: PostItem): Promise<void> {
    let end: End | undefined;
    try {
      end = await treat(item);
    } catch (error) {
      return retry(item, error);
    }
    // Where this fails the letter stays `sending`, and goes to review: better once too few than once too often.
    if (end) await finish(item, ...end);
  };
}
