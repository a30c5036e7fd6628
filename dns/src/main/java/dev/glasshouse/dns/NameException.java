package dev.glasshouse.dns;

import java.io.IOException;

/** A name did not become addresses. */
public final class NameException extends IOException {
  private static final long serialVersionUID = 1L;

  /** How it failed. */
  public enum Outcome {
    /** The name does not exist. */
    NXDOMAIN,
    /** The name exists, but has nothing of the type asked for (RFC 2308 section 2.2). */
    NODATA,
    /** The servers could not find out. */
    SERVFAIL,
    /** No server answered in time. */
    TIMEOUT,
    /** The servers do not want to answer. */
    REFUSED,
    /** Something came, and its signatures do not hold (RFC 4033 section 5): it is not used. */
    BOGUS,
    /** The text is no name that can be asked for. */
    MALFORMED
  }

  private final String host;
  private final Outcome outcome;
  private final String source;

  /**
   * A failure.
   *
   * @param host the name
   * @param outcome how it failed
   * @param source who said so: a cache, a server, a rule
   */
  public NameException(String host, Outcome outcome, String source) {
    super(sentence(host, outcome, source));
    this.host = host;
    this.outcome = outcome;
    this.source = source;
  }

  private static String sentence(String host, Outcome outcome, String source) {
    return switch (outcome) {
      case NXDOMAIN -> "the name " + host + " does not exist (NXDOMAIN, says " + source + ")";
      case NODATA -> "the name " + host + " has no address (NODATA, says " + source + ")";
      case SERVFAIL ->
          "the servers could not find out about " + host + " (SERVFAIL, says " + source + ")";
      case TIMEOUT -> "no answer in time for " + host + " (" + source + ")";
      case REFUSED ->
          "the servers refuse to answer for " + host + " (REFUSED, says " + source + ")";
      case BOGUS ->
          "what was answered for " + host + " is not genuine (BOGUS, says " + source + ")";
      case MALFORMED -> host + " is no name that can be looked up (" + source + ")";
    };
  }

  /** The name. */
  public String host() {
    return host;
  }

  /** How it failed. */
  public Outcome outcome() {
    return outcome;
  }

  /** Who said so. */
  public String source() {
    return source;
  }
}
