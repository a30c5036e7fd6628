package dev.glasshouse.dns.policy;

/**
 * What a client is told of an answer that is not the true one.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8914#section-4">RFC 8914 section 4</a>
 */
public enum Notice {
  /** The answer is made up. */
  FORGED(4, "Forged Answer"),
  /** The server's owner does not want the name to be reached. */
  BLOCKED(15, "Blocked"),
  /** Somebody outside, for example the law, demands it. */
  CENSORED(16, "Censored"),
  /** The client itself has asked for it. */
  FILTERED(17, "Filtered");

  private final int code;
  private final String text;

  Notice(int code, String text) {
    this.code = code;
    this.text = text;
  }

  /** The code of the extended error. */
  public int code() {
    return code;
  }

  /** Its registered name. */
  public String text() {
    return text;
  }
}
