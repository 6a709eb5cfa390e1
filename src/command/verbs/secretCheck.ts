import { z } from 'zod';
import { endChange } from '../../ground/keptKeys.ts';
import { countSealed } from '../reseal.ts';
import { table } from '../table.ts';
import { endings, verb } from '../verb.ts';

/** Whether a former APP_SECRET may go: found by opening everything that is kept sealed. */
export const secretCheck = verb({
  name: 'secret check',
  says: 'opens all that is kept sealed, and says whether a former APP_SECRET may be dropped',
  given: z.strictObject({}),
  async run(_given, operator) {
    const { db, clock, secrets } = await operator.house();
    const places = await countSealed(db, secrets);
    const sum = (which: 'present' | 'former' | 'unknown') =>
      places.reduce((total, one) => total + one[which], 0);
    const [former, unknown] = [sum('former'), sum('unknown')];
    // What was opened one by one is surer than a walk that was cut short before it could note its end.
    if (former === 0) await endChange(db, clock.now());
    const heading = ['', 'present', 'former', 'unknown'];
    const rows = places.map((one) => [one.place, one.present, one.former, one.unknown].map(String));
    const said = [
      former > 0
        ? `${former} can be opened by a former APP_SECRET alone: let the service run with both until none is left`
        : 'nothing needs a former APP_SECRET',
      ...(unknown > 0
        ? [`${unknown} were sealed by a secret that is not known here, and cannot be opened`]
        : []),
    ];
    return {
      data: { places, mayDropFormer: former === 0 },
      lines: [...table([heading, ...rows]), ...said],
      ending: former + unknown > 0 ? endings.found : endings.done,
    };
  },
});
