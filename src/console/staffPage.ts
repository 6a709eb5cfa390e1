import { html } from '../ground/html.ts';
import type { MemberVisit } from './door.ts';
import type { Invitation } from './invite.ts';
import { badge, type FieldFault, faultList, input, notice, select, table } from './pieces.ts';
import { roles } from './role.ts';
import { formToken, memberPage } from './shell.ts';
import type { Staff } from './staffStore.ts';

interface StaffPageParts {
  readonly staff: readonly Staff[];
  readonly faults?: readonly FieldFault[];
  readonly given?: { name: string; role: string };
  readonly done?: unknown;
}

const rolesIn = ({ say }: MemberVisit) => roles.map((one) => [one, say(`role_${one}`)] as const);

function signsInBy({ say }: MemberVisit, { passwordHash, issuer, name }: Staff): string {
  const ways = [passwordHash && say('byPassword'), issuer && say('byOidc')].filter(Boolean);
  return ways.join(', ') || (name === 'demo' ? say('demoTitle') : say('byNothingYet'));
}

function acts(visit: MemberVisit, one: Staff) {
  const { say } = visit;
  const form = (act: string, label: string, rest: unknown = false) =>
    html`<form method="post" action="/console/staff/${one.id}/${act}" class="row">${formToken(visit)}${rest as false}<button class="quiet small">${label}<span class="visually-hidden"> ${one.name}</span></button></form>`;
  if (one.closedAt) return form('open', say('reopen'));
  const roleChoice = html`<select name="role" aria-label="${say('role')}: ${one.name}">${roles.map((role) => html`<option value="${role}"${role === one.role && html` selected`}>${say(`role_${role}`)}</option>`)}</select>`;
  return html`<div class="row">${form('role', say('changeRole'), roleChoice)}${form('link', say('newLink'))}${form('close', say('close'))}</div>`;
}

/** Who may come in, what each may do, and the form for one more. */
export function staffPage(
  visit: MemberVisit,
  { staff, faults = [], given, done }: StaffPageParts,
): string {
  const { say } = visit;
  return memberPage(visit, {
    title: say('staff'),
    page: '/console/staff',
    lead: say('staffLead'),
    body: html`${done === 'saved' && notice(say('saved'))}<div class="card">${table({
      columns: [say('userName'), say('role'), say('signsInBy'), say('status'), say('actions')].map(
        (title) => ({ title }),
      ),
      rows: staff.map((one) => [
        one.name,
        say(`role_${one.role}`),
        signsInBy(visit, one),
        one.closedAt ? badge(say('closed'), 'warn') : badge(say('open'), 'good'),
        acts(visit, one),
      ]),
    })}</div><p class="row pager noprint"><a href="/console/staff.csv">${say('csv')}</a></p>
<section><h2>${say('addStaff')}</h2><div class="card">${faultList(visit, faults)}<form method="post" action="/console/staff">${formToken(visit)}
${input({ name: 'name', label: say('userName'), value: given?.name ?? '', hint: say('addStaffHint'), autocomplete: 'off', required: true, faults })}
${select({ name: 'role', label: say('role'), value: given?.role ?? 'viewer', options: rolesIn(visit) })}
<button>${say('add')}</button></form></div></section>`,
  });
}

/** The one-time link of a person, shown once to whoever made it. */
export function linkPage(visit: MemberVisit, name: string, { url, expiresAt }: Invitation): string {
  const { say } = visit;
  const until = new Intl.DateTimeFormat(visit.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: visit.timeZone,
  }).format(expiresAt);
  return memberPage(visit, {
    title: say('linkFor', { name }),
    page: '/console/staff',
    lead: say('linkForHint', { until }),
    body: html`<div class="card"><p class="id">${url}</p></div><p><br><a href="/console/staff">${say('back')}</a></p>`,
  });
}
