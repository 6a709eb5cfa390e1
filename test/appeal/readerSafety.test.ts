import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BoundCampaign, decide, type Situation } from '../../src/appeal/decide.ts';

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

describe('reader safety', () => {
  const country = fc.constantFrom('RU', 'BY', 'NL', 'DE');
  const countries = fc.uniqueArray(country, { maxLength: 3 });
  const audience = fc.record({ countries, sections: fc.constant(['city']) }, { requiredKeys: [] });
  const campaigns = fc.array(
    fc.record(
      { id: fc.constant('any'), only: audience, not: audience, from: fc.constantFrom(0, now + 1) },
      { requiredKeys: ['id'] },
    ),
    { maxLength: 4 },
  );

  test('no reader in a barred place, or in an unknown one, is ever asked', () => {
    fc.assert(
      fc.property(campaigns, countries, fc.option(country), (some, not, here) => {
        const { appeal } = decide(
          situation({
            campaigns: some.map((one) => campaign(one)),
            bounds: not.length > 0 ? { not: { countries: not } } : {},
            page: page({ countries: here ? [here] : [] }),
          }),
        );
        if (not.length > 0 && (!here || not.includes(here))) expect(appeal).toBeNull();
      }),
    );
  });

  test('a snoozed reader is asked by no campaign, old or new', () => {
    fc.assert(
      fc.property(campaigns, fc.integer({ min: 1, max: 400 * day }), (some, ms) => {
        const { appeal } = decide(
          situation({
            campaigns: some.map((one) => campaign(one)),
            reader: reader({ snoozedUntil: now + ms }),
          }),
        );
        expect(appeal).toBeNull();
      }),
    );
  });
});
