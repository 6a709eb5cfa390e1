import { parseTyped, writeAmount } from '../src/appeal/typedAmount.ts';
import type { AppealView } from './appeal.ts';
import { emit, keepChoice, readerOf } from './keep.ts';
import { laterWords } from './laterWords.ts';
import type { Scene } from './scene.ts';

/** Minor units as chosen or typed; null where what was typed is no amount. */
export const amountOf = ({ _choice: choice, _acts: acts }: Scene, view: AppealView) =>
  choice.amount || parseTyped(view._field.value, acts.money);

/** Says something in the form, and takes presses of Continue or does not: aria-disabled, since disabled would lose the focus. */
export function say({ _form: form, _button: button }: AppealView, text: string, busy = false) {
  form.lastElementChild!.textContent = text;
  button.setAttribute('aria-disabled', String(busy));
}

/** Says what is wrong with the typed amount, or that nothing is. */
export function complain({ _field: field }: AppealView, text: string): void {
  field.nextElementSibling!.textContent = text;
  if (text) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
}

/** The address of this page, to which the payment page leads back. */
export const here = () => location.href.split('#')[0]!;

/**
 * Takes the reader to the payment page. The same choice has the same key, so that a second press, or a network that
 * repeats, makes no second checkout.
 */
export async function give(scene: Scene, view: AppealView): Promise<void> {
  const { _choice: choice, _file: file, _acts: acts } = scene;
  const words = laterWords(acts);
  if (view._button.getAttribute('aria-disabled') === 'true') return;
  const [min, max] = acts.bounds[choice.frequency!]!;
  const amount = amountOf(scene, view)!;
  if (!(amount >= min && amount <= max)) {
    const bounds = [min, max].map((bound) => writeAmount(bound, acts.money));
    complain(
      view,
      words._range.replace(/#/g, () => bounds.shift()!),
    );
    view._field.focus();
    return;
  }

  const reader = readerOf(scene);
  const start = () => {
    choice.key ||= `k${crypto.getRandomValues(new Uint32Array(4)).join('')}`;
    keepChoice(scene, choice);
    const { frequency, campaign, variant, key } = choice as Required<typeof choice>;
    const fields = {
      reader,
      frequency,
      amount: String(amount),
      currency: acts.currency,
      returnUrl: here(),
      locale: file.locale,
      campaign,
      variant,
      idempotencyKey: key,
    };
    // Form-encoded, which needs no preflight.
    return scene._ask('checkouts', { method: 'POST', body: new URLSearchParams(fields) });
  };

  say(view, words._opening, true);
  try {
    let answer = await start();
    // The key belongs to a checkout that is over: once more under a new one.
    if (answer.status === 409) {
      delete choice.key;
      answer = await start();
    }
    if (!answer.ok) return say(view, words._failed);
    const { url, id } = await answer.json();
    choice.id = id;
    choice.from = here();
    keepChoice(scene, choice);
    emit(scene, 'continue');
    location.assign(url);
  } catch {
    if (!navigator.onLine) return say(view, words._failed);
    // A page's policy or a blocker forbids the request: our page takes the gift.
    choice.amount = amount;
    scene._leave();
  }
}
