import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { readBodies } from '../ground/bodies.ts';
import { newId } from '../ground/ids.ts';
import type { Limiter } from '../ground/limiter.ts';
import { leadsOn, type Operation, page as pageAnswer, type Sample } from '../ground/operation.ts';
import { pageSecurity } from '../ground/pageSecurity.ts';
import { Problem } from '../ground/problem.ts';
import { type Frequency, frequencies, type Publisher } from '../ground/publisher.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { type FormFault, readGift } from './giftForm.ts';
import { renderPage } from './page.ts';
import type { PageView } from './pageView.ts';
import { createPageViews, type PageViewDependencies } from './pageViews.ts';

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

export interface PageDependencies extends PageViewDependencies {
  readonly publishers: Publishers;
  readonly startCheckout: BeginCheckout;
  /** Origins of the pages that checkouts lead to, such as https://checkout.stripe.com. */
  readonly checkoutOrigins: readonly string[];
  readonly limiter: Limiter;
}

const pick = (fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));

/** Where the payment page leads back to: the thanks, which know the choice in case there is nothing to thank for. */
function thanksUrl(
  publicUrl: string,
  { publisher, form }: PageView,
  frequency: Frequency,
  amount: number,
): string {
  const { locale, campaign, variant, country } = form;
  const choice = { frequency, amount: String(amount) };
  const address = (query: Record<string, string>) =>
    `${publicUrl}/${publisher.id}?thanks&${new URLSearchParams({ ...choice, ...pick(query) })}`;
  const whole = address({ return: form.return, locale, campaign, variant, country });
  return whole.length <= 2000 ? whole : address({ locale, campaign, variant, country });
}

/** GET and POST of /:publisher. Mount last: it lets pass what names no publisher. */
export function pageRoutes(dependencies: PageDependencies): Router {
  const { publishers, publicUrl, startCheckout, limiter } = dependencies;
  const router = express.Router();
  const viewOf = createPageViews(dependencies);

  const send = (res: Response, view: PageView, status = 200) => {
    res.status(status).set('Cache-Control', 'no-store').type('html').send(renderPage(view));
  };

  async function begin(view: PageView, frequency: Frequency, amount: number): Promise<string> {
    const { publisher, form, locale } = view;
    const { campaign, variant, reader } = form;
    const { url } = await startCheckout({
      publisher: publisher.id,
      frequency,
      amount,
      currency: publisher.currency,
      returnUrl: thanksUrl(publicUrl, view, frequency, amount),
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
      await limiter.take(req.ip ?? 'unknown');
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

/** The fields of the form; which amounts there are hangs on what the publisher takes. */
function fieldsOf({ amounts }: Publisher) {
  const taken = frequencies.filter((one) => amounts[one]);
  const amount = z.string().describe('minor units of a choice, or "other"');
  const other = z.string().describe('what was typed, as the page’s language writes it');
  return z.object({
    frequency: z.enum(frequencies),
    ...Object.fromEntries(taken.map((one) => [`amount-${one}`, amount.optional()])),
    ...Object.fromEntries(taken.map((one) => [`other-${one}`, other.optional()])),
    key: z.string().describe('the page’s own; one checkout a key and choice').optional(),
    return: z.string().describe('the article that the reader came from').optional(),
  });
}
const asked = z.object({
  frequency: z.enum(frequencies).optional(),
  amount: z.string().optional().describe('minor units'),
  locale: z.string().optional(),
  return: z.string().optional().describe('the article to lead back to'),
  campaign: z.string().optional(),
  variant: z.string().optional(),
});

export const pageOperations = ({ publisher }: Sample): Operation[] => {
  const frequency = publisher.suggestedFrequency;
  return [
    {
      id: 'appealPage',
      method: 'get',
      path: '/:publisher',
      section: 'Pages',
      summary: 'The appeal as a page of its own',
      about: 'What the address asks for is chosen already; what it cannot be is left out.',
      query: asked,
      answers: { 200: pageAnswer('The page, in the language asked for.') },
    },
    {
      id: 'giveOnPage',
      method: 'post',
      path: '/:publisher',
      section: 'Pages',
      summary: 'Begins a gift from that page',
      body: fieldsOf(publisher),
      example: {
        frequency,
        [`amount-${frequency}`]: String(publisher.amounts[frequency]!.suggested),
      },
      answers: {
        303: leadsOn('To the payment page.'),
        400: pageAnswer('The page again, with what is wrong.'),
        403: pageAnswer('The page, which says that no gift is taken from this place.'),
        429: pageAnswer('The page again: too many gifts were begun from one network.'),
        503: pageAnswer('The page again: the payment provider cannot be reached.'),
      },
    },
  ];
};
