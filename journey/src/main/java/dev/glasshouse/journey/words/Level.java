package dev.glasshouse.journey.words;

/** How much of the journey the story tells. A step of one level is told in all later ones too. */
public enum Level {
  /** The main decisions, a sentence for each fetch, and every failure. */
  BRIEF,
  /** How each connection came about and what each exchange brought, too. */
  USUAL,
  /** Every step. */
  FULL
}
