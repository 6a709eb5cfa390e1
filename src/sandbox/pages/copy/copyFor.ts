import { ar } from './ar.ts';
import type { Copy } from './copy.ts';
import { en } from './en.ts';

const languages: Readonly<Record<string, Copy>> = { en, ar };

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

/** The words for a page: the session's language, or where that is `auto` the browser's, or English. */
export function voiceFor(locale: string | null, acceptLanguage: string | undefined): Voice {
  const wanted = locale && locale !== 'auto' ? [locale] : acceptedOf(acceptLanguage);
  const tag = wanted.find((one) => base(one) in languages);
  return tag ? { copy: languages[base(tag)]!, locale: tag } : { copy: en, locale: 'en' };
}
