import type { Copy } from '../src/ground/campaign.ts';
import type { Box } from './box.ts';
import { h } from './dom.ts';
import { type FirstWords, firstWords } from './firstWords.ts';
import type { Scene } from './scene.ts';

type Radio = readonly [value: string | number, label: string];

/** Native radios as cards: one tab stop, arrow keys and a name without any ARIA. */
const radios = (name: string, chosen: unknown, all: readonly Radio[]) =>
  all.map(([value, label]) =>
    h(
      'label',
      {},
      h('input', { type: 'radio', name, value, checked: value === chosen }),
      h('span', {}, label),
    ),
  );

const group = (label: string, choices: Node) => h('fieldset', {}, h('legend', {}, label), choices);

/** How often, how much, Continue. */
function giftForm({ _file: file, _choice: choice }: Scene, words: FirstWords, give: () => void) {
  const { amounts } = file;
  if (!amounts[choice.frequency!]) choice.frequency = file.frequency;
  const amount = h('div', {});
  const field = h<HTMLInputElement>('input', { id: 'f', value: choice.typed });
  const other = h('div', {}, h('label', { for: 'f' }, words._other), field);
  const button = h('button', { class: 'go', part: 'button' });
  const terms = h('p', { class: 'soft' });

  /** Amounts belong to a frequency; they are not made anew when one is chosen, which would lose the focus. */
  const paint = (isNew?: boolean) => {
    const { choices, suggested } = amounts[choice.frequency!]!;
    const [, go, renewal] = words._by[choice.frequency!]!;
    const price = () => choices.find(([one]) => one === choice.amount)?.[1];
    if (choice.amount !== 0 && !price()) choice.amount = suggested;
    if (isNew)
      amount.replaceChildren(...radios('amount', choice.amount, [...choices, [0, words._other]]));
    other.hidden = !!choice.amount;
    button.textContent = price() ? go.replace('#', price()!) : words._go;
    terms.textContent = renewal;
  };

  /** Choosing "other amount" leaves the focus where it is: arrow keys pass through it. */
  const input = ({ target }: Event) => {
    const { name, value } = target as HTMLInputElement;
    const isOften = name === 'often';
    if (isOften) choice.frequency = value;
    else if (name) choice.amount = Number(value);
    else choice.typed = value;
    delete choice.key;
    paint(isOften);
  };

  const submit = (event: Event) => {
    event.preventDefault();
    give();
  };

  const frequencies = Object.keys(amounts).map((one) => [one, words._by[one]![0]] as const);
  const often = h('div', {}, ...radios('often', choice.frequency, frequencies));
  paint(true);
  return {
    _form: h(
      'form',
      { input, submit },
      group(words._often, often),
      group(words._amount, amount),
      other,
      button,
      terms,
    ),
    _field: field,
    _button: button,
    /** The text of Continue with a # for the price. */
    _goText: () => words._by[choice.frequency!]![1],
    /** Set by acts.ts. */
    _snooze: (_isOnlyOffer?: boolean): unknown => 0,
  };
}

/** Fills the box with the appeal: words, form, payment marks, and the way to be left in peace. */
export function fillAppeal(
  scene: Scene,
  { _main: main }: Box,
  copy: Copy,
  give: () => void,
  later: () => void,
) {
  const { marks, privacyUrl } = scene._file;
  const words = firstWords(scene._file);
  const form = giftForm(scene, words, give);
  const laterButton = h('button', { click: later }, words._later);
  main.append(
    h('p', { class: 'lead' }, copy.lead),
    ...copy.paragraphs.map((text) => h('p', {}, text)),
    form._form,
    h(
      'ul',
      { 'aria-label': words._marks },
      ...marks.map((name) => h('li', {}, h('svg', { viewBox: '0 0 40 26', 'aria-label': name }))),
    ),
    h(
      'p',
      { class: 'soft' },
      copy.purpose && `${copy.purpose} `,
      privacyUrl && h('a', { href: privacyUrl }, words._privacy),
    ),
    h('p', { class: 'row' }, words._notReady, laterButton),
  );
  return { ...form, _later: laterButton };
}

export type AppealView = ReturnType<typeof fillAppeal>;
