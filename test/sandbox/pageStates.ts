import type { Page } from 'playwright-core';
import type Stripe from 'stripe';
import { payOn } from '../harness/stripeStandIn.ts';
import { giftSession, goodCard } from './givenSandbox.ts';

interface Place {
  readonly url: string;
  readonly stripe: Stripe;
}

/** Brings a page of the sandbox to a state. */
export type Reach = (page: Page, place: Place) => Promise<unknown>;

async function fill(page: Page, number: string) {
  for (const [name, value] of Object.entries({ ...goodCard, number }))
    if (await page.locator(`#${name}`).count()) await page.fill(`#${name}`, value);
  await page.click('.main-button[type=submit]');
}

const checkout =
  (number?: string): Reach =>
  async (page, { stripe }) => {
    const { url } = await giftSession(stripe, {
      consent_collection: { promotions: 'auto' },
      branding_settings: { display_name: 'Daily Planet' },
    });
    await page.goto(url!);
    if (number !== undefined) await fill(page, number);
  };

/** Somebody who has paid: on the page of Checkout, without a browser, which has been there in other states. */
async function supporter({ stripe, url }: Place) {
  const session = await giftSession(stripe, { success_url: `${url}/?thanks` });
  await payOn(session.url!);
  return stripe.checkout.sessions.retrieve(session.id, { expand: ['invoice'] });
}

const portal =
  (path: string, then: (page: Page) => Promise<unknown> = async () => {}): Reach =>
  async (page, place) => {
    const paid = await supporter(place);
    const { billingPortal } = place.stripe;
    const configuration = await billingPortal.configurations.create({
      business_profile: { headline: 'Daily Planet' },
      features: {
        customer_update: { enabled: true, allowed_updates: ['email'] },
        invoice_history: { enabled: true },
        payment_method_update: { enabled: true },
        subscription_pause: { enabled: true },
        subscription_cancel: {
          enabled: true,
          cancellation_reason: { enabled: true, options: ['unused', 'other'] },
        },
      },
    });
    const { url } = await billingPortal.sessions.create({
      customer: paid.customer as string,
      configuration: configuration.id,
      return_url: `${place.url}/?back`,
    });
    await page.goto(`${url}${path.replace(':sub', paid.subscription as string)}`);
    await then(page);
  };

const unpaid: Reach = async (page, { stripe }) => {
  const customer = await stripe.customers.create({ email: goodCard.email });
  const method = await stripe.paymentMethods.attach('pm_card_authenticationRequired', {
    customer: customer.id,
  });
  const { id: product } = await stripe.products.create({ name: 'Gift' });
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    default_payment_method: method.id,
    items: [
      {
        price_data: {
          currency: 'eur',
          unit_amount: 500,
          product,
          recurring: { interval: 'month' },
        },
      },
    ],
    expand: ['latest_invoice'],
  });
  await page.goto((subscription.latest_invoice as Stripe.Invoice).hosted_invoice_url!);
};

const press = (selector: string) => (page: Page) => page.click(selector);

/** Every page of the sandbox in every state, by what it is called here. */
export const states: Readonly<Record<string, Reach>> = {
  'Checkout, open': checkout(),
  'Checkout, with faults': checkout('12'),
  'Checkout, refused': checkout('4000000000000002'),
  'Checkout, at the bank': checkout('4000002500003155'),
  'Checkout, filled in': async (page, place) => {
    await checkout()(page, place);
    await page.click('.test button');
  },
  'Checkout, expired': async (page, { stripe }) => {
    const { id, url } = await giftSession(stripe);
    await stripe.checkout.sessions.expire(id);
    await page.goto(url!);
  },
  'Checkout, paid': async (page, place) => {
    const { id } = await supporter(place);
    await page.goto(`${place.url}/c/pay/${id}`);
  },
  'nothing there': (page, { url }) => page.goto(`${url}/c/pay/cs_test_0`),
  portal: portal(''),
  'portal, done': portal('?done=email'),
  'portal, leaving': portal('/subscriptions/:sub/cancel'),
  'portal, left': portal('/subscriptions/:sub/cancel', press('.main-button')),
  'portal, resting': portal('/subscriptions/:sub/pause', press('.main-button')),
  'portal, too late': portal('/subscriptions/:sub/resume'),
  'portal, new card': portal('/card'),
  'portal, card refused': portal('/card', (page) => fill(page, '4000000000000002')),
  'portal, at the bank': portal('/card', (page) => fill(page, '4000002500003155')),
  'portal, wrong address': portal('/email', async (page) => {
    await page.fill('#email', 'nobody');
    await page.click('.main-button');
  }),
  'invoice, open': unpaid,
  'invoice, at the bank': async (page, place) => {
    await unpaid(page, place);
    await page.click('.main-button[value=saved]');
  },
  'invoice, paid': async (page, place) => {
    const { invoice } = await supporter(place);
    await page.goto((invoice as Stripe.Invoice).hosted_invoice_url!);
  },
  'intent, a payment at the bank': async (page, { stripe, url }) => {
    const intent = await stripe.paymentIntents.create({
      amount: 2000,
      currency: 'usd',
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
      return_url: url,
    });
    await page.goto(intent.next_action!.redirect_to_url!.url!);
  },
  'intent, a card at the bank': async (page, { stripe, url }) => {
    const intent = await stripe.setupIntents.create({
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
      return_url: url,
    });
    await page.goto(intent.next_action!.redirect_to_url!.url!);
  },
  receipt: async (page, place) => {
    await supporter(place);
    const [charge] = (await place.stripe.charges.list({ limit: 1 })).data;
    await page.goto(charge!.receipt_url!);
  },
  'first page': async (page, place) => {
    await supporter(place);
    await page.goto(place.url);
  },
};
