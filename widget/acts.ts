// What readers set going, fetched once the appeal is in sight: giving, "remind me later", coming back, being forgotten.
// Imports nothing by value that ui.ts imports: the build would put it into a third file.
import { marks } from '../src/appeal/marks.ts';
import { inDigits, writeAmount } from '../src/appeal/typedAmount.ts';
import { addStyle } from './addStyle.ts';
import type { AppealView } from './appeal.ts';
import type { Box } from './box.ts';
import type { Known } from './chooseAppeal.ts';
import { amountOf, complain, give, here, say } from './give.ts';
import { countSnooze, emit, forget, keepChoice, keepMemory, readerOf } from './keep.ts';
import { laterWords } from './laterWords.ts';
import { lead } from './lead.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';
import { tellSnooze } from './tellSnooze.ts';
import { rest, settle, signIn, statusOf, thank } from './thanks.ts';

export { give };

/** Nothing where it does not come. */
const later = import('./later.ts').catch(() => null);

/** Asks what is kept about the reader. A supporter is left in peace for a month before we ask again. */
export async function askReader(scene: Scene): Promise<Known> {
  const answer = await scene._ask(`readers/${scene._reader()}`);
  const { snoozedUntil, supporter } = await answer.json();
  if (supporter) rest(scene, 30);
  return { snoozedUntil: Date.parse(snoozedUntil), supporter };
}

function drawMarks({ _h: h }: Scene, { _main: main }: Box): void {
  for (const drawing of main.querySelectorAll('svg')) {
    drawing.setAttribute('role', 'img');
    const mark = Object.values(marks).find(({ name }) => name === drawing.ariaLabel);
    drawing.append(
      ...mark!.shapes.map(([fill, drawn, x]) =>
        x ? h('text', { fill, x, y: 16.5 }, drawn) : h('path', { fill, d: drawn }),
      ),
    );
  }
}

/**
 * The browser kept the page whole while the reader was away: Continue works again, and who gave meanwhile, or wants no
 * appeal, sees none; the box keeps its size, for nobody asked the page to move.
 */
async function comeBack(scene: Scene, view: AppealView, box: Box): Promise<void> {
  const { _memory: memory, _choice: choice, _acts: acts } = scene;
  say(view, '');
  Object.assign(memory, scene._recall('localStorage', scene._name));
  if (choice.id && (await statusOf(scene, choice.id)) === 'complete') settle(scene, 'complete');
  if (!(memory.quiet! > Date.now())) return;
  const { _section: section, _main: main } = box;
  const hadFocus = box._root.activeElement;
  section.style.minHeight = `${section.offsetHeight}px`;
  section.replaceChildren(main);
  main.replaceChildren(
    memory.gave ? scene._h('p', { class: 'lead' }, laterWords(acts)._thanks) : '',
  );
  if (hadFocus) {
    section.tabIndex = -1;
    section.focus({ preventScroll: true });
  }
}

/** Who put the appeal off, and has it in sight again now that this is over, is counted once. */
function countReturn(scene: Scene): void {
  const { _memory: memory } = scene;
  if (memory.snooze && memory.snooze.until <= Date.now()) {
    countSnooze(scene, 'returned');
    delete memory.snooze;
    keepMemory(scene);
  }
}

/** Makes the appeal that is in sight answer. Called once, before any press is. */
export function equip(scene: Scene, view: AppealView, box: Box): void {
  const { _choice: choice, _acts: file } = scene;
  addStyle(box);
  view._field.after(scene._h('p', { id: 'e' }));
  view._form.append(scene._h('p', { role: 'status' }));
  // Later, for nothing of ours holds the page for long; the marks have their size from the start.
  setTimeout(() => drawMarks(scene, box));
  view._field.inputMode = 'decimal';
  view._field.autocomplete = 'off';
  view._field.setAttribute('aria-describedby', 'e');
  const tools = {
    _words: laterWords(file),
    _addStyle: addStyle,
    _inDigits: inDigits,
    _countSnooze: countSnooze,
    _tellSnooze: tellSnooze,
    _readerOf: readerOf,
    _emit: emit,
    _here: here,
  };
  const equipped = later.then((part) => part?.createLater(scene, view, box, tools));
  // Where that does not come, the appeal goes: who presses is left in peace on this page at least.
  view._snooze = (isOnlyOffer) =>
    equipped.then((run) => (run ? run(isOnlyOffer) : box._host.remove()));
  if (scene._isOffered) view._snooze(true);

  const paintTyped = () => {
    complain(view, '');
    const amount = choice.amount ? null : amountOf(scene, view);
    if (amount)
      view._button.textContent = view._goText().replace('#', writeAmount(amount, file.money));
  };
  view._form.addEventListener('input', paintTyped);
  paintTyped();

  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) comeBack(scene, view, box).catch(() => {});
  });
  countReturn(scene);
  emit(scene, 'shown');
}

/** What is to be done before anything is shown: forgetting, telling what is owed, thanking who comes back. */
export async function begin(scene: Scene, stage: Stage, verb: string | undefined): Promise<void> {
  const { _memory: memory, _choice: choice } = scene;
  if (verb === 'forget') return forget(scene);
  if (verb === 'cancel') return (await later)!.leave(scene);
  if (memory.owed != null) tellSnooze(scene, memory.owed).catch(() => {});
  const [, back] = /^#smallfavor=(.+)/.exec(location.hash) || [];
  if (back) history.replaceState(history.state, '', location.pathname + location.search);
  if (/^sin/.test(back!)) return signIn(scene, back!);
  // By the way back that the payment page offers, or by the browser's own.
  const isBack = choice.from === here();
  const bought = !/^(later|back)/.test(back!) && back;
  const id = bought || (isBack && choice.id);
  if (choice.from) {
    delete choice.from;
    keepChoice(scene, choice);
  }
  if (id) {
    const status = await statusOf(scene, id);
    if (status === 'complete' || (status === 'open' && bought))
      return thank(scene, stage, id, status);
  }
  // Another try is another checkout.
  if (back) delete choice.key;
  const led = /^later/.test(back!) && (await (await later)!.takeUp(scene, back!));
  const how = isBack || verb === 'show' ? 2 : Number(led);
  const view = await stage._show(how);
  if (!view || !how) return;
  const section = view._form.closest('section')!;
  if (isBack) {
    say(view, laterWords(scene._acts)._back);
    // A status that was there from the start is not announced: it is told with the heading that gets the focus.
    view._form.lastElementChild!.id = 's';
    section.querySelector('#h')!.setAttribute('aria-describedby', 's');
  }
  lead(section);
}
