import { type Clock, plusMs } from '../ground/clock.ts';
import type { Publisher } from '../ground/publisher.ts';
import type { Secrets } from '../ground/secrets.ts';

const lifeMs = 30 * 60_000;
const purpose = 'charge';

/** What lets a page act on the charge that it found: for half an hour, with one publisher, and without being kept. */
export function createChargeTickets({ clock, secrets }: { clock: Clock; secrets: Secrets }) {
  return {
    write(publisher: Publisher, chargeId: string): string {
      const ends = plusMs(clock.now(), lifeMs).getTime();
      return secrets.seal(purpose, JSON.stringify([chargeId, ends]), publisher.id);
    },
    /** The charge's id, or undefined where the ticket is not ours, or over. */
    read(publisher: Publisher, ticket: unknown): string | undefined {
      const opened =
        typeof ticket === 'string' ? secrets.open(purpose, ticket, publisher.id) : undefined;
      if (opened === undefined) return undefined;
      const [id, ends] = JSON.parse(opened) as [string, number];
      return ends > clock.now().getTime() ? id : undefined;
    },
  };
}
