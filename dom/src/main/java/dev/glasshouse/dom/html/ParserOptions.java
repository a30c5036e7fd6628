package dev.glasshouse.dom.html;

/**
 * How a document is to be parsed.
 *
 * @param url the document's URL, serialized
 * @param scripting whether scripts run in it
 * @param srcdoc whether this is the content of an {@code iframe}'s {@code srcdoc}
 * @param limits how much is taken
 */
public record ParserOptions(String url, Scripting scripting, boolean srcdoc, Limits limits) {
  /** A document at {@code about:blank}, without scripts, within the default limits. */
  public static final ParserOptions DEFAULT =
      new ParserOptions("about:blank", Scripting.OFF, false, Limits.DEFAULT);

  /** The default options for a document at this URL. */
  public static ParserOptions at(String url) {
    return new ParserOptions(url, Scripting.OFF, false, Limits.DEFAULT);
  }

  /** These options with another scripting flag. */
  public ParserOptions with(Scripting flag) {
    return new ParserOptions(url, flag, srcdoc, limits);
  }

  /** These options with other limits. */
  public ParserOptions with(Limits others) {
    return new ParserOptions(url, scripting, srcdoc, others);
  }
}
