import { note } from '../audit/store.ts';
import type { Clock } from '../ground/clock.ts';
import { html } from '../ground/html.ts';
import { closestLocale, isTimeZone } from '../ground/locale.ts';
import { Problem } from '../ground/problem.ts';
import type { Database } from '../ground/sql.ts';
import { type Door, formOf, type MemberVisit } from './door.ts';
import { notice, select, table } from './pieces.ts';
import { recoveryCodesLeft } from './recoveryCodes.ts';
import {
  endSessions,
  listSessions,
  type Session,
  setFirstZone,
  setPreferences,
} from './sessionStore.ts';
import { formToken, memberPage } from './shell.ts';
import { findStaff } from './staffStore.ts';
import { localeName, locales } from './words.ts';

export interface AccountDoorsDependencies {
  readonly db: Database;
  readonly clock: Clock;
}

const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')];

const localeShown = ({ locale }: MemberVisit): string => closestLocale(locale, locales, 'en');

/** What is one's own. @param codesLeft undefined for who signs in by the organisation */
function page(
  visit: MemberVisit,
  sessions: readonly Session[],
  codesLeft: number | undefined,
  done: unknown,
): string {
  const { say, who } = visit;
  const end = (session: Session) =>
    html`<form method="post" action="/console/account/sessions">${formToken(visit)}<input type="hidden" name="session" value="${session.hash}"><button class="quiet small">${say('endSession')}</button></form>`;
  return memberPage(visit, {
    title: say('account'),
    lead: `${who.name}, ${say(`role_${who.role}`)}`,
    body: html`${done === 'saved' && notice(say('saved'))}${done === 'ended' && notice(say('sessionEnded'))}
<div class="two"><div class="card"><h2>${say('sessions')}</h2><p class="hint">${say('sessionsHint')}</p><br>${table(
      {
        columns: [
          { title: say('browser') },
          { title: say('began') },
          { title: say('lastSeen') },
          { title: say('actions') },
        ],
        rows: sessions.map((session) => [
          html`${session.client}${session.hash === who.hash && html` (${say('thisSession')})`}`,
          visit.time(session.beganAt),
          visit.time(session.seenAt),
          end(session),
        ]),
      },
    )}<form method="post" action="/console/account/sessions"><br>${formToken(visit)}<input type="hidden" name="session" value="all"><button class="quiet">${say('endOthers')}</button></form>${codesLeft !== undefined && html`<br><p>${say('codesLeft', { n: codesLeft })}</p><p class="hint">${say('codesLeftHint')}</p>`}</div>
<div class="card"><h2>${say('preferences')}</h2><br><form method="post" action="/console/account/preferences">${formToken(visit)}
${select({ name: 'language', label: say('language'), value: localeShown(visit), options: locales.map((one) => [one, localeName(one)]) })}
${select({ name: 'timeZone', label: say('timeZone'), value: visit.timeZone, options: zones.map((zone) => [zone, zone]) })}
<button>${say('save')}</button></form></div></div>`,
  });
}

/** What is one's own: language, time zone, and the sessions that run. */
export function accountDoors({ db, clock }: AccountDoorsDependencies): Door[] {
  return [
    {
      method: 'get',
      path: '/account',
      needs: 'viewer',
      async serve(visit, req, res) {
        const { staffId } = visit.who;
        const [sessions, staff, left] = await Promise.all([
          listSessions(db, staffId, visit.now),
          findStaff(db, staffId),
          recoveryCodesLeft(db, staffId),
        ]);
        res.send(page(visit, sessions, staff?.passwordHash ? left : undefined, req.query.done));
      },
    },
    {
      method: 'post',
      path: '/account/preferences',
      needs: 'viewer',
      async serve({ who }, req, res) {
        const form = formOf(req);
        const locale = locales.find((one) => one === form.language);
        const timeZone = String(form.timeZone);
        if (!locale || !isTimeZone(timeZone)) throw new Problem('invalid_request');
        await setPreferences(db, who.hash, { locale, timeZone });
        res.redirect(303, '/console/account?done=saved');
      },
    },
    {
      method: 'post',
      path: '/account/zone',
      needs: 'viewer',
      async serve({ who }, req, res) {
        const timeZone = String(formOf(req).timeZone);
        if (!isTimeZone(timeZone)) throw new Problem('invalid_request');
        await setFirstZone(db, who.hash, timeZone);
        res.status(204).end();
      },
    },
    {
      method: 'post',
      path: '/account/sessions',
      needs: 'viewer',
      async serve({ who }, req, res) {
        const session = String(formOf(req).session);
        const hash = session === 'all' ? undefined : session;
        const now = clock.now();
        await db.transaction(async (tx) => {
          const ended = await endSessions(tx, {
            staffId: who.staffId,
            now,
            ...(hash === undefined ? {} : { hash }),
          });
          if (ended > 0)
            await note(tx, clock, { actor: who.staffId, act: 'session_ended', detail: `${ended}` });
        });
        res.redirect(303, '/console/account?done=ended');
      },
    },
  ];
}
