import type { Stripe } from '../../ground/stripe.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter, notModelled, resourceMissing } from '../wire/apiError.ts';
import { mergeMetadata } from '../wire/parameters.ts';
import { checkSameTerms, type ItemParameters, itemPriceOf } from './itemPrices.ts';
import { buildItem, intervalOf, planOf } from './subscriptions.ts';

function changeItem(
  subscription: Stripe.Subscription,
  given: ItemParameters,
  price: Stripe.Price | undefined,
  at: string,
): void {
  const item = subscription.items.data.find(({ id }) => id === given.id);
  if (!item)
    throw invalidParameter(
      `${at}[id]`,
      resourceMissing('subscription', given.id!).message.replace(
        'subscription',
        'subscription_item',
      ),
      'resource_missing',
    );
  if (given.deleted) {
    subscription.items.data = subscription.items.data.filter((one) => one !== item);
    return;
  }
  if (price) Object.assign(item, { price, plan: planOf(price) });
  if (given.quantity !== undefined) item.quantity = given.quantity;
  item.metadata = mergeMetadata(item.metadata, given.metadata);
}

/**
 * Changes what a subscription charges from its next period on. Prorations are not modelled: who changes a price says
 * `proration_behavior: 'none'`.
 * @throws ApiError
 */
export async function changeItems(
  work: Work,
  subscription: Stripe.Subscription,
  lines: readonly ItemParameters[],
  proration: string | undefined,
): Promise<void> {
  const [first] = subscription.items.data;
  const period = { start: first!.current_period_start, end: first!.current_period_end };
  const interval = intervalOf(first!.price);
  for (const [i, given] of lines.entries()) {
    const at = `items[${i}]`;
    const price = await itemPriceOf(work, given, at);
    if ((price || given.quantity !== undefined || given.deleted) && proration !== 'none')
      throw notModelled(
        `a change of items with proration_behavior ${proration ?? 'create_prorations'}`,
      );
    if (price) {
      checkSameTerms([price], subscription.currency);
      const next = intervalOf(price);
      if (next.interval !== interval.interval || next.count !== interval.count)
        throw notModelled('a change of the billing interval');
    }
    if (given.id) changeItem(subscription, given, price, at);
    else if (price)
      subscription.items.data.push(
        buildItem(work, subscription.id, { price, quantity: given.quantity ?? 1 }, period),
      );
    else throw invalidParameter(at, `Missing required param: ${at}[price].`, 'parameter_missing');
  }
  if (subscription.items.data.length === 0)
    throw new ApiError({ message: 'A subscription must have at least one active plan.' });
}
