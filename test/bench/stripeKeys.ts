/** Keys of an account that exists nowhere. */
export const stripeKeys = {
  STRIPE_SECRET_KEY: 'sk_test_bench_0123456789',
  STRIPE_WEBHOOK_SECRETS: 'whsec_bench_0123456789',
};
