import { expect, test } from 'vitest';
import { publisherSchema } from '../../src/ground/publisher.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';

const { id: _, ...ordinary } = givenPublisher();
const faultsOf = (differs: object) =>
  publisherSchema
    .safeParse({ ...ordinary, ...differs })
    .error?.issues.map(({ path }) => path.join('/'));
const text = { en: 'Take care.' };

test('countries where givers are warned have a text in the publication’s language, and are not barred too', () => {
  expect(faultsOf({ warnedCountries: { countries: ['KZ'], text } })).toBeUndefined();
  expect(faultsOf({ warnedCountries: { countries: ['KZ'], text: { ru: 'Осторожно.' } } })).toEqual([
    'warnedCountries/text',
  ]);
  const both = { countries: ['KZ', 'RU'], text: { ru: 'Осторожно.' } };
  expect(faultsOf({ barredCountries: ['RU'], warnedCountries: both })).toEqual([
    'warnedCountries/text',
    'warnedCountries/countries',
  ]);
});

test.each([
  ['none at all', { warnedCountries: { countries: [], text } }, 'warnedCountries/countries'],
  [
    'a name in place of a code',
    { warnedCountries: { countries: ['Kazakhstan'], text } },
    'warnedCountries/countries/0',
  ],
  ['a code in small letters', { barredCountries: ['ru'] }, 'barredCountries/0'],
  ['no text', { warnedCountries: { countries: ['KZ'] } }, 'warnedCountries/text'],
  [
    'an empty text',
    { warnedCountries: { countries: ['KZ'], text: { en: '' } } },
    'warnedCountries/text/en',
  ],
  [
    'an essay',
    { warnedCountries: { countries: ['KZ'], text: { en: 'x'.repeat(1001) } } },
    'warnedCountries/text/en',
  ],
  [
    'a language that is none',
    { warnedCountries: { countries: ['KZ'], text: { ...text, '!': 'x' } } },
    'warnedCountries/text/!',
  ],
  [
    'a word too many',
    { warnedCountries: { countries: ['KZ'], text, mode: 'soft' } },
    'warnedCountries',
  ],
])('%s is refused at start', (_what, differs, at) => {
  expect(faultsOf(differs)).toEqual([at]);
});
