import { z } from 'zod';
import { askFinance } from '../askFinance.ts';
import { endings, verb } from '../verb.ts';

interface Tried {
  readonly to: string;
  readonly error: string | null;
}

/** Staff want to know before something goes wrong that they would hear of it. */
export const alertsTest = verb({
  name: 'alerts test',
  says: 'sends one letter to each address of ALERTS_TO, to try whether they arrive',
  given: z.object({}),
  async run(_given, operator) {
    const answer = await askFinance(operator, 'alerts/trials', { method: 'POST' });
    const tried = (await answer.json()) as { data: Tried[] };
    const { data } = tried;
    if (data.length === 0)
      return {
        data: tried,
        lines: ['alerts go to nobody: set ALERTS_TO'],
        ending: endings.found,
      };
    return {
      data: tried,
      lines: data.map(({ to, error }) => `${to}: ${error ?? 'sent'}`),
      ending: data.some(({ error }) => error !== null) ? endings.failed : endings.done,
    };
  },
});
