import { createBox } from './box.ts';
import { h } from './dom.ts';
import type { Gate } from './gate.ts';
import type { Scene } from './scene.ts';
import { css } from './wall.css';
import { wallWords } from './wallWords.ts';

/** A box in the publisher's colours, with the wall's own style. */
export function wallBox({ file, data }: Gate, heading: string) {
  const box = createBox({ _file: file, _tag: { data } } as unknown as Scene, heading);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  box._root.adoptedStyleSheets = [...box._root.adoptedStyleSheets, sheet];
  return box;
}

/** Where readers give: our page, which leads back here. */
export function supportLink(gate: Gate, label: string): HTMLElement {
  const { data, origin, publisher, file, choice } = gate;
  const query = new URLSearchParams({ locale: file.locale, return: location.href, ...choice });
  if (data.country) query.set('country', data.country);
  return h('a', { class: 'give', part: 'button', href: `${origin}/${publisher}?${query}` }, label);
}

/** For who gives already, on a browser that does not know it: a link by mail. The answer is the same for strangers. */
function signInForm(gate: Gate): HTMLElement {
  const words = wallWords(gate.file);
  const status = h('p', { role: 'status' });
  const field = h<HTMLInputElement>('input', {
    id: 'f',
    type: 'email',
    name: 'email',
    autocomplete: 'email',
    required: true,
  });
  const submit = async (event: Event) => {
    event.preventDefault();
    status.textContent = '';
    const body = new URLSearchParams({
      email: field.value,
      returnUrl: location.href.split('#')[0]!,
      locale: gate.file.locale,
    });
    const answer = await gate.ask('sign-ins', { method: 'POST', body }).catch(() => undefined);
    status.textContent = answer?.ok ? words.sent : words.failed;
  };
  return h(
    'details',
    {},
    h('summary', {}, words.signIn),
    h(
      'form',
      { submit },
      h('div', {}, h('label', { for: 'f' }, words.email), field),
      h('button', {}, words.send),
    ),
    status,
  );
}

/** The month that begins then by the publisher's clocks, which are ahead of UTC by 14 hours at most; January is 0. */
const monthOf = (instant: string) => new Date(Date.parse(instant) + 14 * 36e5).getUTCMonth();

/** What stands after the folded article: why, until when, and the two ways on. */
export function showWall(gate: Gate, resetsAt?: string): HTMLElement {
  const { file } = gate;
  const words = wallWords(file);
  const box = wallBox(gate, resetsAt ? words.title : words.supporters);
  const day = resetsAt && file.firsts?.[monthOf(resetsAt)];
  box._main.append(
    h('p', { class: 'lead' }, words.lead.replace('#', file.name)),
    ...(day ? [h('p', {}, words.resets.replace('#', day))] : []),
    supportLink(gate, words.support.replace('#', file.name)),
    signInForm(gate),
  );
  requestAnimationFrame(box._paint);
  return box._host;
}
