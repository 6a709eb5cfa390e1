import { z } from 'zod';
import { note } from '../../audit/store.ts';
import { addressSchema } from '../../ground/address.ts';
import { FolderInUse } from '../../ground/folderLock.ts';
import { eraseReader, findReader } from '../eraseReader.ts';
import { verb } from '../verb.ts';

const linesOf = (counts: object) =>
  Object.entries(counts).map(([what, count]) => `${what}: ${count}`);
const nobody =
  'nobody was found by that address: Stripe finds it only as it was written when somebody gave';

/** Erases a person and keeps the books. */
export const readerErase = verb({
  name: 'reader erase',
  says: 'ends what a person gives, deletes them at Stripe and forgets them here; the books stay',
  takes: '<e-mail>',
  given: z.strictObject({
    words: z.tuple([addressSchema], 'must be one e-mail address'),
    'dry-run': z.literal(true).optional().describe('say what there is to erase, and leave it'),
  }),
  async run({ words: [email], 'dry-run': isDry }, operator) {
    const house = await operator.house().catch((error: unknown) => {
      if (!(error instanceof FolderInUse)) throw error;
      throw new Error(
        'the service holds the database: stop it, or erase the person in its console',
      );
    });
    const found = await findReader(house, email);
    const isNobody = Object.values(found).every((count) => count === 0);
    if (isDry)
      return { data: found, lines: [...linesOf(found), isNobody ? nobody : 'nothing was erased'] };
    // Before it begins, and without the address: an erasure that broke off is known, and can be repeated.
    if (!isNobody)
      await house.db.transaction((tx) =>
        note(tx, house.clock, { actor: '<command>', act: 'person_erased' }),
      );
    const erased = await eraseReader(house, email);
    return { data: erased, lines: [...linesOf(erased), ...(isNobody ? [nobody] : [])] };
  },
});
