import { readdirSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { actsFile } from '../../src/appeal/actsFile.ts';
import { appealFile } from '../../src/appeal/appealFile.ts';
import { dateWords, firstsOfMonths, spanInWords } from '../../src/appeal/dateWords.ts';
import { localesOf, readTexts, textsFor } from '../../src/appeal/texts.ts';
import { directionOf } from '../../src/ground/locale.ts';
import { readPublishers } from '../../src/ground/readPublishers.ts';
import { firstTextKeys, laterTextKeys, textKeys } from '../../src/ground/textKeys.ts';
import { firstWords } from '../../widget/firstWords.ts';
import { laterWords } from '../../widget/laterWords.ts';
import { givenPublisher } from '../harness/givenPublisher.ts';
import { variantWith } from './appealServer.ts';

const texts = readTexts('widget/copy');
const english = texts.get('en')!;
const publishers = readPublishers('config');
const now = Date.UTC(2026, 10, 24);
const brotli = (file: object) => brotliCompressSync(JSON.stringify(file)).length;

describe('the fixed texts', () => {
  test('are there in sixteen languages, four of them from right to left or not Latin', () => {
    const locales = readdirSync('widget/copy').map((name) => name.replace('.json', ''));
    expect(locales.sort()).toEqual('ar be de en es fa fr he it ja pl pt ru tr uk zh'.split(' '));
    expect(locales.filter((one) => directionOf(one) === 'rtl')).toEqual(['ar', 'fa', 'he']);
  });

  test.each([...texts.keys()])('in %s have a place for each price, date and name', (locale) => {
    const marksIn = (text: string) => text.split('#').length - 1;
    const wrong = textKeys.filter(
      (key) => marksIn(texts.get(locale)![key]) !== marksIn(english[key]),
    );
    expect(wrong).toEqual([]);
  });

  test('are read by the widget in the order in which the files carry them', () => {
    const named = (words: Record<string, unknown>) =>
      Object.fromEntries(
        Object.entries(words).flatMap(([name, text]) =>
          typeof text === 'string' ? [[name.slice(1), text]] : [],
        ),
      );
    const first = firstWords({ first: firstTextKeys } as never);
    expect(first._by).toEqual({
      once: ['once', 'goOnce', 'termsOnce'],
      monthly: ['monthly', 'goMonthly', 'termsMonthly'],
      annual: ['annual', 'goAnnual', 'termsAnnual'],
    });
    for (const words of [first, laterWords({ later: laterTextKeys } as never)])
      for (const [name, key] of Object.entries(named(words))) expect(key).toBe(name);
  });

  test('give way to what a publisher says differently', () => {
    const publisher = givenPublisher({ texts: { en: { later: 'Not now' } } });
    expect(textsFor(texts, publisher, 'en').later).toBe('Not now');
    expect(textsFor(texts, publisher, 'en').undo).toBe(english.undo);
    expect(textsFor(texts, publisher, 'de').later).toBe(texts.get('de')!.later);
  });

  test('of a publication are offered only in languages that all its campaigns speak', () => {
    const campaigns = [variantWith('a', ['en', 'de', 'fr']), variantWith('b', ['en', 'fr'])];
    expect(localesOf(givenPublisher({ campaigns }))).toEqual(['en', 'fr']);
  });
});

describe('the size of the files', () => {
  const shipped = [...publishers.values()].flatMap((publisher) =>
    localesOf(publisher).map((locale) => [publisher.id, locale, publisher] as const),
  );

  test.each(shipped)('of %s in %s is within 1,200 bytes each', (_id, locale, publisher) => {
    const words = textsFor(texts, publisher, locale);
    expect(brotli(appealFile(publisher, locale, words, now))).toBeLessThanOrEqual(1200);
    expect(brotli(actsFile(publisher, locale, words, true))).toBeLessThanOrEqual(1200);
  });

  test.each([...texts.keys()])(
    'in %s leaves half of 1,200 bytes for the campaign, and something for thanks',
    (locale) => {
      const publisher = { ...publishers.get('moscow-times')!, campaigns: [] };
      const words = textsFor(texts, publisher, locale);
      expect(brotli(appealFile(publisher, locale, words, now))).toBeLessThanOrEqual(600);
      expect(brotli(actsFile(publisher, locale, words, true))).toBeLessThanOrEqual(1000);
    },
  );
});

describe('dates and spans', () => {
  const written = (locale: string) => {
    const { pattern, months } = dateWords(locale);
    return pattern
      .replace('{d}', '1')
      .replace('{m}', months.split('|')[11]!)
      .replace('{y}', '2026');
  };

  test.each([
    ['en', 'December 1, 2026'],
    ['ru', '1 декабря 2026'],
    ['de', '1. Dezember 2026'],
    ['ja', '2026年12月1日'],
    ['ar-JO', '1 كانون الأول 2026'],
    ['fa', '1 دسامبر 2026'],
  ])('in %s are written %s, in the Gregorian calendar', (locale, expected) => {
    expect(written(locale)).toBe(expected);
  });

  test.each([
    ['en', 'December 1'],
    ['de', '1. Dezember'],
    ['pl', '1 grudnia'],
    ['fa', '۱ دسامبر'],
  ])('in %s the last month begins on %s', (locale, expected) => {
    expect(firstsOfMonths(locale)[11]).toBe(expected);
  });

  test('spans are said in the largest unit that fits', () => {
    const said = [1, 7, 10, 14, 30, 90, 365].map((days) => spanInWords(days, 'en'));
    expect(said).toEqual([
      '1 day',
      '1 week',
      '10 days',
      '2 weeks',
      '1 month',
      '3 months',
      '1 year',
    ]);
    expect(spanInWords(90, 'ru')).toBe('3 месяца');
  });
});
