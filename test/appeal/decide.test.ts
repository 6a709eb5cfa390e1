import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type BoundCampaign,
  bucketOf,
  decide,
  needsCountry,
  type Situation,
} from '../../src/appeal/decide.ts';

const now = Date.UTC(2026, 10, 24, 12);
const day = 86_400_000;

const campaign = (differs: Partial<BoundCampaign> = {}): BoundCampaign => ({
  id: 'autumn',
  variants: [{ id: 'plain', below: 10_000 }],
  ...differs,
});

const situation = (differs: Partial<Situation> = {}): Situation => ({
  campaigns: [campaign()],
  bounds: {},
  reader: { snoozedUntil: null, supporter: false, gaveUntil: null },
  page: { sections: ['city'], tags: ['trams'], countries: ['NL'], devices: ['phone'] },
  now,
  bucket: 0,
  ...differs,
});

const reader = (differs: Partial<Situation['reader']>) => ({
  ...situation().reader,
  ...differs,
});
const page = (differs: Partial<Situation['page']>) => ({ ...situation().page, ...differs });
const only = (audience: BoundCampaign['only']) => ({ campaigns: [campaign({ only: audience })] });
const not = (audience: BoundCampaign['not']) => ({ campaigns: [campaign({ not: audience })] });
const barred = { not: { countries: ['RU'] } };

// [what, the situation, the filter that stops it or null where the appeal is shown]
const table: [string, Partial<Situation>, string | null][] = [
  ['an ordinary reader', {}, null],
  [
    'a reader who snoozed until tomorrow',
    { reader: reader({ snoozedUntil: now + day }) },
    'snooze',
  ],
  ['a snooze that ends this moment', { reader: reader({ snoozedUntil: now }) }, null],
  ['a supporter', { reader: reader({ supporter: true }) }, 'supporter'],
  ['one who may be a supporter', { reader: reader({ supporter: null }) }, 'supporter'],
  ['one who gave lately', { reader: reader({ gaveUntil: now + 1 }) }, 'gift'],
  ['one who gave long ago', { reader: reader({ gaveUntil: now - 1 }) }, null],
  [
    'a country where giving is a crime',
    { bounds: barred, page: page({ countries: ['RU'] }) },
    'not',
  ],
  [
    'a country that is not known, where one is barred',
    { bounds: barred, page: page({ countries: [] }) },
    'country',
  ],
  ['another country, where one is barred', { bounds: barred }, null],
  ['a campaign of tomorrow', { campaigns: [campaign({ from: now + 1 })] }, 'dates'],
  ['a campaign that begins now', { campaigns: [campaign({ from: now })] }, null],
  ['a campaign that ends now', { campaigns: [campaign({ until: now })] }, 'dates'],
  ['a section that is meant', only({ sections: ['world', 'city'] }), null],
  ['a section that is not meant', only({ sections: ['world'] }), 'only'],
  ['a tag that is meant', only({ tags: ['trams'] }), null],
  ['a device that is not meant', only({ devices: ['desktop'] }), 'only'],
  [
    'a section that is meant on a device that is not',
    only({ sections: ['city'], devices: ['desktop'] }),
    'only',
  ],
  [
    'a country that is not known to a campaign for one',
    { ...only({ countries: ['NL'] }), page: page({ countries: [] }) },
    'country',
  ],
  ['a section that is left out', not({ sections: ['city'] }), 'not'],
  [
    'one of several tags that are left out',
    not({ tags: ['x', 'trams'], sections: ['world'] }),
    'not',
  ],
  [
    'a country that is not known to a campaign against one',
    { ...not({ countries: ['RU'] }), page: page({ countries: [] }) },
    'country',
  ],
  ['no campaign at all', { campaigns: [] }, 'gift'],
];

describe('the decision', () => {
  test.each(table)('%s', (_what, differs, stoppedBy) => {
    const { appeal, why } = decide(situation(differs));
    expect(appeal === null).toBe(stoppedBy !== null);
    const last = why.at(-1)!;
    if (stoppedBy) expect(last.filter).toBe(stoppedBy);
    if (stoppedBy && differs.campaigns?.length !== 0) expect(last.passed).toBe(false);
  });

  test('explains itself: each filter in order, and what stood in the way', () => {
    const campaigns = [
      campaign({ id: 'abroad', only: { countries: ['DE'], sections: ['city'] } }),
      campaign({ id: 'home' }),
    ];
    const { appeal, why } = decide(situation({ campaigns }));
    expect(appeal?.campaign.id).toBe('home');
    expect(why.map(({ campaign, filter, passed }) => [campaign, filter, passed])).toEqual([
      [undefined, 'dates', true],
      [undefined, 'country', true],
      [undefined, 'only', true],
      [undefined, 'not', true],
      [undefined, 'snooze', true],
      [undefined, 'supporter', true],
      [undefined, 'gift', true],
      ['abroad', 'dates', true],
      ['abroad', 'country', true],
      ['abroad', 'only', false],
      ['home', 'dates', true],
      ['home', 'country', true],
      ['home', 'only', true],
      ['home', 'not', true],
    ]);
    expect(why.find(({ passed }) => !passed)?.detail).toBe('countries');
  });

  test('asks for the country only where something hangs on it today', () => {
    expect(needsCountry([campaign()], now)).toBe(false);
    expect(needsCountry([barred, campaign()], now)).toBe(true);
    expect(needsCountry([campaign({ only: { countries: ['NL'] } })], now)).toBe(true);
    expect(needsCountry([campaign({ only: { countries: ['NL'] }, until: now })], now)).toBe(false);
  });
});

describe('the share of readers', () => {
  test('is the same for the same reader, and spread evenly', () => {
    expect(bucketOf('r1234567890')).toBe(bucketOf('r1234567890'));
    const lower = Array.from({ length: 4000 }, (_, i) => bucketOf(`reader-${i}`) < 5000);
    expect(lower.filter(Boolean).length / 4000).toBeCloseTo(0.5, 1);
  });

  test('gives each reader one arm, whatever the arms', () => {
    const arms = fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { maxLength: 5 });
    fc.assert(
      fc.property(arms, fc.nat(9_999), (bounds, bucket) => {
        const variants = [...bounds.sort((a, b) => a - b), 10_000].map((below, i) => ({
          id: `arm-${i}`,
          below,
        }));
        const { appeal } = decide(situation({ campaigns: [campaign({ variants })], bucket }));
        const expected = variants.findIndex(({ below }) => bucket < below);
        expect(appeal?.variant.id).toBe(`arm-${expected}`);
      }),
    );
  });
});
