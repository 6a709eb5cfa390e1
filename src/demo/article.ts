/** A short story of our own for the demo: nothing in it is news, nobody in it lives. */
export interface Article {
  readonly slug: string;
  readonly section: string;
  readonly tags: readonly string[];
  readonly title: string;
  readonly standfirst: string;
  readonly author: string;
  readonly paragraphs: readonly string[];
}

/** What the demo's pages say around the articles, in the language of the articles. */
export interface DemoWords {
  readonly support: string;
  readonly supportCall: string;
  readonly readNext: string;
  readonly by: string;
  readonly demo: string;
}

export interface Edition {
  readonly locale: string;
  readonly words: DemoWords;
  readonly articles: readonly Article[];
}
