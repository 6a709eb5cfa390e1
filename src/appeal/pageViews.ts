import type { Request, Response } from 'express';
import type { Copy } from '../ground/campaign.ts';
import type { Clock } from '../ground/clock.ts';
import { countryOf } from '../ground/country.ts';
import { newId } from '../ground/ids.ts';
import { closestLocale } from '../ground/locale.ts';
import { nonceOf } from '../ground/pageSecurity.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Texts } from '../ground/textKeys.ts';
import { campaignsAt } from './appealFile.ts';
import { type GiftForm, readGiftForm } from './giftForm.ts';
import type { PageView } from './pageView.ts';
import { localesOf, textsFor } from './texts.ts';

export interface PageViewDependencies {
  readonly clock: Clock;
  readonly texts: ReadonlyMap<string, Texts>;
  readonly publicUrl: string;
  readonly countryHeader: string | undefined;
}

/** The address of the article that the reader came from, if it is on a site of this publisher or on ours. */
function articleOf({ origins, home }: Publisher, publicUrl: string, asked: string): string {
  const url = URL.canParse(asked) ? new URL(asked) : undefined;
  const isOurs = url && [...origins, new URL(publicUrl).origin].includes(url.origin);
  if (!isOurs || url.username || url.password) return home;
  url.hash = '';
  return url.href;
}

/** Makes of a request what the page is to show. */
export function createPageViews({ clock, texts, publicUrl, countryHeader }: PageViewDependencies) {
  function refusalOf(req: Request, publisher: Publisher, form: GiftForm, words: Texts) {
    const country = countryOf(req, countryHeader) || form.country;
    if (publisher.barredCountries.length > 0 && !country) return words.placeUnknown;
    return publisher.barredCountries.includes(country) ? words.barred : null;
  }

  /** Who may be in such a country is warned too. */
  function warningOf(req: Request, publisher: Publisher, form: GiftForm, locale: string) {
    const warned = publisher.warnedCountries;
    const country = countryOf(req, countryHeader) || form.country;
    if (!warned || (country && !warned.countries.includes(country))) return null;
    return warned.text[locale] ?? warned.text[publisher.locale]!;
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

  return function viewOf(
    req: Request,
    res: Response,
    publisher: Publisher,
    sent: unknown,
  ): PageView {
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
      warning: warningOf(req, publisher, form, locale),
      isThanks: req.query.thanks !== undefined && req.method === 'GET',
      returnUrl: articleOf(publisher, publicUrl, form.return),
    };
  };
}
