import { createHash } from 'node:crypto';

/** Everything that is noted. */
export const acts = [
  'staff_added',
  'staff_link_made',
  'staff_role_changed',
  'staff_closed',
  'staff_opened',
  'credentials_set',
  'identity_bound',
  'signed_in',
  'sign_in_refused',
  'signed_out',
  'session_ended',
  'event_replayed',
  'gift_refunded',
  'refund_asked',
  'refund_declined',
  'gift_cancelled',
  'portal_opened',
  'list_exported',
  'payout_checked',
  'refund_agreed',
  'refund_withdrawn',
  'refund_refused',
  'refund_expired',
  'gift_cancel_undone',
  'portal_mailed',
  'person_erased',
  'incident_settled',
  'letter_resent',
] as const;

export type Act = (typeof acts)[number];

/** One line of the audit log. */
export interface AuditEntry {
  readonly sequence: number;
  readonly at: Date;
  /** The id of a staff member, or a word in angle brackets for a program. */
  readonly actor: string;
  readonly act: Act;
  /** What it was done to: an id. */
  readonly subject: string | null;
  /** A few words more, such as the reason that was given. */
  readonly detail: string | null;
}

/** What stands before the first entry. */
export const firstHash = '0'.repeat(43);

/** The seal of an entry over itself and, by the hash before it, over all that came earlier. */
export const hashOf = (entry: AuditEntry, previous: string): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        previous,
        entry.sequence,
        entry.at.toISOString(),
        entry.actor,
        entry.act,
        entry.subject,
        entry.detail,
      ]),
    )
    .digest('base64url');
