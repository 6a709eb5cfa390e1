import { idOf } from '../store/objectTypes.ts';
import type { Timer } from '../store/timerTable.ts';
import type { Work } from '../store/work.ts';

type Related = string | { id: string } | null | undefined;

/** What an object that rings refers to, as far as a renewal will ask for it. */
interface Ringing {
  readonly customer?: Related;
  readonly default_payment_method?: Related;
  readonly invoice_settings?: { readonly default_payment_method: Related };
  readonly items?: { readonly data: readonly { price?: { product: Related } }[] };
  readonly parent?: { readonly subscription_details: { subscription: Related } | null } | null;
}

const relatedTo = (object: Ringing): Related[] => [
  object.customer,
  object.default_payment_method,
  object.invoice_settings?.default_payment_method,
  object.parent?.subscription_details?.subscription,
  ...(object.items?.data ?? []).map((item) => item.price?.product),
];

/** Reads together what the timers will ask for one by one: a day of renewals costs a few reads instead of a few each. */
export async function prefetch(work: Work, timers: readonly Timer[]): Promise<void> {
  let ids = timers.map(({ object }) => object);
  // From invoices to subscriptions, to customers, to their cards.
  for (let steps = 0; steps < 4 && ids.length > 0; steps += 1) {
    const found = await work.findAny([...new Set(ids)]);
    ids = [...found.values()]
      .flatMap((object) => relatedTo(object as Ringing))
      .flatMap((related) => idOf(related) ?? []);
  }
}
