import type { Stripe } from '../../ground/stripe.ts';
import { idOf } from '../store/objectTypes.ts';
import { newStripeId } from '../store/stripeId.ts';
import type { Work } from '../store/work.ts';
import { type Interval, periodEndAfter } from './periods.ts';

export const intervalOf = (price: Stripe.Price): Interval =>
  ({
    interval: price.recurring?.interval ?? 'month',
    count: price.recurring?.interval_count ?? 1,
  }) as Interval;

/** The price as the older plan object that items still carry. */
export function planOf(price: Stripe.Price): Stripe.Plan {
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: 'per_unit',
    created: price.created,
    currency: price.currency,
    interval: intervalOf(price).interval,
    interval_count: intervalOf(price).count,
    livemode: false,
    metadata: price.metadata,
    meter: null,
    nickname: price.nickname,
    product: idOf(price.product),
    tiers_mode: null,
    transform_usage: null,
    trial_period_days: null,
    usage_type: 'licensed',
  };
}

export interface ItemFacts {
  readonly price: Stripe.Price;
  readonly quantity: number;
  readonly metadata?: Record<string, string>;
}

export interface SubscriptionFacts {
  readonly customer: string;
  readonly currency: string;
  readonly items: readonly ItemFacts[];
  readonly defaultPaymentMethod: string | null;
  readonly description?: string | null | undefined;
  readonly metadata?: Record<string, string> | undefined;
  readonly testClock?: string | null | undefined;
  readonly status: Stripe.Subscription.Status;
  readonly trialEnd?: number | null | undefined;
  readonly billingMode?: 'classic' | 'flexible' | undefined;
  readonly collectionMethod?: 'charge_automatically' | 'send_invoice' | undefined;
  readonly daysUntilDue?: number | null | undefined;
}

export interface Period {
  readonly start: number;
  readonly end: number;
}

/** One line of a subscription as Stripe shows it. */
export function buildItem(
  work: Work,
  subscription: string,
  { price, quantity, metadata }: ItemFacts,
  period: Period,
): Stripe.SubscriptionItem {
  return {
    id: newStripeId('si', 14),
    object: 'subscription_item',
    billing_thresholds: null,
    created: work.at,
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    metadata: metadata ?? {},
    plan: planOf(price),
    price,
    quantity,
    subscription,
    tax_rates: [],
  };
}

/** What is the same on every new subscription here. */
const plainSubscription = () =>
  ({
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor_config: null,
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    customer_account: null,
    default_source: null,
    default_tax_rates: [],
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: 'off',
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    transfer_data: null,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: null, missing_payment_method: 'create_invoice' },
    },
  }) satisfies Partial<Stripe.Subscription>;

/** A subscription as Stripe shows it, begun now; its first period is a trial where `trialEnd` is given. */
export function buildSubscription(work: Work, facts: SubscriptionFacts): Stripe.Subscription {
  const id = newStripeId('sub', 24);
  const trialEnd = facts.trialEnd ?? null;
  const anchor = trialEnd ?? work.at;
  const periodFor = (price: Stripe.Price): Period => ({
    start: work.at,
    end: trialEnd ?? periodEndAfter(anchor, intervalOf(price), work.at),
  });
  return {
    id,
    object: 'subscription',
    ...plainSubscription(),
    billing_cycle_anchor: anchor,
    billing_mode:
      facts.billingMode === 'classic'
        ? { flexible: null, type: 'classic' }
        : { flexible: { proration_discounts: 'included' }, type: 'flexible', updated_at: work.at },
    collection_method: facts.collectionMethod ?? 'charge_automatically',
    created: work.at,
    currency: facts.currency,
    customer: facts.customer,
    days_until_due: facts.daysUntilDue ?? null,
    default_payment_method: facts.defaultPaymentMethod,
    description: facts.description ?? null,
    items: {
      object: 'list',
      data: facts.items.map((item) => buildItem(work, id, item, periodFor(item.price))),
      has_more: false,
      url: `/v1/subscription_items?subscription=${id}`,
    },
    metadata: facts.metadata ?? {},
    start_date: work.at,
    status: facts.status,
    test_clock: facts.testClock ?? null,
    trial_end: trialEnd,
    trial_start: trialEnd === null ? null : work.at,
  };
}
