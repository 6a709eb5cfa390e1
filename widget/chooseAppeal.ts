import { bucketOf, decide, needsCountry } from '../src/appeal/decide.ts';
import type { Scene } from './scene.ts';

/** What is kept about a reader, as far as it is known. */
export interface Known {
  readonly snoozedUntil: number | null;
  readonly supporter: boolean | null;
}

/**
 * Decides, and asks the server only what it alone can know: the country, where a campaign needs it and the tag has
 * none; the reader, where the publisher gave an id and this browser remembers nothing, or where a gift may have ended.
 */
export async function chooseAppeal(
  {
    _file: { campaigns, bounds },
    _memory: memory,
    _ask: ask,
    _reader: reader,
    _tag: { data },
  }: Scene,
  isForced: boolean,
  askReader: () => Promise<Known>,
) {
  const now = Date.now();
  const country =
    data.country ||
    (needsCountry([bounds, ...campaigns], now) && (await (await ask('place')).json()).country);
  const isAsked = !isForced && (memory.gave || (data.reader && !memory.quiet));
  return decide({
    campaigns,
    bounds,
    reader: {
      gaveUntil: isForced ? 0 : memory.quiet!,
      ...(isAsked ? await askReader() : { snoozedUntil: 0, supporter: false }),
    },
    page: {
      sections: [data.section!],
      tags: (data.tags || '').split(/\s*,\s*/),
      countries: [country],
      devices: [innerWidth < 768 ? 'phone' : 'desktop'],
    },
    now,
    // Nothing is stored before the reader acts: one without an id has a share for this page view only.
    bucket: bucketOf(reader() || `${Math.random()}`),
  }).appeal;
}
