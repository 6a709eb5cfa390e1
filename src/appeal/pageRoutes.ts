import express, { type Request, type Response, type Router } from 'express';
import { readBodies } from '../ground/bodies.ts';
import type { Copy } from '../ground/campaign.ts';
import type { Clock } from '../ground/clock.ts';
import { countryOf } from '../ground/country.ts';
import { newId } from '../ground/ids.ts';
import { closestLocale } from '../ground/locale.ts';
import { nonceOf, pageSecurity } from '../ground/pageSecurity.ts';
import { Problem } from '../ground/problem.ts';
import type { Frequency, Publisher } from '../ground/publisher.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Texts } from '../ground/textKeys.ts';
import { campaignsAt } from './appealFile.ts';
import { type FormFault, type GiftForm, readGift, readGiftForm } from './giftForm.ts';
import { type PageView, renderPage } from './page.ts';
import { localesOf, textsFor } from './texts.ts';

/** What checkout is asked for. Throws a Problem where the gift cannot be taken. */
export type BeginCheckout = (wanted: {
  publisher: string;
  reader?: string;
  frequency: Frequency;
  amount: number;
  currency: string;
  returnUrl: string;
  locale?: string;
  campaign?: string;
  variant?: string;
  idempotencyKey?: string;
}) => Promise<{ id: string; url: string }>;

export interface PageDependencies {
  readonly publishers: Publishers;
  readonly clock: Clock;
  readonly texts: ReadonlyMap<string, Texts>;
  readonly publicUrl: string;
  readonly countryHeader: string | undefined;
  readonly startCheckout: BeginCheckout;
  /** Origins of the pages that checkouts lead to, such as https://checkout.stripe.com. */
  readonly checkoutOrigins: readonly string[];
}

/** The address of the article that the reader came from, if it is on a site of this publisher or on ours. */
function articleOf({ origins, home }: Publisher, publicUrl: string, asked: string): string {
  const url = URL.canParse(asked) ? new URL(asked) : undefined;
  const isOurs = url && [...origins, new URL(publicUrl).origin].includes(url.origin);
  if (!isOurs || url.username || url.password) return home;
  url.hash = '';
  return url.href;
}

const pick = (fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

/** GET and POST of /:publisher. Mount last: it lets pass what names no publisher. */
export function pageRoutes(dependencies: PageDependencies): Router {
  const { publishers, clock, texts, publicUrl, countryHeader, startCheckout } = dependencies;
  const router = express.Router();

  function refusalOf(req: Request, publisher: Publisher, form: GiftForm, words: Texts) {
    const country = countryOf(req, countryHeader) || form.country;
    if (publisher.barredCountries.length > 0 && !country) return words.placeUnknown;
    return publisher.barredCountries.includes(country) ? words.barred : null;
  }

  /** The words of the campaign that the reader saw, else of the first that is live. */
  function copyFor(publisher: Publisher, form: GiftForm, locale: string): Copy | undefined {
    const live = new Set(campaignsAt(publisher, locale, clock.now().getTime()).map(({ id }) => id));
    const campaigns = publisher.campaigns.filter(({ id }) => live.has(id));
    const campaign = campaigns.find(({ id }) => id === form.campaign) ?? campaigns[0];
    const arms = campaign?.variants ?? [];
    const arm = arms.find(({ id }) => id === form.variant) ?? arms[0];
    return arm && (arm.copy[locale] ?? arm.copy[publisher.locale]);
  }

  function viewOf(req: Request, res: Response, publisher: Publisher, sent: unknown): PageView {
    const form = readGiftForm(publisher, (sent ?? {}) as Record<string, unknown>);
    const locale = closestLocale(form.locale, localesOf(publisher), publisher.locale);
    const words = textsFor(texts, publisher, locale);
    return {
      publisher,
      locale,
      texts: words,
      nonce: nonceOf(res),
      copy: copyFor(publisher, form, locale),
      form: { ...form, key: form.key || newId('page') },
      faults: [],
      refusal: refusalOf(req, publisher, form, words),
      isThanks: req.query.thanks !== undefined && req.method === 'GET',
      returnUrl: articleOf(publisher, publicUrl, form.return),
    };
  }

  const send = (res: Response, view: PageView, status = 200) => {
    res.status(status).set('Cache-Control', 'no-store').type('html').send(renderPage(view));
  };

  /** Where the payment page leads back to: the thanks, which know the choice in case there is nothing to thank for. */
  function thanksUrl({ publisher, form }: PageView, frequency: Frequency, amount: number) {
    const { locale, campaign, variant, reader, country } = form;
    const query = pick({ return: form.return, locale, campaign, variant, reader, country });
    const search = new URLSearchParams({ frequency, amount: String(amount), ...query });
    return `${publicUrl}/${publisher.id}?thanks&${search}`;
  }

  async function begin(view: PageView, frequency: Frequency, amount: number): Promise<string> {
    const { publisher, form, locale } = view;
    const { campaign, variant, reader } = form;
    const { url } = await startCheckout({
      publisher: publisher.id,
      frequency,
      amount,
      currency: publisher.currency,
      returnUrl: thanksUrl(view, frequency, amount),
      locale,
      ...pick({ campaign, variant, reader }),
      // One key a page and choice: a double press, or going back and pressing again, finds the same checkout.
      idempotencyKey: `${form.key}:${frequency}:${amount}`,
    });
    return url;
  }

  const security = pageSecurity({ formActions: dependencies.checkoutOrigins });
  const page = router.route('/:publisher');
  page.all((req, _res, next) => next(publishers.has(req.params.publisher) ? undefined : 'route'));
  page.all(security);

  page.get((req: Request<{ publisher: string }>, res) => {
    send(res, viewOf(req, res, publishers.get(req.params.publisher)!, req.query));
  });

  page.post(...readBodies(), async (req: Request<{ publisher: string }>, res) => {
    const view = viewOf(req, res, publishers.get(req.params.publisher)!, req.body);
    if (view.refusal) return send(res, view, 403);
    const read = readGift(view.publisher, view.form, view.locale, view.texts);
    if ('faults' in read) return send(res, { ...view, faults: read.faults }, 400);
    try {
      res.redirect(303, await begin(view, read.gift.frequency, read.gift.amount));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const faults: FormFault[] = [{ field: 'frequency', says: view.texts.failed }];
      // A key that was used up is not offered again.
      const form = { ...view.form, key: newId('page') };
      send(res, { ...view, form, faults }, error.status);
    }
  });

  return router;
}
