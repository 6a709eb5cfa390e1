import { z } from 'zod';
import { giftIdOf } from '../giving/gift.ts';
import { findGift } from '../giving/giftStore.ts';
import type { Pledge } from '../giving/pledge.ts';
import { claimKeyShowing, findPledge } from '../giving/pledgeStore.ts';
import { type Clock, plusMs } from '../ground/clock.ts';
import type { Log } from '../ground/log.ts';
import { Problem } from '../ground/problem.ts';
import type { Publisher } from '../ground/publisher.ts';
import { readerTag } from '../ground/readerTag.ts';
import { type Secrets, tokenHash } from '../ground/secrets.ts';
import type { Database } from '../ground/sql.ts';
import type { StripeAccounts } from '../ground/stripeAccounts.ts';
import { createHandOver, isHandOver } from './handOver.ts';
import { applyOutcome } from './outcome.ts';
import { readSession } from './readSession.ts';

/** How long the reader that began a checkout may ask for its key again: their connection may break as it is shown. */
const repeatMs = 10 * 60_000;

export interface StatusDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly accounts: StripeAccounts;
  readonly log: Log;
}

export const checkoutStatusSchema = z
  .strictObject({
    status: z.enum(['open', 'complete', 'expired']),
    supporterKey: z
      .string()
      .optional()
      .describe('shown once, to the reader that began it; repeated for ten minutes'),
  })
  .meta({ id: 'CheckoutStatus' });
export type CheckoutStatus = Readonly<z.output<typeof checkoutStatusSchema>>;

/** Tells a returning reader what became of their checkout, and gives them their key. */
export function createStatus({ db, clock, secrets, accounts, log }: StatusDependencies) {
  const handOver = createHandOver({ db, clock, secrets });

  /** News may reach us later than the reader does, so Stripe is asked. If it cannot be, the news will still come. */
  async function lookAgain(publisher: Publisher, pledge: Pledge): Promise<Pledge> {
    if (!pledge.sessionId) return pledge;
    try {
      const found = await readSession(
        { stripe: accounts.of(publisher.id).stripe, db },
        pledge.sessionId,
      );
      if (found) await db.transaction((tx) => applyOutcome(tx, found, clock.now()));
    } catch (error) {
      log.warn({ checkout: pledge.id, err: error }, 'Stripe could not be asked about a checkout');
    }
    return (await findPledge(db, pledge.id)) ?? pledge;
  }

  async function showKey(
    publisher: Publisher,
    pledge: Pledge,
    reader: string | undefined,
  ): Promise<string | undefined> {
    const gift = await findGift(db, giftIdOf(pledge.id));
    if (!gift) return undefined;
    const isTheirs =
      reader !== undefined && gift.readerTag === readerTag(secrets, publisher.id, reader);
    // Somebody else's reader id with a checkout's id: both were not come by honestly.
    if (reader !== undefined && gift.readerTag !== null && !isTheirs) return undefined;
    const now = clock.now();
    if (!(await claimKeyShowing(db, pledge.id, now, isTheirs ? plusMs(now, -repeatMs) : null)))
      return undefined;
    const key = `sup_${secrets.mac('supporter', pledge.id)}`;
    await db.query(
      'insert into supporter_key (hash, gift_id, created_at) values ($1, $2, $3) on conflict (hash) do nothing',
      [tokenHash(key), gift.id, now],
    );
    return key;
  }

  /** @throws Problem not_found */
  return async function status(
    publisher: Publisher,
    id: string,
    reader?: string,
  ): Promise<CheckoutStatus> {
    if (isHandOver(id)) return handOver(publisher, id, reader);
    let pledge = await findPledge(db, id);
    if (pledge?.publisher !== publisher.id)
      throw new Problem('not_found', { detail: 'No such checkout.' });
    if (pledge.status === 'open') pledge = await lookAgain(publisher, pledge);
    if (pledge.status !== 'complete') return { status: pledge.status };
    const supporterKey = await showKey(publisher, pledge, reader);
    return { status: 'complete', ...(supporterKey ? { supporterKey } : {}) };
  };
}
