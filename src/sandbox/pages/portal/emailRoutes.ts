import type { Router } from 'express';
import { type Html, html } from '../../../ground/html.ts';
import { changeEmail } from '../../portal/portalActs.ts';
import { decodeForm } from '../../wire/formDecode.ts';
import { faultSummary } from '../cardFields.ts';
import { checkEmail, emptyValues, type FieldErrors, readValues } from '../cardForm.ts';
import type { Voice } from '../copy/copyFor.ts';
import { emailField } from '../fields.ts';
import { goTo, type PortalDesk, type PortalRequest, type Reply, type Visit } from './portalDesk.ts';

const formBody = (at: string, email: string, errors: FieldErrors, { copy }: Voice): Html => {
  const values = { ...emptyValues, email };
  return html`<div class="narrow">
${faultSummary({ values, errors }, copy, copy.errorSummary)}
<form method="post" action="${at}/email" novalidate>
${emailField(copy.email, values, errors)}
<button class="main-button" type="submit">${copy.portal.save}</button>
</form>
</div>`;
};

/** Another address for the customer. */
export function addEmailRoutes(router: Router, desk: PortalDesk): void {
  const path = '/p/session/:token/email';

  const show = (visit: Visit, email: string, errors: FieldErrors, status = 200): Reply =>
    desk.show(
      visit,
      visit.voice.copy.portal.changeEmail,
      formBody(visit.at, email, errors, visit.voice),
      status,
    );

  function isAllowed({ opened }: Visit): boolean {
    const { enabled, allowed_updates: allowed } = opened.configuration.features.customer_update;
    return enabled && allowed.includes('email');
  }

  router.get(path, (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) =>
      isAllowed(visit) ? show(visit, visit.opened.customer.email ?? '', {}) : goTo(visit.at),
    ),
  );

  router.post(path, (req: PortalRequest, res) =>
    desk.visit(req, res, async (visit) => {
      if (!isAllowed(visit)) return goTo(visit.at);
      const { email } = readValues(decodeForm(typeof req.body === 'string' ? req.body : ''));
      const fault = checkEmail(email, visit.voice.copy);
      if (fault) return show(visit, email, { email: fault }, 422);
      changeEmail(visit.work, visit.opened.customer, email);
      return desk.finish(visit, 'email');
    }),
  );
}
