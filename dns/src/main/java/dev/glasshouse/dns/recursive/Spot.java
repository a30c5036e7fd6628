package dev.glasshouse.dns.recursive;

/**
 * Where in a client's journey something happens.
 *
 * @param client whose journey; negative for nobody's
 * @param cause the number of the step that causes it; 0 for the question itself
 */
record Spot(long client, long cause) {
  /** Nobody listens. */
  static final Spot NOWHERE = new Spot(-1, 0);

  boolean told() {
    return client >= 0;
  }

  /** What a step causes. */
  Spot under(long step) {
    return told() ? new Spot(client, step) : this;
  }
}
