import { type Html, html, rawHtml } from '../ground/html.ts';
import type { MemberVisit } from './door.ts';
import { mayActAs, type Role } from './role.ts';
import { style } from './style.ts';
import type { Visit } from './visit.ts';
import type { Word } from './words.ts';

/** The pages in the menu, and who sees them there. */
const pages: readonly (readonly [path: string, word: Word, needs: Role])[] = [
  ['/console', 'overview', 'viewer'],
  ['/console/matters', 'matters', 'viewer'],
  ['/console/events', 'events', 'viewer'],
  ['/console/gifts', 'gifts', 'viewer'],
  ['/console/refunds', 'refunds', 'viewer'],
  ['/console/ledger', 'ledger', 'viewer'],
  ['/console/payouts', 'payouts', 'viewer'],
  ['/console/month', 'month', 'viewer'],
  ['/console/staff', 'staff', 'admin'],
  ['/console/audit', 'audit', 'finance'],
];

function document(visit: Visit, title: string, body: Html): string {
  return html`<!doctype html>
<html lang="${visit.language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>${title} – smallfavor</title>
<style nonce="${visit.nonce}">${rawHtml(style)}</style>
${body}
</html>`.html;
}

const menu = (
  visit: MemberVisit,
  path: string,
): Html => html`<nav class="pages" aria-label="${visit.say('menu')}">
  <ul>${pages
    .filter(([, , needs]) => mayActAs(visit.who.role, needs))
    .map(
      ([to, word]) =>
        html`<li><a href="${to}"${to === path && html` aria-current="page"`}>${visit.say(word)}</a></li>`,
    )}</ul>
</nav>`;

/** The token that makes a form one of this session's. */
export const formToken = (visit: Visit): Html =>
  html`<input type="hidden" name="csrf" value="${visit.csrf}">`;

export interface PageParts {
  readonly title: string;
  /** The page of the menu that it belongs to. */
  readonly page?: string;
  readonly lead?: string | Html;
  /** Beside the title: what can be done with the whole page. */
  readonly beside?: Html | false;
  readonly body: Html | readonly (Html | false)[];
}

/** Tells us once which zone the browser is in, and shows the page in it; without scripts it is chosen under the account. */
const zoneScript = (visit: MemberVisit): Html | false =>
  visit.who.timeZone === null &&
  visit.isRepeatable &&
  html`<script nonce="${visit.nonce}" data-csrf="${visit.csrf}" data-zone="${visit.timeZone}">${rawHtml(
    "{const{csrf,zone}=document.currentScript.dataset,timeZone=Intl.DateTimeFormat().resolvedOptions().timeZone;if(timeZone&&timeZone!==zone)fetch('/console/account/zone',{method:'POST',body:new URLSearchParams({csrf,timeZone})}).then(r=>{if(r.ok)location.reload()}).catch(()=>{})}",
  )}</script>`;

/** Says that a form was sent, where its answer takes a while; without scripts the browser's own sign has to do. */
const busyScript = (visit: MemberVisit): Html =>
  html`<p class="busy" role="status"></p><script nonce="${visit.nonce}" data-says="${visit.say('working')}">${rawHtml(
    "{const{says}=document.currentScript.dataset,sign=document.querySelector('.busy');let pressed;addEventListener('submit',({submitter,defaultPrevented})=>{if(defaultPrevented)return;pressed=submitter;pressed?.setAttribute('aria-busy','true');sign.textContent=says});addEventListener('pageshow',()=>{pressed?.removeAttribute('aria-busy');sign.textContent=''})}",
  )}</script>`;

/** A page for somebody who is signed in. */
export function memberPage(
  visit: MemberVisit,
  { title, page, lead, beside, body }: PageParts,
): string {
  const { say, who } = visit;
  return document(
    visit,
    title,
    html`<a class="skip" href="#content">${say('skip')}</a>
<header class="top">
  <a class="brand" href="/console">smallfavor</a>
  <div class="me">
    <a href="/console/account">${say('signedInAs', { name: who.name })} (${say(`role_${who.role}`)})</a>
    <form method="post" action="/console/sign-out">${formToken(visit)}<button class="link">${say('signOut')}</button></form>
  </div>
</header>
<div class="frame">
${menu(visit, page ?? '')}
<main id="content">
  <div class="head"><div><h1>${title}</h1>${lead && html`<p class="lead">${lead}</p>`}</div>${beside}</div>
  ${body}
  <p class="foot">${say('asOf')} ${visit.time(visit.now)}. ${say('timesIn', { zone: visit.timeZone })} <a class="noprint" href="/console/account">${say('change')}</a></p>
</main>
</div>${busyScript(visit)}${zoneScript(visit)}`,
  );
}

const gap = '<!-- here -->';

/** A page whose body is sent bit by bit as it becomes known. @returns what comes before it, and what after */
export function pageAround(visit: MemberVisit, parts: Omit<PageParts, 'body'>): [string, string] {
  const [before, after] = memberPage(visit, { ...parts, body: rawHtml(gap) }).split(gap);
  return [before!, after!];
}

/** A page before anybody is signed in. */
export const doorPage = (visit: Visit, title: string, body: Html): string =>
  document(visit, title, html`<main class="door"><h1>${title}</h1>${body}</main>`);
