import type { SessionHidden } from '../checkout/sessions.ts';
import { refOf } from '../store/refs.ts';
import type { Work } from '../store/work.ts';

/** What the payer knows the seller as: what the Checkout page said that began it. Accounts here have no name of their own. */
export async function merchantOf(
  work: Work,
  known: Readonly<Record<'customer' | 'payment_intent', string | null>>,
  fallback: string,
): Promise<string> {
  for (const [name, id] of Object.entries(known)) {
    if (id === null) continue;
    const { data } = await work.list('checkout.session', { all: [refOf(name, id)], limit: 1 });
    const hidden = data[0] && (await work.hiddenOf<SessionHidden>(data[0].id));
    const found = hidden?.merchant ?? hidden?.lines[0]?.description;
    if (found) return found;
  }
  return fallback;
}
