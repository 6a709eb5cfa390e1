import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly eventsIn: Counter<'outcome'>;
  readonly eventsWorked: Counter<'outcome'>;
  readonly storeFailures: Counter<'store'>;
  readonly letters: Counter<'kind' | 'outcome'>;
  /** Registers a number that is asked for when the metrics are read. */
  gauge(name: string, help: string, read: () => Promise<number>): void;
}

/** The numbers of one running service; each has a registry of its own, so that two can run in one process. */
export function createMetrics(options: { process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.process) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    requests: new Histogram({
      name: 'smallfavor_http_request_seconds',
      help: 'Requests by declared route',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.2, 1, 5],
      registers,
    }),
    eventsIn: new Counter({
      name: 'smallfavor_events_received_total',
      help: 'Events at the door: stored, repeated, refused, unstored',
      labelNames: ['outcome'],
      registers,
    }),
    eventsWorked: new Counter({
      name: 'smallfavor_events_worked_total',
      help: 'Attempts at events by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    storeFailures: new Counter({
      name: 'smallfavor_store_failures_total',
      help: 'Calls that a store did not answer in time',
      labelNames: ['store'],
      registers,
    }),
    letters: new Counter({
      name: 'smallfavor_letters_total',
      help: 'Letters by kind and what became of them: sent, dropped, review, failed',
      labelNames: ['kind', 'outcome'],
      registers,
    }),
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    },
  };
}
