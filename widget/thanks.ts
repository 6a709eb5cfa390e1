import { addStyle } from './addStyle.ts';
import { emit, keepChoice, keepMemory, readerOf } from './keep.ts';
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

/** Leaves who gives in peace for so many days, in every article; then we ask whether the gift still runs. None: there was no gift. */
export function rest(scene: Scene, days: number): void {
  const { _memory: memory } = scene;
  memory.gave = !!days;
  memory.quiet = days && Date.now() + days * 864e5;
  keepMemory(scene);
}

/**
 * Remembers what became of a gift. Other articles are quiet from now on: after one gift for as long as the file says,
 * else for a month before we ask whether it still runs; for a day where it is not sure yet.
 */
export function settle(scene: Scene, status: unknown): void {
  const frequency = scene._choice.frequency || scene._file.frequency;
  if (status === 'complete') {
    rest(scene, frequency === 'once' ? scene._acts.quietDaysAfterOnce : 30);
    keepChoice(scene);
    emit(scene, 'given');
  } else rest(scene, status === 'expired' ? 0 : 1);
}

/** Tells how a checkout stands, and again until that is sure; "slow" where half a minute was not enough. */
async function follow(
  scene: Scene,
  id: string,
  status: unknown,
  tell: (status: unknown) => void,
): Promise<void> {
  for (const seconds of [1, 2, 4, 8, 15]) {
    tell(status);
    if (status !== 'open') return;
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    status = await statusOf(scene, id);
  }
  tell(status === 'open' ? 'slow' : status);
}

/** Makes this browser known as that of a supporter, who comes by a letter's link: no gift was made, so nothing is said of one. */
export async function signIn(scene: Scene, id: string): Promise<void> {
  // The service links the gift with the id that asks.
  readerOf(scene);
  await follow(scene, id, await statusOf(scene, id), (status) => {
    if (status === 'complete') rest(scene, 30);
  });
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

  follow(scene, id, firstStatus, (status) => {
    settle(scene, status);
    for (const [when, line] of lines) line.classList.toggle('said', when === status);
  }).catch(() => {});
  const box = stage._createBox(scene, words._thanks);
  addStyle(box);
  box._main.append(h('div', { class: 'cell', role: 'status' }, ...lines.map(([, line]) => line)));
  // The page has its turn first: what was made is laid out as it is put in.
  setTimeout(() => stage._place(box, true, () => lead(box._section)));
}
