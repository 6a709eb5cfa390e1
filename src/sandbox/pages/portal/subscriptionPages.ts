import { type Html, html } from '../../../ground/html.ts';
import type { Act, Reason } from '../../portal/portalActs.ts';
import { fillIn } from '../copy/copy.ts';
import type { Voice } from '../copy/copyFor.ts';
import type { SubscriptionView } from './portalView.ts';

/** The longest that a comment may be. */
export const mostComment = 500;

export interface Question {
  readonly title: string;
  readonly text: string;
  readonly button: string;
}

/** What is asked before something is done. `then` is what will be charged by a change. */
export function questionFor(
  act: Exclude<Act, 'keep'>,
  view: SubscriptionView,
  { copy }: Voice,
  change: Readonly<Record<'date' | 'amount' | 'interval', string>>,
): Question {
  const { portal } = copy;
  const { amount, interval, until, paidUntil } = view;
  switch (act) {
    case 'cancel':
      return {
        title: portal.cancelTitle,
        text: until === null ? portal.cancelNow : fillIn(portal.cancelLater, { date: until }),
        button: portal.cancelConfirm,
      };
    case 'pause':
      return { title: portal.pauseTitle, text: portal.pauseText, button: portal.pause };
    case 'resume':
      return {
        title: portal.resumeTitle,
        text:
          paidUntil === null
            ? fillIn(portal.resumeText, { amount, interval })
            : fillIn(portal.next, { date: paidUntil }),
        button: portal.resume,
      };
    case 'change':
      return {
        title: portal.changeTitle,
        text: fillIn(portal.changeText, change),
        button: portal.confirm,
      };
  }
}

const reasonsHtml = (reasons: readonly Reason[], { portal }: Voice['copy']): Html => html`<fieldset>
<legend>${portal.why}</legend>
${reasons.map(
  (reason) =>
    html`<label class="check"><input type="radio" name="feedback" value="${reason}"><span>${portal.reasons[reason]}</span></label>`,
)}
</fieldset>
<div class="field">
<label for="comment">${portal.comment}</label>
<textarea id="comment" name="comment" rows="3" maxlength="${mostComment}"></textarea>
</div>`;

/** The question with its form. `reasons` are those that may be given for leaving. */
export const questionBody = (
  view: SubscriptionView,
  question: Question,
  { action, reasons }: { action: string; reasons: readonly Reason[] },
  { copy }: Voice,
): Html => html`<p class="entry"><span class="entry-name"><bdi>${view.name}</bdi></span> <span><bdi>${view.amount}</bdi> ${view.interval}</span></p>
<p>${question.text}</p>
<form class="narrow" method="post" action="${action}">
${reasons.length > 0 && reasonsHtml(reasons, copy)}
<button class="main-button" type="submit">${question.button}</button>
</form>`;
