// The interface: comes as the reader nears the end of the article, decides, and stands there or does not.
import type { AppealFile } from '../src/appeal/appealFile.ts';
import { fillAppeal } from './appeal.ts';
import { createBox } from './box.ts';
import { chooseAppeal } from './chooseAppeal.ts';
import { insert } from './insert.ts';
import type { Open } from './loader.ts';
import { createScene, type Scene } from './scene.ts';
import type { Stage } from './stage.ts';

type Acts = typeof import('./acts.ts');

const nothing = () => {};

/** The page does in between what else it has to do: nothing of ours holds it for long. */
const pause = () => new Promise((resolve) => setTimeout(resolve));

const whenInSight = (element: Element, run: () => void) =>
  new IntersectionObserver((entries, observer) => {
    // A busy page may tell of coming near and into sight at once.
    if (entries.pop()!.isIntersecting) {
      observer.disconnect();
      run();
    }
  }).observe(element);

export const open: Open = (tag, file, verb) => {
  const scene: Scene = createScene(tag, file as AppealFile);
  let take = nothing;
  let isClosed: boolean;
  let acts: Promise<Acts> | undefined;

  /** What readers set going is fetched once the appeal is in sight, or when there is something to do at once. */
  const load = () =>
    (acts ||= Promise.all([
      import('./acts.ts'),
      scene._ask(`acts.json?locale=${scene._file.locale}`).then((answer) => answer.json()),
    ]).then(([acts, file]) => {
      scene._acts = file;
      return acts;
    }));

  const stage: Stage = {
    _createBox: createBox,
    _place(box, isLed, whenIn) {
      if (!tag.place || isClosed) return;
      take();
      take = insert(box._host, tag.place, isLed, () => {
        box._paint();
        whenIn?.();
      });
    },
    async _show(how) {
      const appeal = await chooseAppeal(scene, how > 1, () =>
        load().then((a) => a.askReader(scene)),
      );
      if (!appeal) return;
      const { copy, id } = appeal.variant;
      scene._choice.campaign = appeal.campaign.id;
      scene._choice.variant = id;
      const box = createBox(scene, copy.heading);
      await pause();
      const view = fillAppeal(
        scene,
        box,
        copy,
        () => load().then((acts) => acts.give(scene, view), scene._leave),
        () => load().then(() => view._snooze(), take),
      );
      const equip = () => load().then((acts) => acts.equip(scene, view, box), nothing);
      await pause();
      // Who is led there finds all of it at once: what was typed is on the button, and no mark appears late.
      stage._place(box, !!how, () => (how ? equip() : whenInSight(box._section, equip)));
      return view;
    },
  };

  const run = async (wanted?: string) => {
    take();
    isClosed = /close|hide/.test(wanted!);
    if (isClosed) return;
    const { _memory: memory, _choice: choice } = scene;
    const isDue =
      wanted || choice.from || memory.owed != null || /^#smallfavor=/.test(location.hash);
    await (isDue ? (await load()).begin(scene, stage, wanted) : stage._show(0));
  };
  const start = (wanted?: string) => {
    run(wanted).catch(nothing);
  };

  start(verb);
  return start;
};
