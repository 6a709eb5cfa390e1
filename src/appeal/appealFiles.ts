import { type Clock, dayMs } from '../ground/clock.ts';
import { closestLocale } from '../ground/locale.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import type { Texts } from '../ground/textKeys.ts';
import { actsFile } from './actsFile.ts';
import { appealFile } from './appealFile.ts';
import { type Packed, pack } from './packed.ts';
import { localesOf, textsFor } from './texts.ts';
import { wallFile } from './wallFile.ts';

interface Built {
  readonly byLocale: ReadonlyMap<string, Readonly<Record<'appeal' | 'acts' | 'wall', Packed>>>;
  /** When a campaign comes into view or goes out of it next, in milliseconds since 1970. */
  readonly staleAt: number;
}

/** The next moment at which a file made now would hold other campaigns. */
function nextChange({ campaigns }: Publisher, now: number): number {
  const bounds = campaigns.flatMap(({ from, until }) => [
    ...(from ? [Date.parse(from) - dayMs] : []),
    ...(until ? [Date.parse(until)] : []),
  ]);
  return Math.min(Number.POSITIVE_INFINITY, ...bounds.filter((bound) => bound > now));
}

const packJson = (file: object) =>
  pack(
    JSON.stringify(file),
    'application/json; charset=utf-8',
    'public, max-age=300, stale-while-revalidate=86400',
  );

/** Every publisher's appeal.json, acts.json and wall.json in each of its languages, made at start and again when time brings or ends a campaign. */
export function createAppealFiles({
  publishers,
  texts,
  clock,
  mails,
}: {
  publishers: Publishers;
  texts: ReadonlyMap<string, Texts>;
  clock: Clock;
  /** Whether letters can be sent. */
  mails: boolean;
}) {
  const built = new Map<string, Built>();

  function build(publisher: Publisher): Built {
    const now = clock.now().getTime();
    const packAll = (locale: string) => {
      const words = textsFor(texts, publisher, locale);
      return {
        appeal: packJson(appealFile(publisher, locale, words, now)),
        acts: packJson(actsFile(publisher, locale, words, mails)),
        wall: packJson(wallFile(publisher, locale, words, now)),
      };
    };
    const made = {
      byLocale: new Map(localesOf(publisher).map((locale) => [locale, packAll(locale)])),
      staleAt: nextChange(publisher, now),
    };
    built.set(publisher.id, made);
    return made;
  }

  for (const publisher of publishers.values()) build(publisher);

  return {
    /** The files in the language wanted, or the closest that the publisher speaks, or its own. */
    filesOf(publisher: Publisher, wanted: string) {
      let { byLocale, staleAt } = built.get(publisher.id)!;
      if (clock.now().getTime() >= staleAt) ({ byLocale, staleAt } = build(publisher));
      return byLocale.get(closestLocale(wanted, [...byLocale.keys()], publisher.locale))!;
    },
  };
}
