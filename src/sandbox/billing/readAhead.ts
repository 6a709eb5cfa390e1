import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';

/** What a new subscription names by its id. */
interface Named {
  readonly customer: string;
  readonly default_payment_method?: string | undefined;
  readonly items: readonly { readonly price?: string | undefined }[];
}

/** Reads in two statements what will be asked for one by one: each statement has its price. */
export async function readAhead(work: Work, given: Named): Promise<void> {
  const prices = given.items.flatMap(({ price }) => price ?? []);
  await work.findAny([given.customer, ...prices, given.default_payment_method ?? []].flat());
  const customer = await work.find('customer', given.customer);
  const meant: (string | { id: string } | null | undefined)[] = [
    customer?.test_clock,
    customer?.invoice_settings.default_payment_method,
  ];
  for (const id of prices) meant.push((await work.find('price', id))?.product);
  await work.findAny(meant.map((one) => idOf(one)).filter((id) => id !== null));
}
