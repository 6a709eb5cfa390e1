import { z } from 'zod';
import type { TakenBounce } from '../../ground/bounces.ts';
import { askFinance } from '../askFinance.ts';
import { endings, verb } from '../verb.ts';

const mostBytes = 1_000_000;

const says: Record<TakenBounce['result'] | 'too_large', string> = {
  noted: 'is marked as failed',
  known: 'was dealt with before',
  not_failed: 'has not failed, the message says',
  forgotten: 'is not known any more',
  not_ours: 'the message names no letter that was sent from here',
  no_bounce: 'the message is no delivery status notification',
  too_large: 'the message is too large to be about a letter from here',
};

const nothing = { letter: null, status: null };

/** What a mail server pipes its bounces into. Whatever the message is, it has been dealt with; only where it could not be looked at is it to be kept and brought again. */
export const postBounced = verb({
  name: 'post bounced',
  says: 'reads one message on standard input, and marks the letter as failed that it says came back; for a mail server',
  given: z.strictObject({}),
  otherwise: endings.tryLater,
  async run(_given, operator) {
    const message = await operator.read(mostBytes);
    let taken: Omit<TakenBounce, 'result'> & { result: keyof typeof says };
    if (!message) taken = { result: 'too_large', ...nothing };
    else if (message.length === 0) taken = { result: 'no_bounce', ...nothing };
    else {
      const answer = await askFinance(operator, 'bounces', {
        method: 'POST',
        headers: { 'Content-Type': 'message/rfc822' },
        body: new Uint8Array(message),
      });
      taken = (await answer.json()) as TakenBounce;
    }
    const { result, letter, status } = taken;
    return {
      data: taken,
      lines: [[letter, says[result], status && `(${status})`].filter(Boolean).join('  ')],
    };
  },
});
