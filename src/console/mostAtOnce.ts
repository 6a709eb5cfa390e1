/** How many events are worked again at a time: each asks Stripe a few times, and somebody reads what comes of it. */
export const mostAtOnce = 100;
