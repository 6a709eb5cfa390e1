import type { Database } from '../../ground/sql.ts';
import type { Stripe } from '../../ground/stripe.ts';
import { settleExpiry } from '../checkout/expire.ts';
import type { SessionHidden } from '../checkout/sessions.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Transact } from '../store/transact.ts';
import type { Work } from '../store/work.ts';
import { accountOf } from './accountOf.ts';

/** A session as its pages need it. */
export interface OpenedSession {
  readonly session: Stripe.Checkout.Session;
  readonly hidden: SessionHidden;
  readonly customerEmail: string | null;
}

/** Opens sessions by their id alone, as their address names them: whoever has the address may pay. */
export function createOpenSession({
  database,
  transact,
}: {
  database: Database;
  transact: Transact;
}) {
  /** Works on a session in one transaction, expired first if its time has come. @returns undefined where there is none */
  return async function open<T>(
    id: string,
    use: (work: Work, opened: OpenedSession) => Promise<T>,
  ): Promise<T | undefined> {
    const account = await accountOf(database, 'checkout.session', id);
    if (account === undefined) return undefined;
    return transact.writing(account, async (work) => {
      const session = await settleExpiry(work, await work.need('checkout.session', id));
      const hidden = (await work.hiddenOf<SessionHidden>(id))!;
      const named = session.status === 'open' ? idOf(session.customer) : null;
      const customer = named === null ? undefined : await work.find('customer', named);
      return use(work, { session, hidden, customerEmail: customer?.email ?? null });
    });
  };
}

export type OpenSession = ReturnType<typeof createOpenSession>;
