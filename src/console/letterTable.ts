import { type Html, html } from '../ground/html.ts';
import type { PostRecord } from '../ground/postDesk.ts';
import type { MemberVisit } from './door.ts';
import { table } from './pieces.ts';
import { mayActAs } from './role.ts';
import { formToken } from './shell.ts';

/** Letters about a gift; one that failed, or of which nobody knows whether it was sent, can be sent again by finance. */
export function letterTable(
  visit: MemberVisit,
  gift: string,
  letters: readonly PostRecord[],
): Html {
  const { say } = visit;
  if (letters.length === 0) return html`<p>${say('noLetters')}</p>`;
  const again = (letter: PostRecord) =>
    ['failed', 'review'].includes(letter.status) &&
    mayActAs(visit.who.role, 'finance') &&
    html`<form method="post" action="/console/gifts/${encodeURIComponent(gift)}/letters">${formToken(visit)}<input type="hidden" name="letter" value="${letter.id}"><button class="small quiet" aria-label="${say('sendAgain')}: ${letter.kind}">${say('sendAgain')}</button></form>`;
  return html`<div class="card">${table({
    columns: [{ title: say('kind') }, { title: say('when') }, { title: say('status') }],
    rows: letters.map((one) => [
      one.kind,
      visit.time(one.finishedAt ?? one.dueAt),
      html`<span>${one.status} <small>${one.reason}</small>${again(one)}</span>`,
    ]),
  })}</div>`;
}
