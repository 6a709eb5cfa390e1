import type { Database } from '../../../ground/sql.ts';
import type { Stripe } from '../../../ground/stripe.ts';
import { onClockOf } from '../../people/onClock.ts';
import { keepOpen, type PortalHidden } from '../../portal/portalSessions.ts';
import { idOf } from '../../store/objectTypes.ts';
import { hiddenRefOf } from '../../store/refs.ts';
import type { Transact } from '../../store/transact.ts';
import type { Work } from '../../store/work.ts';

/** A portal session as its pages need it. */
export interface OpenedPortal {
  readonly token: string;
  readonly session: Stripe.BillingPortal.Session;
  readonly hidden: PortalHidden;
  readonly configuration: Stripe.BillingPortal.Configuration;
  readonly customer: Stripe.Customer;
}

/** A session that was opened too late, or whose customer is gone. */
export interface ClosedPortal {
  readonly session: Stripe.BillingPortal.Session;
  readonly customer?: undefined;
}

/** Opens the portal by the token in its address, which is all that one needs to be the customer. */
export function createOpenPortal({
  database,
  transact,
}: {
  database: Database;
  transact: Transact;
}) {
  /** Works on a session, by the time of its customer's test clock. @returns undefined where there is none */
  return async function openPortal<T>(
    token: string,
    use: (work: Work, opened: OpenedPortal | ClosedPortal) => Promise<T>,
  ): Promise<T | undefined> {
    const { rows } = await database.query<{ id: string; account: string }>(
      `select id, account from sandbox_object
       where refs @> array[$1::text] and type = 'billing_portal.session'`,
      [hiddenRefOf('token', token)],
    );
    const [found] = rows;
    if (!found) return undefined;
    return transact.writing(found.account, async (wall) => {
      const session = await wall.need('billing_portal.session', found.id);
      const customer = await wall.find('customer', session.customer);
      if (!customer || !(await keepOpen(wall, session))) return use(wall, { session });
      const configuration = await wall.need(
        'billing_portal.configuration',
        idOf(session.configuration),
      );
      const hidden = (await wall.hiddenOf<PortalHidden>(session.id))!;
      const work = await onClockOf(wall, customer.id);
      return use(work, { token, session, hidden, configuration, customer });
    });
  };
}

export type OpenPortal = ReturnType<typeof createOpenPortal>;
