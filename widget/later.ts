import { inDigits } from '../src/appeal/typedAmount.ts';
import type { AppealView } from './appeal.ts';
import type { Box } from './box.ts';
import { emit, keepMemory, readerOf } from './keep.ts';
import { laterWords } from './laterWords.ts';
import type { Scene } from './scene.ts';

/**
 * Tells the server of a snooze, or of an Undo (0 days): one request at a time and the last word last. What it does not
 * hear is owed, and told on a later page view.
 */
export async function tellSnooze(scene: Scene, days: number): Promise<void> {
  const { _memory: memory, _choice: choice } = scene;
  memory.owed = days;
  const path = `readers/${readerOf(scene)}/snooze`;
  keepMemory(scene);
  if (scene._isTelling) return;
  scene._isTelling = true;
  try {
    while (memory.owed != null) {
      const { owed } = memory;
      const { campaign } = choice;
      const fields = { days: String(owed), ...(campaign && { campaign }) };
      const answer = await scene._ask(
        path,
        owed ? { method: 'PUT', body: new URLSearchParams(fields) } : { method: 'DELETE' },
      );
      if (!answer.ok) break;
      if (memory.owed === owed) delete memory.owed;
    }
  } finally {
    scene._isTelling = false;
    keepMemory(scene);
  }
}

/** A day as the language writes it, without Intl. */
function dayInWords({ _acts: { date, money } }: Scene, at: number): string {
  const day = new Date(at);
  return date.pattern
    .replace('{d}', inDigits(day.getDate(), money))
    .replace('{m}', date.months.split('|')[day.getMonth()]!)
    .replace('{y}', inDigits(day.getFullYear(), money));
}

/** The line that says until when, what else may be chosen, and Undo; each appeal has one, silent until it is needed. */
export function createQuiet(scene: Scene, view: AppealView, box: Box) {
  const { _h: h, _acts: file, _memory: memory } = scene;
  const words = laterWords(file);
  const status = h('p', { role: 'status', tabindex: -1 });

  const fold = (isFolded: boolean) => {
    box._main.hidden = isFolded;
    box._section.classList.toggle('folded', isFolded);
  };

  const snooze = (days: number) => {
    const at = Date.now();
    const until = at + days * 864e5;
    memory.snooze = { at, until };
    memory.quiet = until;
    tellSnooze(scene, days).catch(() => {});
    status.textContent = words._until.replace('#', dayInWords(scene, until));
    emit(scene, 'snoozed');
  };

  const choose = (days: number) => {
    snooze(days);
    choices.hidden = true;
    fold(true);
    status.focus();
  };

  const undo = () => {
    delete memory.snooze;
    delete memory.quiet;
    tellSnooze(scene, 0).catch(() => {});
    panel.hidden = true;
    status.textContent = '';
    view._later.setAttribute('aria-expanded', 'false');
    fold(false);
    view._later.focus();
  };

  const choices = h(
    'fieldset',
    {},
    h('legend', {}, words._laterIn),
    ...file.snooze.map(([days, span]) => h('button', { click: () => choose(days) }, span)),
  );
  const panel = h(
    'div',
    { id: 'p', hidden: true },
    choices,
    h('button', { click: undo }, words._undo),
  );
  box._section.append(h('div', { class: 'quiet' }, status, panel));

  /** Pressing already snoozes, for the middle one of the offered spans; pressing again folds with that. */
  return () => {
    const [days] = file.snooze[file.snooze.length >> 1]!;
    if (!panel.hidden) return choose(days);
    snooze(days);
    panel.hidden = choices.hidden = false;
    view._later.setAttribute('aria-expanded', 'true');
  };
}
