import { type Html, html } from '../ground/html.ts';
import type { Incident } from '../incidents/incident.ts';
import type { MemberVisit } from './door.ts';
import { matterFacts } from './matterFacts.ts';
import { badge, id } from './pieces.ts';

/** Matters that wait for somebody, each with the facts that are known of it. */
export const incidentList = (visit: MemberVisit, incidents: readonly Incident[]): Html =>
  html`<ul class="card todo">${incidents.map(
    ({ kind, subject, openedAt, detail }) =>
      html`<li>${badge('!', 'bad')} <strong>${visit.say(`incident_${kind}`)}</strong> ${id(subject)} <small>${visit.say('since')} ${visit.time(openedAt)}; ${matterFacts(visit, detail)}</small></li>`,
  )}</ul>`;
