// [English, Russian]
export const eventWords = {
  anyId: ['Id of anything in it', 'Любой номер из события'],
  anyIdHint: [
    'An event, customer, payment, invoice, gift…',
    'Событие, клиент, платёж, счёт, пожертвование…',
  ],
  select: ['Select', 'Выбрать'],
  selectEvent: ['Select {id}', 'Выбрать {id}'],
  rehearsePicked: ['What would the selected change?', 'Что изменят выбранные?'],
  rehearseAll: ['What would all {n} of this filter change?', 'Что изменят все {n} по фильтру?'],
  rehearseMost: [
    'What would the newest {n} of this filter change?',
    'Что изменят новейшие {n} по фильтру?',
  ],
  rehearsal: ['What would change', 'Что изменится'],
  rehearsalLead: [
    'Each event was worked as if now, and all of it was taken back. Nothing is changed yet.',
    'Каждое событие обработано для пробы, и всё отменено. Пока ничего не изменилось.',
  ],
  rehearsalTakes: [
    'Stripe is asked about each event, which for a hundred can take a minute. Nothing is changed by it.',
    'О каждом событии спрашивается у Stripe: для сотни это может занять минуту. Ничего при этом не меняется.',
  ],
  rehearsalWait: [
    'They show one after the other; their sum and the way on stand at the end.',
    'Они появляются одно за другим; итог и следующий шаг — в конце.',
  ],
  toTheEnd: ['To the end', 'К концу'],
  rehearsalSum: [
    'Events: {events}. Things that would change: {changes}. Events that would fail: {failed}.',
    'Событий: {events}. Изменений: {changes}. С ошибкой: {failed}.',
  ],
  processThese: ['Process again: {n}', 'Обработать снова: {n}'],
  rehearseThis: ['Show what would change', 'Показать, что изменится'],
  nothingPicked: ['Select at least one event.', 'Выберите хотя бы одно событие.'],
  tooManyPicked: ['At most {n} events at a time.', 'Не больше {n} событий за раз.'],
  queuedMany: [
    'Put in the queue: {queued}. Waiting or being worked already: {busy}.',
    'Поставлено в очередь: {queued}. Уже ждут или обрабатываются: {busy}.',
  ],
  nothingChanges: ['Nothing would change', 'Ничего не изменится'],
  changed: ['What it changed', 'Что оно изменило'],
  changedNothing: ['It changed nothing.', 'Оно ничего не изменило.'],
  changedUnknown: [
    'That was not kept yet when it was worked. Show what would change tells whether anything is missing.',
    'Тогда это ещё не записывалось. Пробная обработка покажет, не пропало ли что-нибудь.',
  ],
  attemptN: ['Attempt {n}', 'Попытка {n}'],
  change_gift: ['gift', 'пожертвование'],
  change_pledge: ['checkout', 'оформление'],
  change_transfer: ['transfer', 'проводка'],
  change_payout: ['payout', 'выплата'],
  change_dispute: ['dispute', 'спор'],
  change_decline: ['declined card', 'отказ карты'],
  change_incident: ['matter for staff', 'дело для сотрудников'],
  isNew: ['new', 'новое'],
  names: ['It names', 'Упоминает'],
} as const satisfies Record<string, readonly [string, string]>;
