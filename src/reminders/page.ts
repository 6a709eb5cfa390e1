import { dayIn } from '../ground/calendar.ts';
import { type Html, html } from '../ground/html.ts';
import { fill, type LetterTexts } from '../ground/letterTexts.ts';
import type { Publisher } from '../ground/publisher.ts';
import { publisherPage } from '../ground/publisherPage.ts';
import { daysOffered, type FoundReminder } from './reminder.ts';

export interface ReminderView {
  readonly publisher: Publisher;
  readonly locale: string;
  readonly texts: LetterTexts;
  readonly nonce: string;
  readonly now: Date;
  readonly reminder: FoundReminder;
  /** The reader said that nobody shall write to them again. */
  readonly isRefused: boolean;
  /** The day that was asked for cannot be had. */
  readonly isFaulty: boolean;
}

const inWords = (at: Date, { locale, publisher }: ReminderView): string =>
  new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeZone: publisher.timeZone,
    calendar: 'gregory',
  }).format(at);

function moveForm(view: ReminderView): Html {
  const { texts, publisher, now, reminder, isFaulty } = view;
  const { from, to } = daysOffered(publisher, now);
  const range = fill(
    texts.remindRange,
    ...[from, to].map((day) =>
      inWords(new Date(`${day}T12:00:00Z`), {
        ...view,
        publisher: { ...publisher, timeZone: 'UTC' },
      }),
    ),
  );
  return html`${isFaulty && html`<div class="errors" role="alert"><h2>${texts.problem}</h2><ul><li><a href="#on">${range}</a></li></ul></div>`}
<form method="post">
<div class="other"><label for="on">${texts.remindMove}</label>
${isFaulty && html`<p class="fault" id="fault">${range}</p>`}
<input id="on" name="on" type="date" required min="${from}" max="${to}" value="${dayIn(publisher.timeZone, reminder.dueAt)}"${isFaulty && html` aria-invalid="true" aria-describedby="fault"`}></div>
<button name="action" value="move">${texts.remindMoveButton}</button>
</form>
<form method="post"><button class="second" name="action" value="cancel">${texts.remindCancel}</button></form>`;
}

function stateHtml(view: ReminderView): Html {
  const { texts, reminder, isRefused } = view;
  if (reminder.status === 'waiting')
    return html`<p class="lead">${fill(texts.remindOn, inWords(reminder.dueAt, view))}</p>${moveForm(view)}`;
  const ended = reminder.status === 'sent' ? texts.remindSent : texts.remindCancelled;
  return html`<p class="lead" role="status">${isRefused ? texts.remindNevered : ended}</p>
${!isRefused && reminder.isByLetter && html`<form method="post"><button class="second" name="action" value="refuse">${texts.remindNever}</button></form>`}`;
}

/** The page of a reminder: to keep it, move it, cancel it, or want no other. Without a script; nothing changes by looking at it. */
export function renderReminder(view: ReminderView): string {
  const { publisher, locale, texts, nonce } = view;
  return publisherPage({
    publisher,
    locale,
    title: `${texts.remindTitle} – ${publisher.name}`,
    nonce,
    home: publisher.home,
    main: html`<h1>${texts.remindTitle}</h1>${stateHtml(view)}
<p class="small"><a href="${publisher.home}">${fill(texts.returnTo, publisher.name)}</a></p>`,
  });
}
