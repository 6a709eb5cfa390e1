import { type Html, html } from '../ground/html.ts';
import { publisherPage } from '../ground/publisherPage.ts';
import { giftFormHtml } from './giftFormHtml.ts';
import type { PageView } from './pageView.ts';

const errorSummary = ({ faults, texts }: PageView): Html | false =>
  faults.length > 0 &&
  html`<div class="errors" role="alert" aria-labelledby="errors">
    <h2 id="errors">${texts.problem}</h2>
    <ul>${faults.map(({ field, says }) => html`<li><a href="#${field}">${says}</a></li>`)}</ul>
  </div>`;

function appealHtml(view: PageView): Html {
  const { publisher, texts, refusal, warning, copy } = view;
  // Where giving may be a crime nobody is asked: neither by the campaign's words nor by ours.
  if (refusal) return html`<h1>${publisher.name}</h1><p class="refusal">${refusal}</p>`;
  return html`${errorSummary(view)}
    <h1>${copy?.heading ?? texts.support.replace('#', () => publisher.name)}</h1>
    ${copy && html`<p class="lead">${copy.lead}</p>`}
    ${copy?.paragraphs.map((paragraph) => html`<p>${paragraph}</p>`)}
    ${warning && html`<p class="notice" id="warning">${warning}</p>`}${giftFormHtml(view)}`;
}

// Coming back without paying leads to #smallfavor=back, and :target shows the form again in place of the thanks. With
// scripts, the way back carries what the payment page added, so that the widget in the article knows of the gift.
function thanksHtml(view: PageView): Html {
  const { texts, returnUrl, publisher, nonce, copy } = view;
  return html`<div id="smallfavor=back"><p class="notice">${texts.back}</p>${appealHtml(view)}</div>
    <div class="thanks">
      <h1>${texts.thanks}</h1>
      ${copy?.thanks && html`<p class="lead">${copy.thanks}</p>`}
      <p><a class="button" id="return" href="${returnUrl}">${texts.returnTo.replace('#', () => publisher.name)}</a></p>
    </div>
    <script nonce="${nonce}">document.getElementById('return').hash = location.hash</script>`;
}

/** The appeal as a page of its own: it takes gifts without a single script. */
export function renderPage(view: PageView): string {
  const { publisher, locale, texts, nonce, returnUrl, faults, refusal } = view;
  const title = refusal ? publisher.name : texts.support.replace('#', () => publisher.name);
  return publisherPage({
    publisher,
    locale,
    title: faults.length > 0 ? `${texts.problem} – ${title}` : title,
    nonce,
    home: returnUrl,
    main: view.isThanks ? thanksHtml(view) : appealHtml(view),
  });
}
