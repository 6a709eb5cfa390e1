import { addStyle } from './addStyle.ts';
import { emit, keepChoice, keepMemory } from './keep.ts';
import { laterWords } from './laterWords.ts';
import { lead } from './lead.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';

/**
 * Thanks a reader who comes back from the payment page, or says that the gift is being confirmed, for news of it may
 * take seconds. Other articles are quiet too: after one gift for as long as the file says, else until it is time to
 * look again.
 * @returns whether there was anything to thank for
 */
export async function thank(scene: Scene, stage: Stage, id: string): Promise<boolean> {
  const { _file: file, _acts: acts, _memory: memory, _choice: choice, _h: h } = scene;
  const words = laterWords(acts);

  const thanks = acts.thanks[choice.campaign!] || Object.values(acts.thanks)[0] || {};

  const look = async (): Promise<unknown> => {
    const reader = scene._reader();
    const answer = await scene._ask(
      `checkouts/${encodeURIComponent(id)}${reader ? `?reader=${reader}` : ''}`,
    );
    const { status, supporterKey } = await answer.json();
    if (supporterKey) memory.key = supporterKey;
    return status;
  };

  const settle = () => {
    const frequency = choice.frequency || file.frequency;
    const isSure = status === 'complete';
    const days = isSure ? (frequency === 'once' ? acts.quietDaysAfterOnce : 30) : 1;
    const at = Date.now();
    memory.gave = { at, frequency };
    memory.quiet = at + days * 864e5;
    if (status === 'expired') {
      delete memory.gave;
      delete memory.quiet;
    }
    keepMemory(scene);
    if (!isSure) return;
    keepChoice(scene);
    emit(scene, 'given');
  };

  let status = await look().catch(() => 'open');
  if (status !== 'open' && status !== 'complete') return false;

  // All that may be said lies in one cell, so that no later word moves the page.
  const lines = [
    ['complete', thanks[choice.variant!] || Object.values(thanks)[0]],
    ['open', words._confirming],
    ['slow', words._slow],
    ['expired', words._back],
  ].map(([when, text]) => [when, h('p', { class: 'lead' }, text)] as const);
  const say = (now: unknown) => {
    for (const [when, line] of lines) line.classList.toggle('said', when === now);
  };

  const box = stage._createBox(scene, words._thanks);
  addStyle(box);
  box._main.append(h('div', { class: 'cell', role: 'status' }, ...lines.map(([, line]) => line)));
  stage._place(box, true, () => lead(box._section));

  const wait = async () => {
    for (const seconds of [1, 2, 4, 8, 15]) {
      settle();
      say(status);
      if (status !== 'open') return;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      status = await look().catch(() => 'open');
    }
    settle();
    say(status === 'open' ? 'slow' : status);
  };
  wait().catch(() => {});
  return true;
}
