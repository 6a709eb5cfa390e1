/** The same day so many days on, by the reader's clock: days have 23 hours or 25 where clocks are changed. */
export function inDays(days: number, from = new Date()): Date {
  const day = new Date(from);
  day.setDate(day.getDate() + days);
  return day;
}

/** A day as a date field writes it, by the reader's clock. */
export const asField = (day: Date) =>
  [day.getFullYear(), day.getMonth() + 1, day.getDate()].join('-').replace(/\b\d\b/g, '0$&');

/** How many days there are to a date field's day, by the reader's clock: counted from noon to noon. */
export const daysTo = (field: string, from = new Date()) =>
  Math.round((+new Date(`${field}T12:00`) - new Date(from).setHours(12, 0, 0, 0)) / 864e5);
