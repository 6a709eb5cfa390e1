import { type Publisher, publisherSchema } from '../../src/ground/publisher.ts';

/** An ordinary publisher; say only what the test is about. */
export function givenPublisher(differs: Record<string, unknown> = {}): Publisher {
  const { id = 'daily-planet', ...file } = differs;
  const ordinary = {
    name: 'Daily Planet',
    locale: 'en',
    home: 'https://www.planet.example/',
    origins: ['https://www.planet.example'],
    currency: 'usd',
    amounts: {
      monthly: { choices: [200, 500, 1000], suggested: 500, min: 200, max: 100_000 },
    },
  };
  return { ...publisherSchema.parse({ ...ordinary, ...file }), id: String(id) };
}
