import { html } from '../../ground/html.ts';
import type { Voice } from './copy/copyFor.ts';
import { page } from './page.ts';

export interface BankQuestion {
  /** What the bank asks the person to confirm. */
  readonly text: string;
  /** Where the answer is sent. */
  readonly action: string;
}

/** The step at the bank, 3-D Secure: the reader plays the bank. */
export const bankPage = ({ text, action }: BankQuestion, voice: Voice): string => {
  const { bank } = voice.copy;
  return page(
    voice,
    bank.title,
    html`<main class="alone">
<h1>${bank.title}</h1>
<p>${text}</p>
<form method="post" action="${action}">
<button class="main-button" name="result" value="complete">${bank.complete}</button>
<button class="other-button" name="result" value="fail">${bank.fail}</button>
</form>
</main>`,
  );
};
