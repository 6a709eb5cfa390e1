import { z } from 'zod';
import type { AuditEntry } from '../audit/act.ts';
import { checkAudit, listAudit } from '../audit/store.ts';
import { type Html, html } from '../ground/html.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import { validate } from '../ground/validate.ts';
import { askedOf } from './asked.ts';
import { type CsvDoorDependencies, csvDoor } from './csvDoor.ts';
import type { Door, MemberVisit } from './door.ts';
import { pager } from './pager.ts';
import { empty, id, notice, table } from './pieces.ts';
import { memberPage } from './shell.ts';
import { listStaff } from './staffStore.ts';

const filter = z.object({ subject: z.string().max(255).optional() });
const query = filter.extend(pageQuery);
const cursor = z.tuple([z.int()]);

type Names = ReadonlyMap<string, string>;

function entryTable(visit: MemberVisit, entries: readonly AuditEntry[], names: Names): Html {
  const { say } = visit;
  if (entries.length === 0) return empty(say('nothingFound'), say('nothingFoundHint'));
  const person = (actor: string) =>
    actor === '<command>' ? say('commandLine') : (names.get(actor) ?? actor);
  return html`<div class="card">${table({
    columns: [say('when'), say('who'), say('act'), say('toWhat'), say('details')].map((title) => ({
      title,
    })),
    rows: entries.map((entry) => [
      visit.time(entry.at),
      person(entry.actor),
      say(`act_${entry.act}`),
      entry.subject && (names.get(entry.subject) ?? id(entry.subject)),
      entry.detail,
    ]),
  })}</div>`;
}

function chainNotice({ say }: MemberVisit, chain: Awaited<ReturnType<typeof checkAudit>>): Html {
  const { entries, broken } = chain;
  return broken === undefined
    ? notice(say('chainWhole', { entries }))
    : notice(say('chainBroken', { broken }), 'bad');
}

/** The audit log: who did what, and whether it is still what was written. */
export function auditDoors(dependencies: CsvDoorDependencies): Door[] {
  const { db } = dependencies;
  async function pageFor(wanted: z.output<typeof query>): Promise<Page<AuditEntry>> {
    const before = readCursor(wanted.after, cursor)?.[0];
    const rows = await listAudit(db, { ...wanted, before, limit: wanted.limit + 1 });
    return pageOf(rows, wanted.limit, (row) => writeCursor([row.sequence]));
  }

  const names = async (): Promise<Names> =>
    new Map((await listStaff(db)).map((one) => [one.id, one.name]));

  return [
    {
      method: 'get',
      path: '/audit',
      needs: 'finance',
      async serve(visit, req, res) {
        const { say } = visit;
        const { check, ...asked } = req.query;
        const page = await pageFor(validate(query, asked));
        const chain = check === 'all' && chainNotice(visit, await checkAudit(db));
        res.send(
          memberPage(visit, {
            title: say('audit'),
            page: '/console/audit',
            lead: say('auditLead'),
            beside: html`<p class="noprint"><a class="button quiet" href="/console/audit?check=all">${say('checkChain')}</a></p>`,
            body: html`${chain}${entryTable(visit, page.data, await names())}${pager(visit, req, page.nextCursor, '/console/audit.csv')}`,
          }),
        );
      },
    },
    csvDoor(
      dependencies,
      '/audit.csv',
      async (req) => {
        const wanted = validate(filter, askedOf(req));
        const staff = await names();
        return {
          name: 'audit',
          columns: ['sequence', 'at', 'actor', 'name', 'act', 'subject', 'detail'],
          lines: (e: AuditEntry) => [
            [e.sequence, e.at, e.actor, staff.get(e.actor), e.act, e.subject, e.detail],
          ],
          pages: (after) => pageFor({ ...wanted, after, limit: 200 }),
        };
      },
      'finance',
    ),
  ];
}
