package dev.glasshouse.edge.cache;

/**
 * An order to forget what is stored.
 *
 * @param kind what is meant
 * @param what the URL, the beginning of URLs, or the tag; empty for everything
 * @param soft whether it only becomes stale, and may be used while, or when, the server cannot be
 *     asked, as its own fields allow
 */
public record Purge(Kind kind, String what, boolean soft) {
  /** The longest text that is taken: a URL's usual limit. */
  static final int LONGEST = 8192;

  /** What is meant by it. */
  public enum Kind {
    /** One URL, with all its variants. */
    URL,
    /** All URLs that begin so. */
    PREFIX,
    /** All answers whose Cache-Tag or Surrogate-Key has the tag. */
    TAG,
    /** Everything. */
    ALL,
    /**
     * Everything, where it is not known what was purged elsewhere: it is used only once its server
     * has confirmed it.
     */
    UNCONFIRMED
  }

  /**
   * An order.
   *
   * @throws IllegalArgumentException when it says nothing, or what cannot be kept
   */
  public Purge {
    boolean printable = what.chars().allMatch(c -> c > ' ' && c != 0x7f);
    boolean whole = kind == Kind.ALL || kind == Kind.UNCONFIRMED;
    if (what.isEmpty() != whole || what.length() > LONGEST || !printable) {
      throw new IllegalArgumentException("not something to purge");
    }
  }

  /** What is stored for one URL. */
  public static Purge url(String url) {
    return new Purge(Kind.URL, url, false);
  }

  /** What is stored for URLs that begin so. */
  public static Purge prefix(String beginning) {
    return new Purge(Kind.PREFIX, beginning, false);
  }

  /** What has a tag. */
  public static Purge tag(String tag) {
    return new Purge(Kind.TAG, tag, false);
  }

  /** Everything. */
  public static Purge all() {
    return new Purge(Kind.ALL, "", false);
  }

  /** Everything, until its server has confirmed it. */
  public static Purge unconfirmed() {
    return new Purge(Kind.UNCONFIRMED, "", false);
  }

  /** The same, softly. */
  public Purge softly() {
    return new Purge(kind, what, true);
  }

  /** In one line, as nodes tell it to each other and files keep it. */
  public String line() {
    return (soft ? "soft " : "hard ") + kind + (what.isEmpty() ? "" : " " + what);
  }

  /**
   * Reads such a line.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Purge parse(String line) {
    String[] parts = line.split(" ", 3);
    boolean known = parts.length >= 2 && (parts[0].equals("soft") || parts[0].equals("hard"));
    if (!known) {
      throw new IllegalArgumentException("not an order to purge");
    }
    return new Purge(
        Kind.valueOf(parts[1]), parts.length > 2 ? parts[2] : "", parts[0].equals("soft"));
  }
}
