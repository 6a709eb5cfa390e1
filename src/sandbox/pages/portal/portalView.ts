import type { Stripe } from '../../../ground/stripe.ts';
import { hasEnded, periodEndOf } from '../../billing/subscriptionEnds.ts';
import { type Act, acts, endsLater, mayDo } from '../../portal/portalActs.ts';
import { idOf } from '../../store/objectTypes.ts';
import type { Work } from '../../store/work.ts';
import { fillIn } from '../copy/copy.ts';
import type { Voice } from '../copy/copyFor.ts';
import { cardWords, dayWords, expiryWords, intervalWords, moneyWords } from '../words.ts';
import type { OpenedPortal } from './openPortal.ts';

export interface SubscriptionView {
  readonly id: string;
  readonly name: string;
  readonly amount: string;
  readonly interval: string;
  /** How it stands, in words. */
  readonly state: string;
  readonly isBehind: boolean;
  readonly acts: readonly Act[];
  /** When it ends, if it is cancelled now; null where that is at once. */
  readonly until: string | null;
  /** The end of what is paid for; null where that is over. */
  readonly paidUntil: string | null;
  readonly card: string | null;
}

const amountOf = ({ items }: Stripe.Subscription): number =>
  items.data.reduce((sum, { price, quantity }) => sum + price.unit_amount! * (quantity ?? 1), 0);

function stateOf(subscription: Stripe.Subscription, voice: Voice): string {
  const { portal } = voice.copy;
  const { status, cancel_at: end } = subscription;
  const leaves = end !== null && fillIn(portal.ends, { date: dayWords(end, voice) });
  if (status === 'paused') return [portal.paused, leaves].filter(Boolean).join(' ');
  if (leaves) return leaves;
  const next = fillIn(portal.next, { date: dayWords(periodEndOf(subscription), voice) });
  return status === 'past_due' || status === 'unpaid' ? portal.behind : next;
}

async function cardOf(work: Work, id: string | null, voice: Voice): Promise<string | null> {
  const card = id === null ? undefined : (await work.find('payment_method', id))?.card;
  return card ? cardWords(card, voice) : null;
}

/** One subscription in the reader's words. */
export async function viewSubscription(
  work: Work,
  subscription: Stripe.Subscription,
  { configuration, session }: OpenedPortal,
  voice: Voice,
): Promise<SubscriptionView> {
  const { features } = configuration;
  const [first] = subscription.items.data;
  const end = periodEndOf(subscription);
  const product = await work.find('product', idOf(first!.price.product)!);
  const inFlow = session.flow?.subscription_update_confirm?.subscription === subscription.id;
  return {
    id: subscription.id,
    name: product?.name ?? subscription.description ?? '',
    amount: moneyWords(amountOf(subscription), subscription.currency, voice),
    interval: intervalWords(first!.price.recurring!, voice),
    state: stateOf(subscription, voice),
    isBehind: subscription.status === 'past_due' || subscription.status === 'unpaid',
    acts: acts.filter((act) => mayDo(act, subscription, features) && (act !== 'change' || inFlow)),
    until: endsLater(work, subscription, features) ? dayWords(end, voice) : null,
    paidUntil: end > work.at ? dayWords(end, voice) : null,
    card: await cardOf(work, idOf(subscription.default_payment_method), voice),
  };
}

/** All that runs of a customer's, newest first. */
export async function runningOf(work: Work, customer: string): Promise<Stripe.Subscription[]> {
  const { data } = await work.list('subscription', { all: [`customer:${customer}`], limit: 100 });
  return data.filter((subscription) => !hasEnded(subscription));
}

/** The card that is charged where a subscription has none of its own. */
export async function chargedCard(
  work: Work,
  customer: Stripe.Customer,
): Promise<Stripe.PaymentMethod.Card | undefined> {
  const [subscription] = await runningOf(work, customer.id);
  const id =
    idOf(customer.invoice_settings.default_payment_method) ??
    idOf(subscription?.default_payment_method);
  return id ? (await work.find('payment_method', id))?.card : undefined;
}

export const viewCard = (card: Stripe.PaymentMethod.Card | undefined, voice: Voice) =>
  card && {
    name: cardWords(card, voice),
    until: fillIn(voice.copy.portal.cardUntil, { date: expiryWords(card) }),
  };

export interface InvoiceView {
  readonly day: string;
  readonly amount: string;
  readonly status: string;
  readonly url: string | null;
  readonly receipt: string | null;
}

/** The latest invoices, and their receipts. */
export async function viewInvoices(
  work: Work,
  customer: string,
  voice: Voice,
): Promise<InvoiceView[]> {
  const { data } = await work.list('invoice', { all: [`customer:${customer}`], limit: 24 });
  const views: InvoiceView[] = [];
  for (const invoice of data) {
    if (invoice.status === 'draft') continue;
    const { data: payments } = await work.list('invoice_payment', {
      all: [`invoice:${invoice.id}`, 'status:paid'],
      limit: 1,
    });
    const intent = idOf(payments[0]?.payment.payment_intent);
    const charge = intent && idOf((await work.find('payment_intent', intent))?.latest_charge);
    views.push({
      day: dayWords(invoice.created, voice),
      amount: moneyWords(invoice.total, invoice.currency, voice),
      status: voice.copy.portal.status[invoice.status as keyof Voice['copy']['portal']['status']],
      url: invoice.hosted_invoice_url ?? null,
      receipt: charge ? ((await work.find('charge', charge))?.receipt_url ?? null) : null,
    });
  }
  return views;
}
