import type { Copy } from '../ground/campaign.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Texts } from '../ground/textKeys.ts';
import type { FormFault, GiftForm } from './giftForm.ts';

/** What one sending of the page shows. */
export interface PageView {
  readonly publisher: Publisher;
  readonly locale: string;
  readonly texts: Texts;
  readonly nonce: string;
  /** The words of the appeal; undefined where the publisher has none today. */
  readonly copy: Copy | undefined;
  readonly form: GiftForm;
  readonly faults: readonly FormFault[];
  /** What stands in the way of any gift, in place of the form. */
  readonly refusal: string | null;
  /** What a reader should know before giving from where they are. */
  readonly warning: string | null;
  /** The reader comes back from the payment page. */
  readonly isThanks: boolean;
  /** Where the reader goes on reading. */
  readonly returnUrl: string;
}
