import { type Html, html } from '../../../ground/html.ts';
import type { Decline } from '../../payments/testCards.ts';
import type { Saving } from '../../portal/newCard.ts';
import { note } from '../../portal/portalSessions.ts';
import { type CardState, cardFields, faultSummary, testCardPanel } from '../cardFields.ts';
import type { CardValues } from '../cardForm.ts';
import type { Voice } from '../copy/copyFor.ts';
import { refusedState } from '../refusal.ts';
import { goTo, type PortalDesk, type Reply, type Visit } from './portalDesk.ts';

const formBody = (
  at: string,
  state: CardState,
  { copy }: Voice,
): Html => html`<p>${copy.portal.cardText}</p>
<div class="narrow">
${faultSummary(state, copy, copy.notSaved)}
<form id="card-form" method="post" action="${at}/card" novalidate>
${cardFields(state, copy)}
<button class="main-button" type="submit">${copy.portal.save}</button>
</form>
${testCardPanel(copy, 'card-form')}
</div>`;

/** What the routes of a new card have in common. */
export function createCardDesk(desk: PortalDesk) {
  const show = (visit: Visit, state: CardState, status = 200): Reply =>
    desk.show(
      visit,
      visit.voice.copy.portal.cardTitle,
      formBody(visit.at, state, visit.voice),
      status,
    );

  const refuse = (visit: Visit, values: CardValues, decline: Decline): Reply =>
    show(visit, refusedState(values, decline, visit.voice.copy), 402);

  /** What comes of it: what is next, the way to the bank, or why not. */
  async function answer(visit: Visit, outcome: Saving, values: CardValues): Promise<Reply> {
    const { work, opened, at } = visit;
    const waiting =
      typeof outcome === 'object' && 'waiting' in outcome ? outcome.waiting : undefined;
    await note(work, opened.session, { waiting });
    if (outcome === 'saved') return desk.finish(visit, 'card');
    return 'waiting' in outcome ? goTo(`${at}/card/bank`) : refuse(visit, values, outcome);
  }

  return { show, refuse, answer };
}

export type CardDesk = ReturnType<typeof createCardDesk>;
