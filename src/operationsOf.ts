import { appealOperations } from './appeal/routes.ts';
import { pageCheckOperations } from './check/routes.ts';
import { checkoutOperations } from './checkout/routes.ts';
import { readerOperations } from './entitlement/readerRoutes.ts';
import { financeOperations } from './finance/routes.ts';
import type { Operation, Sample } from './ground/operation.ts';
import type { Publishers } from './ground/readPublishers.ts';
import { healthOperations } from './healthRoutes.ts';
import { meterOperations } from './meter/routes.ts';
import { referenceRoutes } from './reference/routes.ts';
import { reminderPageOperations } from './reminders/pageRoutes.ts';
import { reminderOperations } from './reminders/routes.ts';
import { snoozeOperations } from './snooze/routes.ts';
import { chargePageOperations } from './supporter/chargePageRoutes.ts';
import { giftPageOperations } from './supporter/giftPageRoutes.ts';
import { giftOperations } from './supporter/giftRoutes.ts';
import { passOperations } from './supporter/passRoutes.ts';
import { signInPageOperations } from './supporter/signInPageRoutes.ts';
import { signInOperations } from './supporter/signInRoutes.ts';
import { tallyOperations } from './tally/routes.ts';
import { webhookOperations } from './webhooks/routes.ts';

/** All that is described to others, each beside the route that does it. A test holds it against the routes. */
export const operationsOf = (sample: Sample): Operation[] => [
  ...appealOperations(sample),
  ...tallyOperations(sample),
  ...readerOperations,
  ...snoozeOperations(sample),
  ...meterOperations,
  ...checkoutOperations(sample),
  ...reminderOperations(sample),
  ...signInOperations(sample),
  ...giftOperations(sample),
  ...passOperations,
  ...giftPageOperations,
  ...chargePageOperations,
  ...signInPageOperations,
  ...reminderPageOperations,
  ...pageCheckOperations(sample),
  ...financeOperations,
  ...webhookOperations,
  ...healthOperations,
];

/** The description of it all. Examples are for the first publisher: there is always one. */
export function describedRoutes(publishers: Publishers, publicUrl: string) {
  const sample = { publisher: [...publishers.values()][0]!, publicUrl };
  return referenceRoutes(operationsOf(sample), sample);
}
