import type { Copy, Variant } from '../ground/campaign.ts';
import { directionOf } from '../ground/locale.ts';
import { formatMoney } from '../ground/money.ts';
import type { Frequency, Publisher } from '../ground/publisher.ts';
import { firstTextKeys, type Texts, type TextsOf, textsInOrder } from '../ground/textKeys.ts';

import { accentsOf } from '../ground/theme.ts';
import type { BoundCampaign, Bounds } from './decide.ts';
import { marks } from './marks.ts';

export interface FileCampaign extends BoundCampaign {
  readonly variants: readonly {
    readonly id: string;
    readonly below: number;
    readonly copy: Omit<Copy, 'thanks'>;
  }[];
}

/**
 * What appeal.json holds: all that a browser needs to decide and to show, the same for every reader. It is kept under
 * 1,200 bytes a language (brotli), hence lists in place of names; what is needed later is in acts.json.
 */
export interface AppealFile {
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  readonly campaigns: readonly FileCampaign[];
  /** What holds for all campaigns: the countries where nobody is asked. */
  readonly bounds: Bounds;
  readonly frequency: Frequency;
  readonly amounts: Readonly<Record<string, FileAmounts>>;
  /** Names of payment methods, such as Visa. */
  readonly marks: readonly string[];
  /** Accent and the text on it, in light and in dark; fonts; radius of corners. */
  readonly theme: readonly string[];
  readonly privacyUrl?: string;
  readonly first: TextsOf<typeof firstTextKeys>;
}

/** In minor units; those to choose from with their prices. */
export interface FileAmounts {
  readonly choices: readonly (readonly [amount: number, price: string])[];
  readonly suggested: number;
}

const dayMs = 86_400_000;

/** Each arm has as much of the 10000 as its weight among the weights. */
function armsOf(variants: readonly Variant[]) {
  const all = variants.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  return variants.map((variant) => {
    sum += variant.weight;
    return { ...variant, below: Math.round((sum / all) * 10000) };
  });
}

/** What holds for all of a publisher's campaigns: where giving is a crime, and which articles are to be left as they are. */
export function boundsOf({ barredCountries, warnedCountries, wall }: Publisher): Bounds {
  // An article has no room for a warning: readers who need one are not asked there.
  const countries = [...barredCountries, ...(warnedCountries?.countries ?? [])];
  const free = wall?.rules.filter(({ mode }) => mode === 'free') ?? [];
  const sections = free.flatMap((rule) => rule.sections ?? []);
  const tags = free.flatMap((rule) => rule.tags ?? []);
  const not = {
    ...(countries.length > 0 && { countries }),
    ...(sections.length > 0 && { sections }),
    ...(tags.length > 0 && { tags }),
  };
  return Object.keys(not).length > 0 ? { not } : {};
}

function amountsOf({ amounts, currency }: Publisher, locale: string) {
  const priced = (amount: number) => [amount, formatMoney({ amount, currency }, locale)] as const;
  return Object.fromEntries(
    Object.entries(amounts).flatMap(([frequency, offered]) =>
      offered
        ? [[frequency, { choices: offered.choices.map(priced), suggested: offered.suggested }]]
        : [],
    ),
  );
}

const withoutThanks = ({ thanks: _, ...copy }: Copy) => copy;

/** The campaigns that are live or begin within a day of `now` (milliseconds since 1970), with their copy in one language. */
export const campaignsAt = (publisher: Publisher, locale: string, now: number): FileCampaign[] =>
  publisher.campaigns
    .map(({ id, from, until, only, not, variants }) => ({
      id,
      ...(from && { from: Date.parse(from) }),
      ...(until && { until: Date.parse(until) }),
      ...(only && { only }),
      ...(not && { not }),
      variants: armsOf(variants).map(({ id, below, copy }) => ({
        id,
        below,
        copy: withoutThanks(copy[locale] ?? copy[publisher.locale]!),
      })),
    }))
    .filter(({ from = 0, until = Number.POSITIVE_INFINITY }) => from <= now + dayMs && now < until);

/** The file of a publisher in a language, as of `now` in milliseconds since 1970. */
export function appealFile(
  publisher: Publisher,
  locale: string,
  texts: Texts,
  now: number,
): AppealFile {
  const { light, dark } = accentsOf(publisher.theme.accent);
  const { font, radius } = publisher.theme;
  return {
    locale,
    dir: directionOf(locale),
    campaigns: campaignsAt(publisher, locale, now),
    bounds: boundsOf(publisher),
    frequency: publisher.suggestedFrequency,
    amounts: amountsOf(publisher, locale),
    marks: publisher.paymentMarks.map((one) => marks[one]!.name),
    theme: [light.accent, light.on, dark.accent, dark.on, font ?? 'Georgia', radius ?? '6px'],
    ...(publisher.privacyUrl && { privacyUrl: publisher.privacyUrl }),
    first: textsInOrder(texts, firstTextKeys),
  };
}
