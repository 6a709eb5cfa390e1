import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reasonIn } from '../../src/console/words.ts';
import { handledTypes } from '../../src/webhooks/handlers.ts';

/** Every reason that stands in the code for setting an event aside or passing it over. */
const reasons = ['src/webhooks', 'src/webhooks/handlers']
  .flatMap((folder) => readdirSync(folder).map((file) => `${folder}/${file}`))
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:ignored: |acknowledge\(|return (?:about \? )?)(['`])(it |its |nothing |who |the |an |cards )(.*?)\1/g,
    ),
  ])
  .map(([, , first, rest]) => `${first}${rest}`.replaceAll(/\$\{[^}]*\}?[^}]*\}/g, 'x'))
  // Made of several parts: they are named below.
  .filter((reason) => !reason.startsWith('it is of '));

test('a reason that is kept in English is Russian on a Russian page, with its ids as they are', () => {
  expect(reasons.length).toBeGreaterThan(12);
  expect(reasons.filter((reason) => !/[а-я]/.test(reasonIn('ru', reason)!))).toEqual([]);
  for (const reason of [
    'it is of test mode, and the key is not',
    'it is of live mode, and the key is not',
    'it is of API version none: the endpoint should have 2026-10-28.endive',
  ])
    expect(reasonIn('ru', reason)).toMatch(/[а-я]/);
  expect(reasonIn('ru', 'it is about the connected account acct_1')).toBe(
    'оно о подключённом аккаунте acct_1',
  );
  expect(reasonIn('en', 'nothing here depends on this type')).toBe(
    'nothing here depends on this type',
  );
  // What Stripe itself says is quoted.
  expect(reasonIn('ru', 'No such charge: ch_1')).toBe('No such charge: ch_1');
  expect(reasonIn('ru', null)).toBeNull();
});

test('42 kinds of events are listened to', () => expect(handledTypes).toHaveLength(42));
