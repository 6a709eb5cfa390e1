import { formatMoney } from '../ground/money.ts';
import type { IncidentKind } from './incident.ts';

/** What a letter to staff says of one kind of incident. */
export interface AlertKind {
  /** What is so when it is over. */
  readonly over: string;
  readonly advice: string;
  /** The page of the console that shows it. */
  readonly page: (subject: string) => string;
  /** The facts of the incident in words. */
  readonly tell: (detail: Readonly<Record<string, unknown>>) => string;
}

const events = (status: string) => () => `/console/events?status=${status}`;
const payout = (subject: string) => `/console/payouts/${encodeURIComponent(subject)}`;
const matters = (kind: IncidentKind) => () => `/console/matters?kind=${kind}`;
const nothing = () => '';

const money = ({ unexplained, currency }: Readonly<Record<string, unknown>>): string =>
  typeof unexplained === 'number' && typeof currency === 'string'
    ? `${formatMoney({ amount: unexplained, currency }, 'en')} not explained`
    : '';

/** The incidents that staff are written to about, the gravest first: conditions of the whole service. What concerns one reader waits in the console. */
export const alertKinds = {
  inbox_failing: {
    over: 'The inbox is worked again',
    advice:
      'Look at the error of the events that failed, and process them again when its cause is gone.',
    page: events('failed'),
    tell: ({ failed, late }) => `failed: ${failed}, waiting too long: ${late}`,
  },
  stripe_silent: {
    over: 'Stripe sends events again',
    advice:
      'Look at the webhook in Stripe: its address, whether it is enabled, and its signing secret here. Until then events are asked for every ten minutes.',
    page: () => '/console/events',
    tell: ({ gifts }) => `gifts without an event: ${gifts}`,
  },
  endpoint_disabled: {
    over: 'Stripe’s endpoint for us is enabled again',
    advice: 'Enable the endpoint in Stripe again. What was not sent meanwhile is asked for.',
    page: () => '/console/events',
    tell: nothing,
  },
  declines_spike: {
    over: 'Declines are back to what is usual',
    advice:
      'Look at the payments in Stripe: if nobody you know gives so, turn on more of Radar’s rules, or take the appeal down for a while.',
    page: () => '/console/events?type=charge.failed',
    tell: ({ declines, usual }) => `declined in one hour: ${declines}, usually: ${usual}`,
  },
  payout_unreconciled: {
    over: 'The payout reconciles',
    advice: 'The payout’s page names each line that differs.',
    page: payout,
    tell: money,
  },
  payout_failed: {
    over: 'A later payout reached the bank, or somebody settled it',
    advice: 'Look at the bank account in Stripe: no payout goes out until it is mended.',
    page: payout,
    tell: nothing,
  },
  movement_unknown: {
    over: 'Stripe knows the movement, or somebody settled it',
    advice: 'Nothing was changed: somebody who keeps the books looks at it, and says what it was.',
    page: matters('movement_unknown'),
    tell: nothing,
  },
  movement_differs: {
    over: 'The movement agrees, or somebody settled it',
    advice: 'Nothing was changed: somebody who keeps the books looks at it, and says what it was.',
    page: matters('movement_differs'),
    tell: nothing,
  },
  events_parked: {
    over: 'No event is set aside any more',
    advice: 'Each says why it was set aside; process those that are right.',
    page: events('parked'),
    tell: ({ parked }) => `set aside: ${parked}`,
  },
} as const satisfies Partial<Record<IncidentKind, AlertKind>>;

export type AlertedKind = keyof typeof alertKinds;

export const alertedKinds = Object.keys(alertKinds) as AlertedKind[];

export const alertKindOf = (kind: AlertedKind): AlertKind => alertKinds[kind];
