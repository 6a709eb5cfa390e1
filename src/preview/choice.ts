import { z } from 'zod';
import type { Publisher } from '../ground/publisher.ts';
import { type PreviewState, previewStates, previewThemes, previewWidths } from './previewState.ts';

export const all = 'all';

const keysOf = <K extends string>(table: Readonly<Record<K, unknown>>) =>
  Object.keys(table) as [K, ...K[]];

/** The arms of a publisher's campaigns, live or not, as campaign/variant. */
export const armsOf = ({ campaigns }: Publisher): string[] =>
  campaigns.flatMap(({ id, variants }) => variants.map((variant) => `${id}/${variant.id}`));

/** What is to be shown, from a query; what is missing is the first, or what readers would mostly see. */
export function choiceSchema(publisher: Publisher, locales: readonly string[]) {
  const arms = armsOf(publisher);
  return z.object({
    arm: z.enum(arms as [string, ...string[]]).default(arms[0]!),
    state: z.enum([all, ...keysOf(previewStates)]).default('asking'),
    locale: z.enum([all, ...locales]).default(publisher.locale),
    theme: z.enum(keysOf(previewThemes)).default('light'),
    width: z.enum(keysOf(previewWidths as Record<string, string>)).default('390'),
    key: z.string().max(200).optional(),
  });
}

export type PreviewChoice = z.output<ReturnType<typeof choiceSchema>>;

export interface Frame {
  readonly state: PreviewState;
  readonly locale: string;
}

/** Every state in every language that was asked for. */
export function framesOf({ state, locale }: PreviewChoice, locales: readonly string[]): Frame[] {
  const states = state === all ? keysOf(previewStates) : [state as PreviewState];
  return states.flatMap((one) =>
    (locale === all ? locales : [locale]).map((spoken) => ({ state: one, locale: spoken })),
  );
}
