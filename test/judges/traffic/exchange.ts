/** One request to Stripe's API and its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The form: a GET's query, a POST's body. */
  readonly form: string;
  /** The Stripe-Version that was asked for. */
  readonly apiVersion: string | undefined;
  readonly status: number;
  /** Said by a test that wants to see a wrong request refused. */
  readonly wrongOnPurpose: boolean;
  readonly answer: string;
}

/** All that was overheard. */
export interface Traffic {
  readonly exchanges: Exchange[];
  /** The bodies of the events that the sandbox delivered. */
  readonly events: string[];
}
