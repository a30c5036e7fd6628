package dev.glasshouse.dns.policy;

/** A line that is no rule. */
final class BadRule extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  /**
   * A line that is no rule.
   *
   * @param reason why, without full stop
   */
  BadRule(String reason) {
    super(reason, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
