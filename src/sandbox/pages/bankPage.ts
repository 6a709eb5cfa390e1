import { html } from '../../ground/html.ts';
import { fillIn } from './copy/copy.ts';
import type { Voice } from './copy/copyFor.ts';
import { page } from './page.ts';
import type { SessionView } from './sessionView.ts';

/** The step at the bank, 3-D Secure: the reader plays the bank. */
export const bankPage = (view: SessionView, voice: Voice): string => {
  const { bank } = voice.copy;
  return page(
    voice,
    bank.title,
    html`<main class="alone">
<h1>${bank.title}</h1>
<p>${fillIn(bank.text, { amount: view.amount, merchant: view.merchant })}</p>
<form method="post" action="/c/pay/${view.id}/authenticate">
<button class="main-button" name="result" value="complete">${bank.complete}</button>
<button class="other-button" name="result" value="fail">${bank.fail}</button>
</form>
</main>`,
  );
};
