// [English, Russian]
export const matterWords = {
  matters: ['Matters', 'Вопросы'],
  mattersLead: [
    'What somebody must look at. Most end by themselves when what they tell of is mended; the others wait for a person’s word and reason.',
    'Что требует внимания. Большинство закрывается само, когда причина устранена; остальные ждут решения человека и его причины.',
  ],
  matter: ['Matter', 'Вопрос'],
  about: ['About', 'О чём'],
  whatIsKnown: ['What is known', 'Что известно'],
  mattersOpen: ['Open', 'Открытые'],
  mattersOver: ['Over', 'Закрытые'],
  noMatters: ['Nothing waits for anybody.', 'Ничто не ждёт внимания.'],
  noMattersHint: [
    'What goes wrong appears here by itself.',
    'Если что-то пойдёт не так, это появится здесь само.',
  ],
  allMatters: ['All matters, also those that are over', 'Все вопросы, в том числе закрытые'],
  settle: ['Settle', 'Закрыть вопрос'],
  settleReason: ['What it was, and what was done', 'Что это было и что сделано'],
  settled: ['The matter is settled.', 'Вопрос закрыт.'],
  settledBy: ['settled by {name}', 'закрыл(а) {name}'],
  endedItself: ['ended by itself', 'закрылся сам'],
  endsItself: ['ends by itself', 'закроется сам'],
  settleNeedsReason: [
    'Say in 3 to 500 characters what it was.',
    'Напишите от 3 до 500 знаков о том, что это было.',
  ],
  alreadyOver: [
    'This matter is over already, or ends only by itself.',
    'Этот вопрос уже закрыт или закрывается только сам.',
  ],
} as const satisfies Record<string, readonly [string, string]>;
