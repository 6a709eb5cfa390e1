import { z } from 'zod';
import { resendLetter } from '../../ground/postDesk.ts';
import { endings, verb } from '../verb.ts';

/** Sends a letter again that failed, or of which nobody knows whether it was sent. */
export const postRetry = verb({
  name: 'post retry',
  says: 'sends letters again that failed, or of which nobody knows whether they were sent',
  takes: '<letter>…',
  given: z.strictObject({ words: z.array(z.string()).min(1, 'name letters: see post list') }),
  async run({ words }, operator) {
    const { db, clock } = await operator.house();
    const data: { id: string; waits: boolean }[] = [];
    for (const id of new Set(words))
      data.push({ id, waits: await resendLetter(db, id, clock.now()) });
    return {
      data: { data },
      lines: data.map(({ id, waits }) =>
        waits ? `${id}  waits to be sent` : `${id}  is unchanged: no letter of that id has failed`,
      ),
      ending: data.every(({ waits }) => waits) ? endings.done : endings.found,
    };
  },
});
