import { bucketOf, decide, needsCountry } from '../src/appeal/decide.ts';
import { mayWall } from '../src/ground/wallMode.ts';
import type { Gate } from './gate.ts';

/**
 * The campaign and variant that a wall on this page goes with, if one is live; undefined where no wall may stand. The
 * server is asked for the country only where something hangs on it.
 */
export async function wallChoice(
  { data, file: { barred = [], campaigns = [] }, ask }: Omit<Gate, 'choice'>,
  tags: readonly string[],
  reader: string | undefined,
): Promise<Gate['choice'] | undefined> {
  const now = Date.now();
  const isAsked = !data.country && (barred.length > 0 || needsCountry(campaigns, now));
  const country = isAsked ? (await (await ask('place')).json()).country : data.country;
  if (!mayWall(barred, country)) return undefined;
  const { appeal } = decide({
    campaigns,
    bounds: {},
    // Who is left in peace meets the wall all the same.
    reader: { snoozedUntil: null, supporter: false, gaveUntil: null },
    page: {
      sections: [data.section!],
      tags,
      countries: [country],
      devices: [innerWidth < 768 ? 'phone' : 'desktop'],
    },
    now,
    bucket: bucketOf(reader || `${Math.random()}`),
  });
  return appeal ? { campaign: appeal.campaign.id, variant: appeal.variant.id } : {};
}
