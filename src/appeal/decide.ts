// Which appeal a reader sees, and why. Pure: the widget decides with it in the browser, POST P/decision on the server.

/** Sections, tags, countries (ISO 3166-1, two capital letters) and devices (phone, desktop): what a page view is, or what a campaign is meant for. */
export interface Audience {
  readonly sections?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly countries?: readonly string[] | undefined;
  readonly devices?: readonly string[] | undefined;
}

/** All that a page view is; no country where it is not known. */
export type PageView = { readonly [Part in keyof Audience]-?: readonly string[] };

/** When and where something may be shown. Times are milliseconds since 1970. */
export interface Bounds {
  readonly from?: number | undefined;
  readonly until?: number | undefined;
  /** Every part that is named must match. */
  readonly only?: Audience | undefined;
  /** No part that is named may match. */
  readonly not?: Audience | undefined;
}

/** A campaign as the appeal file carries it. */
export interface BoundCampaign extends Bounds {
  readonly id: string;
  /** Each arm has the readers whose bucket is below this, and not below that of an arm before. */
  readonly variants: readonly { readonly id: string; readonly below: number }[];
}

export interface Situation<C extends BoundCampaign = BoundCampaign> {
  readonly campaigns: readonly C[];
  /** What holds for all of the publisher's campaigns: where giving is a crime, nobody is asked. */
  readonly bounds: Bounds;
  readonly reader: {
    /** Milliseconds since 1970. */
    readonly snoozedUntil: number | null;
    /** Null where it is not known: such a reader is left in peace. */
    readonly supporter: boolean | null;
    /** The end of the quiet after a gift, in milliseconds since 1970. */
    readonly gaveUntil: number | null;
  };
  readonly page: PageView;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Which share of readers this one is in, 0 to 9999: see bucketOf. */
  readonly bucket: number;
}

export interface Verdict {
  readonly filter: string;
  readonly campaign?: string | undefined;
  readonly passed: boolean;
  /** What stood in the way; true where the filter's name says it all. */
  readonly detail?: string | true | undefined;
}

export interface Decision<C extends BoundCampaign = BoundCampaign> {
  readonly appeal: { readonly campaign: C; readonly variant: C['variants'][number] } | null;
  readonly why: readonly Verdict[];
}

/** The A/B share of a reader, 0 to 9999: the same id always has the same, in the browser and on the server (FNV-1a). */
export function bucketOf(reader: string): number {
  let hash = 0x811c9dc5;
  for (const sign of reader) hash = Math.imul(hash ^ sign.codePointAt(0)!, 0x01000193);
  return (hash >>> 0) % 10000;
}

const isLive = ({ from, until }: Bounds, now: number) => !(from! > now || until! <= now);

const asksCountry = ({ only, not }: Bounds) => only?.countries || not?.countries;

/** Whether the decision hangs on the country, so that it is worth asking for. */
export const needsCountry = (all: readonly Bounds[], now: number): boolean =>
  all.some((one) => isLive(one, now) && asksCountry(one));

/** The parts of an audience that match this page view, or that do not. */
const partsThat = (match: boolean, audience: Audience | undefined, page: PageView) =>
  (Object.keys(audience || {}) as (keyof Audience)[])
    .filter((part) => audience![part]!.some((one) => page[part].includes(one)) === match)
    .join();

/** A filter says what stands in the way, or nothing. */
type Filter<About> = readonly [name: string, obstacle: (about: About, of: Situation) => unknown];

const readerFilters: readonly Filter<Situation['reader']>[] = [
  ['snooze', ({ snoozedUntil }, { now }) => snoozedUntil! > now],
  ['supporter', ({ supporter }) => supporter !== false && (supporter || 'unknown')],
  ['gift', ({ gaveUntil }, { now }) => gaveUntil! > now],
];

const boundFilters: readonly Filter<Bounds>[] = [
  ['dates', (bounds, { now }) => !isLive(bounds, now)],
  // Where giving may be a crime, not knowing the country is reason enough to stay silent.
  ['country', (bounds, { page }) => asksCountry(bounds) && !page.countries[0] && 'unknown'],
  ['only', ({ only }, { page }) => partsThat(false, only, page)],
  ['not', ({ not }, { page }) => partsThat(true, not, page)],
];

/** The first campaign, in the order of the publisher's file, that every filter lets through; each verdict is kept. */
export function decide<C extends BoundCampaign>(situation: Situation<C>): Decision<C> {
  const why: Verdict[] = [];
  const { bounds, reader, campaigns, bucket } = situation;
  const passes = <About>(filters: readonly Filter<About>[], about: About, campaign?: string) =>
    filters.every(([filter, obstacle]) => {
      const detail = (obstacle(about, situation) || undefined) as Verdict['detail'];
      why.push({ filter, campaign, passed: !detail, detail });
      return !detail;
    });
  const campaign =
    passes(boundFilters, bounds) &&
    passes(readerFilters, reader) &&
    campaigns.find((one) => passes(boundFilters, one, one.id));
  const variant = campaign && campaign.variants.find(({ below }) => bucket < below)!;
  return { appeal: variant ? { campaign, variant } : null, why };
}
