import { z } from 'zod';
import { eraseReader } from '../eraseReader.ts';
import { verb } from '../verb.ts';

/** Erases a person and keeps the books. */
export const readerErase = verb({
  name: 'reader erase',
  says: 'ends what a person gives, deletes them at Stripe and forgets them here; the books stay',
  takes: '<e-mail>',
  given: z.strictObject({
    words: z.tuple([z.string()], 'must be one e-mail address'),
  }),
  async run({ words: [email] }, operator) {
    const erased = await eraseReader(await operator.house(), email);
    const lines = Object.entries(erased).map(([what, count]) => `${what}: ${count}`);
    return { data: erased, lines };
  },
});
