import type { IncomingHttpHeaders } from 'node:http';

const mark = 'wrong-on-purpose';

/** For a test that shows how a wrong request is refused: settings of its client, or a header, by which the judge knows. */
export const wrongOnPurpose = {
  client: { appInfo: { name: mark } },
  headers: { 'user-agent': mark },
} as const;

/** Whether a request says that it is wrong because a test means it to be. */
export const isWrongOnPurpose = ({ 'user-agent': agent = '' }: IncomingHttpHeaders): boolean =>
  agent.includes(mark);
