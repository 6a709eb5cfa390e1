import { addStyle } from './addStyle.ts';
import { emit, keepChoice, keepMemory } from './keep.ts';
import { laterWords } from './laterWords.ts';
import { lead } from './lead.ts';
import type { Scene } from './scene.ts';
import type { Stage } from './stage.ts';

/** What became of a checkout; "open" also where the service does not answer. */
export async function statusOf(scene: Scene, id: string): Promise<unknown> {
  const reader = scene._reader();
  const query = reader ? `?reader=${reader}` : '';
  try {
    const answer = await scene._ask(`checkouts/${encodeURIComponent(id)}${query}`);
    const { status, supporterKey } = await answer.json();
    if (supporterKey) scene._memory.key = supporterKey;
    return status;
  } catch {
    return 'open';
  }
}

/**
 * Remembers what became of a gift. Other articles are quiet from now on: after one gift for as long as the file says,
 * else for a month before we ask whether it still runs; for a day where it is not sure yet.
 */
export function settle(scene: Scene, status: unknown): void {
  const { _memory: memory, _choice: choice, _acts: acts } = scene;
  const frequency = choice.frequency || scene._file.frequency;
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
}

/** Thanks a reader, or says that the gift is being confirmed, for news of it may take seconds. */
export function thank(scene: Scene, stage: Stage, id: string, firstStatus: unknown): void {
  const { _acts: acts, _choice: choice, _h: h } = scene;
  const words = laterWords(acts);
  const thanks = acts.thanks[choice.campaign!] || Object.values(acts.thanks)[0] || {};

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

  const wait = async () => {
    let status = firstStatus;
    for (const seconds of [1, 2, 4, 8, 15]) {
      settle(scene, status);
      say(status);
      if (status !== 'open') return;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      status = await statusOf(scene, id);
    }
    settle(scene, status);
    say(status === 'open' ? 'slow' : status);
  };

  wait().catch(() => {});
  const box = stage._createBox(scene, words._thanks);
  addStyle(box);
  box._main.append(h('div', { class: 'cell', role: 'status' }, ...lines.map(([, line]) => line)));
  // The page has its turn first: what was made is laid out as it is put in.
  setTimeout(() => stage._place(box, true, () => lead(box._section)));
}
