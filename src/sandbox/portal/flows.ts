import type { z } from 'zod';
import type { Stripe } from '../../ground/stripe.ts';
import { hasEnded } from '../billing/subscriptionEnds.ts';
import { idOf } from '../store/objectTypes.ts';
import type { Work } from '../store/work.ts';
import { ApiError, invalidParameter, notModelled } from '../wire/apiError.ts';
import {
  choice,
  fields,
  integerFrom,
  list,
  text,
  textUpTo,
  url,
  withoutEffect,
} from '../wire/parameters.ts';

type Configuration = Stripe.BillingPortal.Configuration;
type Flow = Stripe.BillingPortal.Session.Flow;

const ofSubscription = fields({ subscription: text, ...withoutEffect('retention') });

/** What a session is for, where it is for one thing only. */
export const flowData = fields({
  type: choice(
    'customer_update',
    'payment_method_update',
    'subscription_cancel',
    'subscription_pause',
    'subscription_update',
    'subscription_update_confirm',
  ),
  after_completion: fields({
    type: choice('hosted_confirmation', 'portal_homepage', 'redirect'),
    hosted_confirmation: fields({ custom_message: textUpTo(500).optional() }).optional(),
    redirect: fields({ return_url: url }).optional(),
  }).optional(),
  subscription_cancel: ofSubscription.optional(),
  subscription_pause: fields({ subscription: text }).optional(),
  subscription_update_confirm: fields({
    subscription: text,
    items: list(
      fields({ id: text, price: text.optional(), quantity: integerFrom(1).optional() }),
      1,
    ),
    ...withoutEffect('discounts'),
  }).optional(),
  ...withoutEffect('subscription_update'),
});

type FlowParameters = z.output<typeof flowData>;

function afterCompletionOf(given: FlowParameters['after_completion']): Flow['after_completion'] {
  if (given?.type === 'redirect' && !given.redirect)
    throw invalidParameter(
      'flow_data[after_completion][redirect]',
      'Missing required param: flow_data[after_completion][redirect].',
      'parameter_missing',
    );
  return {
    type: given?.type ?? 'portal_homepage',
    hosted_confirmation: given?.hosted_confirmation
      ? { custom_message: given.hosted_confirmation.custom_message ?? null }
      : null,
    redirect: given?.redirect ?? null,
  };
}

function need<T>(value: T | undefined, name: string): T {
  if (value !== undefined) return value;
  const param = `flow_data[${name}]`;
  throw invalidParameter(param, `Missing required param: ${param}.`, 'parameter_missing');
}

/** The customer's subscription that a flow is about, as long as it runs. @throws ApiError */
async function subscriptionOf(work: Work, id: string, customer: string, name: string) {
  const param = `flow_data[${name}][subscription]`;
  const subscription = await work.need('subscription', id, param);
  if (idOf(subscription.customer) !== customer)
    throw invalidParameter(param, `The subscription ${id} is not one of this customer's.`);
  if (hasEnded(subscription))
    throw invalidParameter(param, `The subscription ${id} has been canceled already.`);
  return subscription;
}

function confirmOf(
  given: NonNullable<FlowParameters['subscription_update_confirm']>,
  subscription: Stripe.Subscription,
  { features }: Configuration,
): Flow['subscription_update_confirm'] {
  const name = 'flow_data[subscription_update_confirm]';
  if (given.discounts !== undefined) throw notModelled(`${name}[discounts]`);
  const offered = (features.subscription_update.products ?? []).flatMap(({ prices }) => prices);
  for (const [i, item] of given.items.entries()) {
    const at = `${name}[items][${i}]`;
    if (!subscription.items.data.some(({ id }) => id === item.id))
      throw invalidParameter(
        `${at}[id]`,
        `No such subscription item: '${item.id}'`,
        'resource_missing',
      );
    if (item.price && !offered.includes(item.price))
      throw invalidParameter(
        `${at}[price]`,
        `The price ${item.price} is not among the products of the portal configuration.`,
      );
  }
  return {
    discounts: null,
    items: given.items.map(({ id, price, quantity }) => ({
      id,
      price: price ?? null,
      ...(quantity !== undefined && { quantity }),
    })),
    subscription: subscription.id,
  };
}

const features: Record<
  Exclude<FlowParameters['type'], 'subscription_update'>,
  keyof Configuration['features']
> = {
  customer_update: 'customer_update',
  payment_method_update: 'payment_method_update',
  subscription_cancel: 'subscription_cancel',
  subscription_pause: 'subscription_pause',
  subscription_update_confirm: 'subscription_update',
};

/** The flow as a session shows it. @throws ApiError where the configuration or the customer does not allow for it */
export async function flowOf(
  work: Work,
  given: FlowParameters,
  configuration: Configuration,
  customer: Stripe.Customer,
): Promise<Flow> {
  const { type } = given;
  // Readers name their amounts themselves: there is no list of prices to choose from.
  if (type === 'subscription_update') throw notModelled('flow_data[type]=subscription_update');
  if (given.subscription_cancel?.retention !== undefined)
    throw notModelled('flow_data[subscription_cancel][retention]');
  const feature = features[type];
  if (!configuration.features[feature].enabled)
    throw new ApiError({
      message: `This flow cannot be used, because the ${feature} feature is disabled in the portal configuration ${configuration.id}.`,
      param: 'flow_data[type]',
    });
  const flow: Flow = {
    after_completion: afterCompletionOf(given.after_completion),
    customer_update: type === 'customer_update' ? {} : null,
    subscription_cancel: null,
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: null,
    type,
  };
  if (type === 'customer_update' || type === 'payment_method_update') return flow;
  const part = need(given[type], type);
  const subscription = await subscriptionOf(work, part.subscription, customer.id, type);
  const { id } = subscription;
  if (type === 'subscription_cancel') {
    if (subscription.cancel_at !== null)
      throw invalidParameter(
        'flow_data[subscription_cancel][subscription]',
        `The subscription ${id} is set to be canceled already.`,
      );
    return { ...flow, subscription_cancel: { retention: null, subscription: id } };
  }
  if (type === 'subscription_pause') return { ...flow, subscription_pause: { subscription: id } };
  const confirm = given.subscription_update_confirm!;
  return {
    ...flow,
    subscription_update_confirm: confirmOf(confirm, subscription, configuration),
  };
}
