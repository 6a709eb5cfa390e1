import { note } from '../audit/store.ts';
import type { Clock } from '../ground/clock.ts';
import { html } from '../ground/html.ts';
import type { Database } from '../ground/sql.ts';
import { clientOf } from './client.ts';
import type { Cookies } from './cookie.ts';
import type { Door } from './door.ts';
import { findLink } from './linkStore.ts';
import { beginSession } from './sessionStore.ts';
import { doorPage } from './shell.ts';

export interface DemoDoorsDependencies {
  readonly db: Database;
  readonly clock: Clock;
  readonly cookies: Cookies;
}

/** The sandbox's own way in: its link is on the screen of whoever started it. */
export function demoDoors({ db, clock, cookies }: DemoDoorsDependencies): Door[] {
  return [
    {
      method: 'get',
      path: '/demo/:token',
      needs: 'nothing',
      async serve(visit, req, res) {
        const { say } = visit;
        const staffId = await findLink(db, String(req.params.token), 'demo', clock.now());
        res
          .status(staffId ? 200 : 404)
          .send(
            staffId
              ? doorPage(
                  visit,
                  say('demoTitle'),
                  html`<p class="lead">${say('demoLead')}</p><div class="card"><form method="post"><button>${say('demoEnter')}</button></form></div>`,
                )
              : doorPage(visit, say('linkOver'), html`<p class="lead">${say('linkOverHint')}</p>`),
          );
      },
    },
    {
      method: 'post',
      path: '/demo/:token',
      needs: 'nothing',
      async serve(_visit, req, res) {
        const now = clock.now();
        const staffId = await findLink(db, String(req.params.token), 'demo', now);
        if (!staffId) return res.redirect(303, req.originalUrl);
        const client = clientOf(req.get('User-Agent'));
        const session = await db.transaction(async (tx) => {
          await note(tx, clock, { actor: staffId, act: 'signed_in' });
          return beginSession(tx, { staffId, client, now });
        });
        cookies.write(res, 'session', session);
        res.redirect(303, '/console');
      },
    },
  ];
}
