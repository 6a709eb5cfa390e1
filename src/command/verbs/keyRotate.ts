import { z } from 'zod';
import { createPassKeys } from '../../supporter/passKeys.ts';
import { verb } from '../verb.ts';

/** Changes the key that signs passes, with an overlap on both sides. */
export const keyRotate = verb({
  name: 'key rotate',
  says: 'adds a new key for passes; it signs once everybody can know it, and the old one stays known for an hour',
  given: z.strictObject({}),
  async run(_given, operator) {
    const { db, clock, secrets } = await operator.house();
    const keys = createPassKeys({ db, clock, secrets });
    const { id, signsFrom } = await keys.rotate();
    return {
      data: { id, signsFrom },
      lines: [`${id} signs passes from ${signsFrom.toISOString()} on`],
    };
  },
});
