import { type Html, html } from '../../../ground/html.ts';
import type { Stripe } from '../../../ground/stripe.ts';
import type { Act } from '../../portal/portalActs.ts';
import type { Voice } from '../copy/copyFor.ts';
import type { InvoiceView, SubscriptionView, viewCard } from './portalView.ts';

export interface HomeView {
  /** Where the portal's pages are, without a slash at the end. */
  readonly at: string;
  /** What the configuration has the portal say; null where that is no more than whose it is. */
  readonly headline: string | null;
  readonly features: Stripe.BillingPortal.Configuration['features'];
  readonly subscriptions: readonly SubscriptionView[];
  readonly card: ReturnType<typeof viewCard>;
  readonly email: string | null;
  readonly invoices: readonly InvoiceView[];
  /** What was just done. */
  readonly done: string | undefined;
}

/** What asks first is a link to its question; taking a cancellation back is done at once. */
const actButton = (act: Act, one: SubscriptionView, at: string, { portal }: Voice['copy']) =>
  act === 'keep'
    ? html`<form method="post" action="${at}/subscriptions/${one.id}/keep"><button class="small-button" aria-describedby="name-${one.id}">${portal.keep}</button></form>`
    : act === 'change'
      ? undefined
      : html`<a class="small-button" href="${at}/subscriptions/${one.id}/${act}" aria-describedby="name-${one.id}">${portal[act]}</a>`;

const subscriptionHtml = (
  one: SubscriptionView,
  { at }: HomeView,
  { copy }: Voice,
): Html => html`<li class="entry">
<div>
<p class="entry-name" id="name-${one.id}"><bdi>${one.name}</bdi></p>
<p class="entry-amount"><bdi>${one.amount}</bdi> <small>${one.interval}</small></p>
<p${one.isBehind ? html` class="behind"` : html` class="soft"`}>${one.state}</p>
${one.card && html`<p class="soft">${one.card}</p>`}
</div>
${one.acts.length > 0 && html`<div class="entry-acts">${one.acts.map((act) => actButton(act, one, at, copy))}</div>`}
</li>`;

const cardHtml = (
  { at, card, features }: HomeView,
  { portal }: Voice['copy'],
): Html => html`<section aria-labelledby="method">
<h2 id="method">${portal.method}</h2>
<div class="entry">
${card ? html`<div><p>${card.name}</p><p class="soft">${card.until}</p></div>` : html`<p class="soft">${portal.noMethod}</p>`}
${features.payment_method_update.enabled && html`<div class="entry-acts"><a class="small-button" href="${at}/card">${portal.change}</a></div>`}
</div>
</section>`;

function detailsHtml({ at, email, features }: HomeView, { portal }: Voice['copy']): Html {
  const { enabled, allowed_updates: allowed } = features.customer_update;
  return html`<section aria-labelledby="details">
<h2 id="details">${portal.details}</h2>
<div class="entry">
<p>${email === null ? portal.noEmail : html`<bdi>${email}</bdi>`}</p>
${enabled && allowed.includes('email') && html`<div class="entry-acts"><a class="small-button" href="${at}/email">${portal.changeEmail}</a></div>`}
</div>
</section>`;
}

const invoiceHtml = (one: InvoiceView, { portal }: Voice['copy']): Html => html`<li>
<span class="invoice-day">${one.url ? html`<a href="${one.url}">${one.day}</a>` : one.day}</span>
<span class="price"><bdi>${one.amount}</bdi></span>
<span class="soft">${one.status}</span>
<span class="invoice-receipt">${one.receipt && html`<a href="${one.receipt}" aria-label="${portal.receipt}: ${one.day}">${portal.receipt}</a>`}</span>
</li>`;

/** What the customer has, and what they can do. */
export function homeBody(view: HomeView, voice: Voice): Html {
  const { portal } = voice.copy;
  return html`${view.headline && html`<p class="headline"><bdi>${view.headline}</bdi></p>`}
${view.done && html`<p class="done" role="status">${view.done}</p>`}
<section aria-labelledby="subscriptions">
<h2 id="subscriptions">${portal.subscriptions}</h2>
${
  view.subscriptions.length > 0
    ? html`<ul>${view.subscriptions.map((one) => subscriptionHtml(one, view, voice))}</ul>`
    : html`<p class="entry soft">${portal.none}</p>`
}
</section>
${cardHtml(view, voice.copy)}
${detailsHtml(view, voice.copy)}
${
  view.features.invoice_history.enabled &&
  html`<section aria-labelledby="history">
<h2 id="history">${portal.history}</h2>
${
  view.invoices.length > 0
    ? html`<ul class="invoices">${view.invoices.map((one) => invoiceHtml(one, voice.copy))}</ul>`
    : html`<p class="entry soft">${portal.noHistory}</p>`
}
</section>`
}`;
}
