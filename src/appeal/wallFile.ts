import { directionOf } from '../ground/locale.ts';
import type { Publisher } from '../ground/publisher.ts';
import { type Texts, type TextsOf, textsInOrder, wallTextKeys } from '../ground/textKeys.ts';
import { accentsOf } from '../ground/theme.ts';
import type { WallRules } from '../ground/wallMode.ts';
import { campaignsAt } from './appealFile.ts';
import { firstsOfMonths } from './dateWords.ts';
import type { BoundCampaign } from './decide.ts';

/** What wall.json holds: the same for every reader. Without rules there is no wall. */
export interface WallFile {
  readonly rules: WallRules | null;
  /** Countries where giving is a crime: there is no wall there, nor where the country is not known. */
  readonly barred: readonly string[];
  /** As in appeal.json, without their words: whose appeal the wall goes with. */
  readonly campaigns: readonly BoundCampaign[];
  readonly locale: string;
  readonly dir: 'ltr' | 'rtl';
  /** As in appeal.json. */
  readonly theme: readonly string[];
  readonly name: string;
  /** The first days of the twelve months, on which the count begins anew, as the language writes them. */
  readonly firsts: readonly string[];
  readonly words: TextsOf<typeof wallTextKeys>;
}

/** The file of a publisher's wall in a language, as of `now` in milliseconds since 1970. */
export function wallFile(
  publisher: Publisher,
  locale: string,
  texts: Texts,
  now: number,
): WallFile {
  const { wall, name, theme } = publisher;
  const { light, dark } = accentsOf(theme.accent);
  const { font = 'Georgia', radius = '6px' } = theme;
  return {
    rules: wall ? { mode: wall.mode, rules: wall.rules } : null,
    barred: publisher.barredCountries,
    campaigns: wall
      ? campaignsAt(publisher, locale, now).map(({ variants, ...campaign }) => ({
          ...campaign,
          variants: variants.map(({ id, below }) => ({ id, below })),
        }))
      : [],
    locale,
    dir: directionOf(locale),
    theme: [light.accent, light.on, dark.accent, dark.on, font, radius],
    name,
    firsts: firstsOfMonths(locale),
    words: textsInOrder(texts, wallTextKeys),
  };
}
