import type { Decline } from '../payments/testCards.ts';
import type { CardState } from './cardFields.ts';
import { type CardValues, type FieldName, safeValues } from './cardForm.ts';
import type { Copy } from './copy/copy.ts';

/** The field that another try begins at, where it is not the number. */
const fieldOf: Readonly<Record<string, FieldName>> = {
  incorrect_cvc: 'cvc',
  expired_card: 'expiry',
};
/** After these the same card may well pay. */
const sameCardMayPay = new Set(['incorrect_cvc', 'processing_error']);

/**
 * The form after a card was refused, with the reason in the reader's words. Who the reader is stays filled in; the card
 * goes, where another one is needed. A lost or stolen card is not told that it is known to be.
 */
export function refusedState(values: CardValues, decline: Decline, copy: Copy): CardState {
  const declines: Readonly<Record<string, string>> = copy.declines;
  const reason = declines[decline.declineCode ?? ''] ?? declines[decline.code] ?? declines.generic;
  const kept = safeValues(values);
  return {
    values: sameCardMayPay.has(decline.code) ? kept : { ...kept, number: '', expiry: '' },
    errors: { [fieldOf[decline.code] ?? 'number']: reason },
    isRefused: true,
  };
}
