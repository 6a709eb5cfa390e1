import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { languages } from '../../src/sandbox/pages/copy/copyFor.ts';
import { startStripeStandIn } from '../harness/stripeStandIn.ts';
import { giftSession } from './givenSandbox.ts';

const root = join(import.meta.dirname, '../..');
const texts = (words: object, at = ''): [string, string][] =>
  Object.entries(words).flatMap(([name, value]) =>
    typeof value === 'string' ? [[at + name, value]] : texts(value as object, `${at}${name}.`),
  );
const gaps = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
const english = new Map(texts(languages.en!));

test('the hosted pages speak every language of the widget', () => {
  const widgets = readdirSync(join(root, 'widget/copy')).map((file) => file.replace('.json', ''));
  expect(Object.keys(languages).sort()).toEqual(widgets.sort());
});

test.each(Object.entries(languages))(
  '%s leaves nothing out, and every gap in place',
  (_name, words) => {
    const own = new Map(texts(words));
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [name, text] of own) {
      expect(text.trim(), name).not.toBe('');
      expect(gaps(text), name).toEqual(gaps(english.get(name)!));
    }
  },
);

describe('The page of Checkout', () => {
  let address: string;
  beforeAll(async () => {
    const standIn = await startStripeStandIn();
    const session = await giftSession(standIn.client('sk_test_languages0000'), {
      line_items: [
        {
          quantity: 1,
          price_data: {
            currency: 'eur',
            unit_amount: 123_450,
            recurring: { interval: 'month' },
            product_data: { name: 'Gift' },
          },
        },
      ],
    });
    address = session.url!;
    return standIn.stop;
  });

  const pageFor = async (language: string) =>
    (await fetch(address, { headers: { 'accept-language': language } })).text();

  test.each(Object.entries(languages))(
    'speaks %s to a browser that asks for it',
    async (name, words) => {
      const page = await pageFor(`${name},en;q=0.5`);
      const direction = ['ar', 'fa', 'he'].includes(name) ? 'rtl' : 'ltr';
      expect(page).toContain(`<html lang="${name}" dir="${direction}">`);
      expect(page).toContain(words.number);
      const amount = new Intl.NumberFormat(name, {
        style: 'currency',
        currency: 'eur',
        currencyDisplay: 'narrowSymbol',
      }).format(1234.5);
      expect(page).toContain(amount);
    },
  );

  test.each(['en-12', 'de-1;q=1', 'constructor', '*', 'en-u,xx', ''])(
    'answers the header %j in English',
    async (header) => {
      expect(await pageFor(header)).toContain('<html lang="en"');
    },
  );
});
