import type { Work } from '../store/work.ts';

/** What a new subscription names by its id. */
interface Named {
  readonly customer: string;
  readonly default_payment_method?: string | undefined;
  readonly items: readonly { readonly price?: string | undefined }[];
}

/** What will be needed of a customer and of a price. */
const links = ['test_clock', 'invoice_settings.default_payment_method', 'product'];

/** Reads what a new subscription will ask for one by one: each statement has its price. */
export function readAhead(work: Work, given: Named): Promise<void> {
  const prices = given.items.flatMap(({ price }) => price ?? []);
  return work.readAhead(
    [given.customer, ...prices, given.default_payment_method ?? []].flat(),
    links,
  );
}
