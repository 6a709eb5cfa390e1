import { z } from 'zod';
import { type AuditEntry, acts } from '../audit/act.ts';
import { type AuditFilter, checkAudit, listAudit } from '../audit/store.ts';
import { type Html, html } from '../ground/html.ts';
import { type Page, pageOf, pageQuery, readCursor, writeCursor } from '../ground/listPage.ts';
import { validate } from '../ground/validate.ts';
import { askedOf } from './asked.ts';
import { type CsvDoorDependencies, csvDoor } from './csvDoor.ts';
import { dayRange, instantsOf } from './dayRange.ts';
import type { Door, MemberVisit } from './door.ts';
import { pager } from './pager.ts';
import { empty, id, input, notice, select, table } from './pieces.ts';
import { memberPage } from './shell.ts';
import { listStaff } from './staffStore.ts';

const filter = z.object({
  actor: z.string().max(80).optional(),
  act: z.enum(acts).optional(),
  subject: z.string().trim().max(255).optional(),
  ...dayRange,
});
const query = filter.extend(pageQuery);
const cursor = z.tuple([z.int()]);

type Names = ReadonlyMap<string, string>;

const wantedIn = ({ timeZone }: MemberVisit, asked: z.output<typeof filter>) => ({
  ...asked,
  ...instantsOf(asked, timeZone),
});

function auditForm({ say }: MemberVisit, asked: z.output<typeof filter>, names: Names): Html {
  const people = [['<command>', say('commandLine')], ['<service>', say('theService')], ...names];
  return html`<form class="filter" action="/console/audit">
${select({ name: 'actor', label: say('who'), value: asked.actor, options: [['', say('any')], ...(people as [string, string][])] })}
${select({ name: 'act', label: say('act'), value: asked.act, options: [['', say('any')], ...acts.map((one) => [one, say(`act_${one}`)] as const)] })}
${input({ name: 'from', label: say('from'), type: 'date', value: asked.from })}
${input({ name: 'until', label: say('until'), type: 'date', value: asked.until })}
${input({ name: 'subject', label: say('toWhatId'), value: asked.subject })}
<button class="quiet">${say('show')}</button></form>`;
}

function entryTable(visit: MemberVisit, entries: readonly AuditEntry[], names: Names): Html {
  const { say } = visit;
  const programs: Record<string, string> = {
    '<command>': say('commandLine'),
    '<service>': say('theService'),
  };
  const person = (actor: string) => programs[actor] ?? names.get(actor) ?? actor;
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
  async function pageFor(
    wanted: AuditFilter & { readonly after?: string | undefined },
  ): Promise<Page<AuditEntry>> {
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
        const { check, ...given } = askedOf(req);
        const asked = validate(query, given);
        const page = await pageFor({
          ...wantedIn(visit, asked),
          after: asked.after,
          limit: asked.limit,
        });
        const staff = await names();
        const chain = check === 'all' && chainNotice(visit, await checkAudit(db));
        res.send(
          memberPage(visit, {
            title: say('audit'),
            page: '/console/audit',
            lead: say('auditLead'),
            beside: html`<p class="noprint"><a class="button quiet" href="/console/audit?check=all">${say('checkChain')}</a></p>`,
            body: html`${chain}${auditForm(visit, asked, staff)}${page.data.length > 0 ? entryTable(visit, page.data, staff) : empty(say('nothingFound'), say('nothingFoundHint'))}${pager(visit, req, page.nextCursor, '/console/audit.csv')}`,
          }),
        );
      },
    },
    csvDoor(
      dependencies,
      '/audit.csv',
      async (req, visit) => {
        const wanted = wantedIn(visit, validate(filter, askedOf(req)));
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
