import type { Act } from '../../audit/act.ts';

// [English, Russian]
export const auditWords = {
  act_staff_added: ['a person was given a way in', 'добавлен сотрудник'],
  act_staff_link_made: ['a new sign-in link was made', 'выдана новая ссылка для входа'],
  act_staff_role_changed: ['a role was changed', 'изменена роль'],
  act_staff_closed: ['a way in was closed', 'доступ закрыт'],
  act_staff_opened: ['a way in was opened again', 'доступ открыт снова'],
  act_credentials_set: ['password and second factor were chosen', 'выбраны пароль и второй фактор'],
  act_identity_bound: [
    'an identity of the organisation was tied',
    'связана учётная запись организации',
  ],
  act_signed_in: ['signed in', 'вход'],
  act_sign_in_refused: ['a sign-in was refused', 'попытка входа отклонена'],
  act_signed_out: ['signed out', 'выход'],
  act_session_ended: ['a session was ended from the list', 'сеанс завершён из списка'],
  act_event_replayed: ['an event was put back in the queue', 'событие поставлено в очередь снова'],
  act_gift_refunded: ['money was given back', 'деньги возвращены'],
  act_refund_asked: ['a refund was ordered', 'заказан возврат'],
  act_refund_declined: ['a refund that was asked for was declined', 'запрошенный возврат отклонён'],
  act_gift_cancelled: ['a recurring gift was ended', 'регулярное пожертвование прекращено'],
  act_portal_opened: ['a link to the customer portal was made', 'создана ссылка на портал'],
  act_list_exported: ['a list was taken out as CSV', 'список выгружен в CSV'],
  act_payout_checked: ['a payout was reconciled again', 'выплата сверена снова'],
  act_refund_agreed: ['a second person agreed to a refund', 'второй человек согласился на возврат'],
  act_refund_withdrawn: ['a refund was withdrawn', 'заявка на возврат отозвана'],
  act_refund_refused: ['Stripe refused a refund', 'Stripe отказал в возврате'],
  act_refund_expired: ['a refund waited too long', 'заявка на возврат истекла'],
  act_gift_cancel_undone: ['an end of a gift was taken back', 'прекращение отменено'],
  act_portal_mailed: ['a link was mailed to a supporter', 'ссылка отправлена стороннику'],
  act_person_erased: ['a person was erased', 'данные человека стёрты'],
} as const satisfies Record<`act_${Act}`, readonly [string, string]>;
