import { type Html, html } from '../../ground/html.ts';
import type { Copy } from './copy/copy.ts';

const names = ['Visa', 'Mastercard', 'Amex', 'Apple Pay', 'Google Pay'] as const;

/** The marks of cards and wallets, as they stand at the fields. */
export const marks = (copy: Copy): Html => html`<ul class="marks" aria-label="${copy.accepted}">
${names.map((name) => html`<li>${name}</li>`)}
</ul>`;
