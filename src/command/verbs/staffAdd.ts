import { z } from 'zod';
import { createInvite, staffName } from '../../console/invite.ts';
import { roles } from '../../console/role.ts';
import { FolderInUse } from '../../ground/folderLock.ts';
import { endings, verb } from '../verb.ts';

const failed = (says: string) => ({
  data: { error: says },
  lines: [says],
  ending: endings.failed,
});

/** The first way into the console, and any later one: a link that works once. */
export const staffAdd = verb({
  name: 'staff add',
  says: 'gives a person a way into the console: a link that works once, for a day',
  takes: '<name>',
  given: z.object({
    words: z.tuple(
      [
        z
          .string()
          .transform((name) => name.toLowerCase())
          .pipe(
            z.string().regex(staffName, 'must be 2 to 80 letters, digits or . _ @ + - as a name'),
          ),
      ],
      'name one person',
    ),
    role: z
      .enum(roles, `must be ${roles.join(', ')}`)
      .default('admin')
      .describe('viewer, finance or admin; admin when not said'),
  }),
  async run({ words: [name], role }, operator) {
    try {
      const { db, clock, config } = await operator.house();
      const invite = createInvite({ db, clock, publicUrl: config.publicUrl });
      const made = await invite.add({ name, role }, '<command>');
      if (!made) return failed(`${name} is there already: an admin makes new links in the console`);
      const { staffId, url, expiresAt } = made;
      return {
        data: { id: staffId, name, role, url, expiresAt },
        lines: [`${name} (${role}) comes in once, until ${expiresAt.toISOString()}, by`, url],
      };
    } catch (error) {
      if (!(error instanceof FolderInUse)) throw error;
      return failed('the service holds the database: stop it, or add people in its console');
    }
  },
});
