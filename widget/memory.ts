/** What a browser remembers of one publisher, in that publisher's own localStorage, once the reader has acted. */
export interface Memory {
  /** A random id this browser made for itself. */
  reader?: string;
  /** No appeal before then, in milliseconds since 1970; all that the loader looks at. */
  quiet?: number;
  /** "Remind me later": when it was said, and until when. */
  snooze?: { at: number; until: number };
  /** Days of a snooze that the server has not heard of yet; 0 where it has not heard of the Undo. */
  owed?: number;
  /** A gift was made, or its giver signed in; before, an object said so. */
  gave?: boolean;
  /** The key by which the reader manages their gift. */
  key?: string;
}

/** What the reader chose, kept in sessionStorage while they are at the payment page. */
export interface Choice {
  frequency?: string;
  /** Minor units of one of the choices; 0 stands for what was typed. */
  amount?: number;
  typed?: string;
  /** Idempotency key of the checkout for this choice. */
  key?: string;
  /** The checkout, and the page that the reader left for it. */
  id?: string;
  from?: string;
  campaign?: string;
  variant?: string;
}

export type Store = 'localStorage' | 'sessionStorage';

/** Reads what is kept. Storage throws where cookies are blocked and in sandboxed frames; then the widget works and forgets. */
export function recall(store: Store, name: string): object {
  try {
    return JSON.parse(window[store][name]) || {};
  } catch {
    return {};
  }
}
