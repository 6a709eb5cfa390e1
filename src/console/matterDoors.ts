import { z } from 'zod';
import { note } from '../audit/store.ts';
import { html } from '../ground/html.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import { Problem } from '../ground/problem.ts';
import type { Publishers } from '../ground/readPublishers.ts';
import { validate } from '../ground/validate.ts';
import { settleIncident } from '../incidents/endIncidents.ts';
import { type Incident, type IncidentKind, incidentKinds } from '../incidents/incident.ts';
import { incidentCsv } from '../incidents/incidentCsv.ts';
import { listIncidents } from '../incidents/store.ts';
import { askedOf } from './asked.ts';
import { type CsvDoorDependencies, csvDoor } from './csvDoor.ts';
import { type Door, formOf, type MemberVisit } from './door.ts';
import { matterTable } from './matterTable.ts';
import { pager } from './pager.ts';
import { empty, notice, select } from './pieces.ts';
import { publisherOptions } from './publisherFilter.ts';
import { memberPage } from './shell.ts';
import { listStaff } from './staffStore.ts';

const kinds = Object.keys(incidentKinds) as [IncidentKind, ...IncidentKind[]];
const filter = z.object({
  kind: z.enum(kinds, 'is not known').optional(),
  publisher: z.string().max(80).optional(),
  which: z.enum(['open', 'over', 'all'], 'must be open, over or all').default('open'),
});
const query = filter.extend(pageQuery);
const cursor = z.tuple([z.int()]);

export interface MatterDoorsDependencies extends CsvDoorDependencies {
  readonly publishers: Publishers;
}

const wantedOf = ({ kind, publisher, which }: z.output<typeof filter>) => ({
  kind,
  publisher,
  ...(which === 'all' ? {} : { isOpen: which === 'open' }),
});

function filterForm(visit: MemberVisit, publishers: Publishers, asked: z.output<typeof filter>) {
  const { say } = visit;
  return html`<form class="filter" action="/console/matters">
${select({
  name: 'which',
  label: say('status'),
  value: asked.which,
  options: [
    ['open', say('mattersOpen')],
    ['over', say('mattersOver')],
    ['all', say('any')],
  ],
})}
${select({ name: 'kind', label: say('matter'), value: asked.kind, options: [['', say('any')], ...kinds.map((kind) => [kind, say(`incident_${kind}`)] as const)] })}
${publishers.size > 1 && select({ name: 'publisher', label: say('publisher'), value: asked.publisher, options: publisherOptions(visit, publishers) })}
<button class="quiet">${say('show')}</button></form>`;
}

const settleDoor = ({ db, clock }: MatterDoorsDependencies): Door => ({
  method: 'post',
  path: '/matters/:id/settlement',
  needs: 'finance',
  async serve({ who, say }, req, res) {
    const reason = String(formOf(req).reason ?? '').trim();
    if (reason.length < 3 || reason.length > 500)
      throw new Problem('invalid_request', { detail: say('settleNeedsReason') });
    const id = /^\d{1,15}$/.test(String(req.params.id)) ? Number(req.params.id) : 0;
    await db.transaction(async (tx) => {
      const settlement = { id, by: who.staffId, reason, at: clock.now() };
      const subject = await settleIncident(tx, settlement);
      if (subject === undefined) throw new Problem('conflict', { detail: say('alreadyOver') });
      await note(tx, clock, {
        actor: who.staffId,
        act: 'incident_settled',
        subject,
        detail: reason,
      });
    });
    res.redirect(303, '/console/matters?done=settled');
  },
});

/** What somebody must look at, how each ends, and a person's word where nothing else ends it. */
export function matterDoors(dependencies: MatterDoorsDependencies): Door[] {
  const { db, publishers } = dependencies;

  async function page(wanted: z.output<typeof query>): Promise<Page<Incident>> {
    const before = readCursor(wanted.after, cursor)?.[0];
    const rows = await listIncidents(db, { ...wantedOf(wanted), before, limit: wanted.limit + 1 });
    return pageOf(rows, wanted.limit, (row) => writeCursor([row.id]));
  }

  return [
    csvDoor(dependencies, '/matters.csv', (req) =>
      incidentCsv(db, wantedOf(validate(filter, askedOf(req)))),
    ),
    {
      method: 'get',
      path: '/matters',
      needs: 'viewer',
      async serve(visit, req, res) {
        const { say } = visit;
        const asked = validate(query, askedOf(req));
        const [{ data, nextCursor }, staff] = await Promise.all([page(asked), listStaff(db)]);
        const names = new Map(staff.map((one) => [one.id, one.name]));
        const list =
          data.length > 0
            ? matterTable(visit, data, names)
            : empty(say('noMatters'), say('noMattersHint'));
        res.send(
          memberPage(visit, {
            title: say('matters'),
            page: '/console/matters',
            lead: say('mattersLead'),
            body: html`${req.query.done === 'settled' && notice(say('settled'))}${filterForm(visit, publishers, asked)}${list}${pager(visit, req, nextCursor, '/console/matters.csv')}`,
          }),
        );
      },
    },
    settleDoor(dependencies),
  ];
}
