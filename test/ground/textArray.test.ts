import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrayLiteral, textArray } from '../../src/ground/textArray.ts';
import { eachDatabase } from '../harness/databases.ts';

// What both databases keep: anything but a NUL, and whole characters.
const text = fc
  .string({ unit: 'binary', maxLength: 40 })
  .map((drawn) => drawn.replaceAll('\0', ''));

eachDatabase('a list of texts as one parameter', (database) => {
  test('comes back as it was, in the same order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text), { maxLength: 20 }), async (given) => {
        const { rows } = await database().query<{ text: string | null }>(
          'select r.text from unnest($1::text[]) with ordinality r(text, place) order by place',
          [textArray(given)],
        );
        expect(rows.map((row) => row.text)).toEqual(given);
      }),
      { numRuns: 60 },
    );
  });

  test('may have lists within it, whatever their texts', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(text, { maxLength: 5 }), { maxLength: 8 }),
        async (given) => {
          const { rows } = await database().query<{ texts: string[] }>(
            'select r.text::text[] as texts from unnest($1::text[]) with ordinality r(text, place) order by place',
            [textArray(given.map(arrayLiteral))],
          );
          expect(rows.map((row) => row.texts)).toEqual(given);
        },
      ),
      { numRuns: 60 },
    );
  });
});
