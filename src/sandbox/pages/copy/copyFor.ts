import ar from './ar.json' with { type: 'json' };
import be from './be.json' with { type: 'json' };
import type { Copy } from './copy.ts';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import fa from './fa.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };
import he from './he.json' with { type: 'json' };
import it from './it.json' with { type: 'json' };
import ja from './ja.json' with { type: 'json' };
import pl from './pl.json' with { type: 'json' };
import pt from './pt.json' with { type: 'json' };
import ru from './ru.json' with { type: 'json' };
import tr from './tr.json' with { type: 'json' };
import uk from './uk.json' with { type: 'json' };
import zh from './zh.json' with { type: 'json' };

/** The widget's languages. */
export const languages: Readonly<Record<string, Copy>> = {
  ar,
  be,
  de,
  en,
  es,
  fa,
  fr,
  he,
  it,
  ja,
  pl,
  pt,
  ru,
  tr,
  uk,
  zh,
};

export interface Voice {
  readonly copy: Copy;
  /** For Intl and the `lang` of the page, such as en-GB. */
  readonly locale: string;
}

/** The tags of an Accept-Language header, best first. */
function acceptedOf(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.trim().split(';');
      const quality = rest
        .find((one) => one.trim().startsWith('q='))
        ?.trim()
        .slice(2);
      return { tag, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, quality }) => /^[a-z]{2,3}(-\w{2,8})*$/i.test(tag) && quality > 0)
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}

const base = (tag: string) => tag.toLowerCase().split('-')[0] ?? '';

/** Intl refuses others with an exception. */
const isWellFormed = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
};

/** The words for a page: the session's language, or where that is `auto` the browser's, or English. */
export function voiceFor(locale: string | null, acceptLanguage: string | undefined): Voice {
  const wanted = locale && locale !== 'auto' ? [locale] : acceptedOf(acceptLanguage);
  const tag = wanted.find((one) => Object.hasOwn(languages, base(one)) && isWellFormed(one));
  return tag ? { copy: languages[base(tag)]!, locale: tag } : { copy: en, locale: 'en' };
}
