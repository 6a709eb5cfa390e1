import type { Verb } from './verb.ts';
import { alertsTest } from './verbs/alertsTest.ts';
import { configCheck } from './verbs/configCheck.ts';
import { eventsBackfill } from './verbs/eventsBackfill.ts';
import { eventsList } from './verbs/eventsList.ts';
import { eventsReplay } from './verbs/eventsReplay.ts';
import { exportList } from './verbs/exportList.ts';
import { keyRotate } from './verbs/keyRotate.ts';
import { postBounced } from './verbs/postBounced.ts';
import { postList } from './verbs/postList.ts';
import { postRetry } from './verbs/postRetry.ts';
import { previewLink } from './verbs/previewLink.ts';
import { readerErase } from './verbs/readerErase.ts';
import { reconcileBooks } from './verbs/reconcileBooks.ts';
import { secretCheck } from './verbs/secretCheck.ts';
import { staffAdd } from './verbs/staffAdd.ts';

/** Everything that `npx smallfavor` does, one line each. */
export const verbs: readonly Verb[] = [
  configCheck,
  eventsList,
  eventsReplay,
  eventsBackfill,
  reconcileBooks,
  exportList,
  keyRotate,
  secretCheck,
  previewLink,
  staffAdd,
  readerErase,
  postList,
  postRetry,
  postBounced,
  alertsTest,
];
