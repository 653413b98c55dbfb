/** Text in both official languages; one of them alone does not compile (R60). */
export interface Bilingual {
  readonly en: string;
  readonly fr: string;
}

export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];
