import { renderSVG } from 'uqr';
import { html, rawHtml } from '../ground/html.ts';
import { clientOf } from './client.ts';
import type { Cookies } from './cookie.ts';
import { type Door, formOf } from './door.ts';
import { type FieldFault, faultList, input, link } from './pieces.ts';
import type { SecondFactor } from './secondFactor.ts';
import { doorPage } from './shell.ts';
import type { Visit } from './visit.ts';
import type { Welcome } from './welcome.ts';

export interface WelcomeDoorsDependencies {
  readonly welcome: Welcome;
  readonly secondFactor: SecondFactor;
  readonly cookies: Cookies;
  readonly hasOidc: boolean;
}

const over = (visit: Visit): string =>
  doorPage(
    visit,
    visit.say('linkOver'),
    html`<p class="lead">${visit.say('linkOverHint')}</p><p>${link('/console/sign-in', visit.say('signIn'))}</p>`,
  );

function page(
  { secondFactor, hasOidc }: WelcomeDoorsDependencies,
  visit: Visit,
  token: string,
  { name, faults }: { name: string; faults: readonly FieldFault[] },
): string {
  const { say } = visit;
  const offer = secondFactor.offer(token, name);
  const field = { type: 'password', autocomplete: 'new-password', required: true, faults };
  return doorPage(
    visit,
    say('welcomeTitle', { name }),
    html`<p class="lead">${say('welcomeLead')}</p>
<div class="card">${faultList(visit, faults)}
${hasOidc && html`<a class="button quiet" href="/console/oidc?link=${encodeURIComponent(token)}">${say('bindOidc')}</a><p class="or">${say('signInOr')}</p>`}
<form method="post"><input type="text" name="name" value="${name}" autocomplete="username" hidden>
${input({ ...field, name: 'password', label: say('newPassword'), hint: say('newPasswordHint') })}
${input({ ...field, name: 'again', label: say('passwordAgain') })}
<fieldset><legend>${say('setUpApp')}</legend><p class="hint">${say('setUpAppHint')}</p></fieldset>
<div class="field"><div class="qr" role="img" aria-label="${say('qrAlt')}">${rawHtml(renderSVG(offer.uri, { border: 0 }))}</div>
<p class="hint">${say('key')}: <span class="id">${offer.secret}</span></p></div>
${input({ name: 'code', label: say('code'), inputmode: 'numeric', autocomplete: 'one-time-code', required: true, faults })}
<button>${say('saveAndEnter')}</button></form></div>`,
  );
}

/** The page of a one-time link, and the recovery codes that follow, shown once. */
export function welcomeDoors(dependencies: WelcomeDoorsDependencies): Door[] {
  const { welcome, cookies } = dependencies;

  return [
    {
      method: 'get',
      path: '/welcome/:token',
      needs: 'nothing',
      async serve(visit, req, res) {
        const token = String(req.params.token);
        const guest = await welcome.guest(token);
        if (!guest) return void res.status(404).send(over(visit));
        res.send(page(dependencies, visit, token, { name: guest.name, faults: [] }));
      },
    },
    {
      method: 'post',
      path: '/welcome/:token',
      needs: 'nothing',
      async serve(visit, req, res) {
        const token = String(req.params.token);
        const form = formOf(req);
        const text = (name: string) => String(form[name] ?? '').slice(0, 300);
        const chosen = { password: text('password'), again: text('again'), code: text('code') };
        const guest = await welcome.guest(token);
        const settled =
          guest && (await welcome.settle(token, chosen, clientOf(req.get('User-Agent'))));
        if (!guest || !settled) return void res.status(404).send(over(visit));
        if ('faults' in settled) {
          const faults = settled.faults.map(({ field, word }) => ({
            field,
            says: visit.say(word),
          }));
          return void res
            .status(400)
            .send(page(dependencies, visit, token, { name: guest.name, faults }));
        }
        cookies.write(res, 'session', settled.session);
        const { say } = visit;
        res.send(
          doorPage(
            visit,
            say('recoveryTitle'),
            html`<p class="lead">${say('recoveryLead')}</p><div class="card">
<ul class="codes">${settled.recoveryCodes.map((code) => html`<li>${code}</li>`)}</ul></div>
<p class="noprint"><br><a class="button" href="/console">${say('goToConsole')}</a></p>`,
          ),
        );
      },
    },
  ];
}
