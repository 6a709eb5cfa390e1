import { asField, daysTo, inDays } from './inDays.ts';
import type { LaterTools } from './laterTools.ts';
import type { Scene } from './scene.ts';

/** A button that opens a form of one field and one button; what is typed wrongly, the browser says. */
function openingForm(
  { _h: h }: Scene,
  id: string,
  [label, opener, sender]: readonly [label: string, opener: string, sender: string],
  { type, ...attributes }: { type: string } & Parameters<Scene['_h']>[1],
  send: (value: string) => unknown,
) {
  const field = h<HTMLInputElement>('input', { id, required: true, ...attributes });
  // Of a turn of its own: a date field takes long to be made.
  setTimeout(() => {
    field.type = type;
  });
  const submit = (event: Event) => {
    event.preventDefault();
    send(field.value);
  };
  const form = h(
    'form',
    { id: `${id}f`, hidden: true, submit },
    h('label', { for: id }, label),
    field,
    h('button', {}, sender),
  );
  const click = () => {
    form.hidden = !form.hidden;
    button.setAttribute('aria-expanded', String(!form.hidden));
    if (form.hidden) return;
    const focus = () => field.focus();
    // A date field takes long to be laid out for the first time. Others cannot wait: a phone shows its keyboard at once or not at all.
    if (type === 'date') requestAnimationFrame(() => setTimeout(focus));
    else focus();
  };
  const button = h(
    'button',
    { type: 'button', 'aria-expanded': 'false', 'aria-controls': `${id}f`, click },
    opener,
  );
  return { _all: h('div', {}, button, form), _form: form, _field: field, _close: click };
}

/** Another day than the spans offered, and one e-mail on the day that was chosen: nothing is ticked in advance. */
export function addForms(
  scene: Scene,
  tools: LaterTools,
  choose: (days: number) => void,
  inWords: (scene: Scene, tools: LaterTools, day: Date) => string,
) {
  const { _h: h, _acts: acts, _file: file, _memory: memory, _ask: ask } = scene;
  const words = tools._words;
  const [least, most] = acts.days;
  const day = openingForm(
    scene,
    'd',
    [words._otherDay, words._otherDay, words._remind],
    { type: 'date', min: asField(inDays(least)), max: asField(inDays(most)) },
    (value) => {
      // A page that stands open over midnight offers what is today by now.
      choose(Math.max(least, daysTo(value)));
      day._close();
    },
  );

  const said = h('p', { role: 'status', tabindex: -1, class: 'soft' });
  const order = async (email: string) => {
    const on = new Date(memory.snooze!.until);
    const body = new URLSearchParams({
      email,
      on: on.toISOString(),
      consent: 'true',
      locale: file.locale,
      reader: tools._readerOf(scene),
      article: tools._here(),
    });
    try {
      const answer = await ask('reminders', { method: 'POST', body });
      if (!answer.ok) throw 0;
      const { url } = await answer.json();
      said.replaceChildren(
        words._mailSet.replace('#', inWords(scene, tools, on)),
        ' ',
        h('a', { href: url }, words._editMail),
      );
      // Nothing is ticked in advance, also where another day is chosen.
      (mail._form as HTMLFormElement).reset();
      mail._close();
      mail._all.hidden = true;
      said.focus();
    } catch {
      said.textContent = words._mailFailed;
    }
  };
  const mail = openingForm(
    scene,
    'm',
    [words._email, words._byMail, words._remind],
    { type: 'email', autocomplete: 'email', maxlength: 254 },
    order,
  );
  const { privacyUrl } = file;
  mail._field.after(
    h('label', {}, h('input', { type: 'checkbox', required: true }), words._consent),
    privacyUrl ? h('a', { href: privacyUrl }, file.first[16]) : '',
  );
  return { _day: day._all, _mail: acts.mails ? mail._all : h('div', {}), _said: said };
}
