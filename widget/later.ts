// "Remind me later": fetched by acts.ts as the appeal comes into sight, so that what is pressed answers at once.
// Imports nothing by value that acts.ts or ui.ts import: the build would put it into one more file.
import { addForms } from './addForms.ts';
import type { AppealView } from './appeal.ts';
import type { Box } from './box.ts';
import { inDays } from './inDays.ts';
import { css } from './later.css';
import type { LaterTools } from './laterTools.ts';
import type { Scene } from './scene.ts';

/** A day as the language writes it, without Intl. */
const inWords = (
  { _acts: { date, money } }: Scene,
  { _inDigits: inDigits }: LaterTools,
  day: Date,
) =>
  date.pattern
    .replace('{d}', inDigits(day.getDate(), money))
    .replace('{m}', date.months.split('|')[day.getMonth()]!)
    .replace('{y}', inDigits(day.getFullYear(), money));

/**
 * Remembers and tells a snooze of so many days, or that there is none (0), in the place of the one before; where there is
 * none the service cancels the letter too. @returns its end
 */
function putOff(scene: Scene, tools: LaterTools, days: number): Date {
  const { _memory: memory } = scene;
  const until = inDays(days);
  tools._countSnooze(scene, 'undone');
  delete memory.snooze;
  delete memory.quiet;
  if (days) {
    memory.quiet = +until;
    memory.snooze = { at: Date.now(), until: +until };
  }
  tools._tellSnooze(scene, days).catch(() => {});
  return until;
}

function fold({ _main: main, _section: section }: Box, isFolded: boolean): void {
  main.hidden = isFolded;
  section.classList.toggle('folded', isFolded);
}

/**
 * The line that says until when, what else may be chosen, and Undo; each appeal has one, silent until it is needed.
 * @returns what a press of "Remind me later" does; told to, it only offers the choices
 */
export async function createLater(scene: Scene, view: AppealView, box: Box, tools: LaterTools) {
  // The page has its turn first, unless the choices are to stand there as the appeal comes.
  if (!scene._isOffered) await new Promise((resolve) => setTimeout(resolve));
  const { _h: h, _acts: file } = scene;
  const words = tools._words;
  tools._addStyle(box, css);
  const status = h('p', { role: 'status', tabindex: -1 });
  const button = (text: string, click: () => void) => h('button', { click }, text);

  const snooze = (days: number) => {
    const until = putOff(scene, tools, days);
    status.textContent = words._until.replace('#', inWords(scene, tools, until));
    undo.hidden = mail.hidden = false;
    tools._emit(scene, 'snoozed', days);
  };

  const choose = (days: number) => {
    snooze(days);
    offers.hidden = true;
    change.hidden = false;
    fold(box, true);
    status.focus();
  };

  const open = () => {
    panel.hidden = offers.hidden = false;
    change.hidden = true;
    view._later.setAttribute('aria-expanded', 'true');
  };

  const undo = button(words._undo, () => {
    putOff(scene, tools, 0);
    panel.hidden = true;
    status.textContent = said.textContent = '';
    view._later.setAttribute('aria-expanded', 'false');
    fold(box, false);
    view._later.focus();
  });

  const change = button(words._change, () => {
    open();
    choices.querySelector('button')!.focus();
  });

  const { _day: day, _mail: mail, _said: said } = addForms(scene, tools, choose, inWords);
  const choices = h(
    'fieldset',
    {},
    h('legend', {}, words._laterIn),
    ...file.snooze.map(([days, span]) => button(span, () => choose(days))),
  );
  const offers = h('div', {}, choices, day);
  const panel = h('div', { id: 'p', hidden: true }, offers, undo, change, mail);
  change.hidden = undo.hidden = mail.hidden = true;
  const quiet = h('div', { class: 'quiet' }, status, panel, said);
  box._section.append(quiet);
  view._later.setAttribute('aria-controls', 'p');
  view._later.setAttribute('aria-expanded', 'false');

  /** Pressing already snoozes, for the middle one of the offered spans; pressing again folds with that. */
  return (isOnlyOffer?: boolean) => {
    const [days] = file.snooze[file.snooze.length >> 1]!;
    if (!undo.hidden && !panel.hidden) return choose(days);
    open();
    if (isOnlyOffer) return;
    snooze(days);
    // Who pressed at the foot of the window sees what came of it; a frame later, when the page is laid out as it is.
    requestAnimationFrame(() => quiet.scrollIntoView({ block: 'nearest' }));
  };
}

/**
 * A letter led here (later, or later.<signature>): the choices stand open as the appeal comes.
 * @returns how it comes: also to who is left in peace (2), where the letter was signed for this reader
 */
export async function takeUp(scene: Scene, back: string): Promise<number> {
  scene._isOffered = true;
  try {
    const [, letter] = back.split('later.');
    const answer = letter && (await scene._ask(`readers/${scene._reader()}?letter=${letter}`));
    return answer && (await answer.json()).byLetter ? 2 : 1;
  } catch {
    return 1;
  }
}

/**
 * Leads a supporter whom this browser knows to where one more press cancels their gift; who is not known, to the page
 * that finds a gift by its charge.
 */
export async function leave({ _ask: ask, _memory: memory, _tag: tag }: Scene): Promise<void> {
  const headers = { Authorization: `Bearer ${memory.key}` };
  const answer = memory.key ? await ask('gift', { headers }) : undefined;
  location.assign(
    answer?.ok
      ? `${(await answer.json()).pageUrl}?cancel`
      : `${tag.origin}/${tag.publisher}/charge`,
  );
}
