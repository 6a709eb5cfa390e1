import type { SupporterFigures } from '../giving/supporterFigures.ts';
import { type Html, html } from '../ground/html.ts';
import { type AlertedKind, alertKindOf, alertKinds } from '../incidents/alertKinds.ts';
import type { IncidentKind } from '../incidents/incident.ts';
import type { InboxHealth } from '../webhooks/eventStore.ts';
import { badge, empty } from './pieces.ts';
import type { Visit } from './visit.ts';

interface Matter {
  readonly tone: 'warn' | 'bad';
  readonly says: string;
  readonly hint: string;
  /** The page that shows it; absent where none does. */
  readonly to?: string;
}

const minuteMs = 60_000;
const lateMs = 10 * minuteMs;
const silentMs = 24 * 60 * minuteMs;

const passed = (since: Date | null, now: Date): number =>
  since ? now.getTime() - since.getTime() : 0;

/** Incidents that nothing else in the list tells of, the gravest first. */
export const shownIncidents = [
  'endpoint_disabled',
  'stripe_silent',
  'declines_spike',
  'payout_failed',
  'payout_unreconciled',
  'movement_differs',
  'movement_unknown',
  'dispute',
  'fraud_warning',
  'refund_request',
  'refund_failed',
  'review',
  'invoice_not_finalized',
  'mandate_lost',
] as const satisfies readonly IncidentKind[];

const pageOf = (kind: IncidentKind, subjects: readonly string[]): string =>
  kind in alertKinds && subjects.length === 1
    ? alertKindOf(kind as AlertedKind).page(subjects[0]!)
    : `/console/matters?kind=${kind}`;

const incidentMatters = ({ say }: Visit, open: ReadonlyMap<string, readonly string[]>): Matter[] =>
  shownIncidents.flatMap((kind): Matter[] => {
    const subjects = open.get(kind) ?? [];
    const [first, ...more] = subjects;
    if (first === undefined) return [];
    const hint = `${first}${more.length > 0 ? ` + ${more.length}` : ''}`;
    return [{ tone: 'bad', says: say(`incident_${kind}`), hint, to: pageOf(kind, subjects) }];
  });

/** What besides the inbox and the supporters may need somebody. */
export interface OtherMatters {
  /** Refunds that wait for a second person. */
  readonly waitingRefunds: number;
  /** Letters of the last week that could not be sent. */
  readonly unsentLetters: number;
  /** Days until Stripe gives up on the event that it could not deliver for longest; null where it delivers all. */
  readonly daysLeft: number | null;
  /** Subjects of open incidents, by their kind. */
  readonly incidents: ReadonlyMap<string, readonly string[]>;
}

/** What somebody should look at, the worst first. */
export function mattersOf(
  visit: Visit,
  inbox: InboxHealth,
  supporters: SupporterFigures,
  { waitingRefunds, unsentLetters, daysLeft, incidents }: OtherMatters,
): Matter[] {
  const { say, now } = visit;
  const when = (at: Date | null) =>
    at
      ? new Intl.DateTimeFormat(visit.language, {
          dateStyle: 'medium',
          timeStyle: 'short',
          timeZone: visit.timeZone,
        }).format(at)
      : '';
  const matters: (Matter | false)[] = [
    inbox.failed > 0 && {
      tone: 'bad',
      says: say('eventsFailed', { n: inbox.failed }),
      hint: say('eventsFailedHint'),
      to: '/console/events?status=failed',
    },
    passed(inbox.oldestUnprocessedAt, now) > lateMs && {
      tone: 'bad',
      says: say('eventsLate'),
      hint: say('eventsLateHint', { when: when(inbox.oldestUnprocessedAt) }),
      to: '/console/events?status=received',
    },
    !incidents.has('stripe_silent') &&
      supporters.now > 0 &&
      passed(inbox.lastEventAt, now) > silentMs && {
        tone: 'bad',
        says: say('silent', { when: when(inbox.lastEventAt) }),
        hint: say('silentHint'),
        to: '/console/events',
      },
    daysLeft !== null &&
      !incidents.has('endpoint_disabled') && {
        tone: 'warn',
        says: say('stripeGivesUp', { days: visit.number(daysLeft) }),
        hint: say('stripeGivesUpHint'),
        to: '/console/events',
      },
    ...incidentMatters(visit, incidents),
    unsentLetters > 0 && {
      tone: 'bad',
      says: say('lettersUnsent', { n: unsentLetters }),
      hint: say('lettersUnsentHint'),
    },
    waitingRefunds > 0 && {
      tone: 'warn',
      says: say('refundsWait', { n: waitingRefunds }),
      hint: say('refundsWaitHint'),
      to: '/console/refunds?status=waiting',
    },
    inbox.parked > 0 && {
      tone: 'warn',
      says: say('eventsParked', { n: inbox.parked }),
      hint: say('eventsParkedHint'),
      to: '/console/events?status=parked',
    },
    supporters.failing > 0 && {
      tone: 'warn',
      says: say('renewalsFail', { n: supporters.failing }),
      hint: say('renewalsFailHint'),
      to: '/console/gifts?status=past_due',
    },
  ];
  return matters.filter((matter) => matter !== false);
}

/** The list of what needs attention, or the good news. */
export const attentionList = ({ say }: Visit, matters: readonly Matter[]): Html =>
  matters.length === 0
    ? empty(say('allWell'), say('allWellHint'))
    : html`<ul class="card todo">${matters.map(
        ({ tone, says, hint, to }) =>
          html`<li>${badge('!', tone)} ${to ? html`<a href="${to}">${says}</a>` : says} <small>${hint}</small></li>`,
      )}</ul>`;
