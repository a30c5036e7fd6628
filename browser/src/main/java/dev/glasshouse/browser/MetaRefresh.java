package dev.glasshouse.browser;

import dev.glasshouse.url.Url;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a page says that it goes on, by {@code <meta http-equiv=refresh>} or the field Refresh (<a
 * href="https://html.spec.whatwg.org/multipage/document-lifecycle.html#shared-declarative-refresh-steps">HTML,
 * shared declarative refresh steps</a>).
 *
 * @param seconds how long it waits
 * @param url where it goes
 * @param place where it says so
 */
record MetaRefresh(long seconds, Url url, String place) {
  /** Steps 4 to 11: digits, a fraction that does not count, then perhaps an address. */
  private static final Pattern FORM =
      Pattern.compile("[\\s]*([0-9]*)([0-9.]*)(?:(?:[\\s]*[;,]|[\\s])[\\s]*(.*))?", Pattern.DOTALL);

  /** The address with its name before it and quotes around it, both of which may be missing. */
  private static final Pattern ADDRESS =
      Pattern.compile("(?i:url[\\s]*=[\\s]*)?(?:'([^']*).*|\"([^\"]*).*|(.*))", Pattern.DOTALL);

  /** The page itself, when it names no other; empty where the text means nothing. */
  static Optional<MetaRefresh> parse(String content, Url document, Url base, String place) {
    Matcher form = FORM.matcher(content);
    if (!form.matches() || (form.group(1).isEmpty() && !form.group(2).startsWith("."))) {
      return Optional.empty();
    }
    String digits = form.group(1);
    long seconds =
        digits.isEmpty() ? 0 : digits.length() > 9 ? Long.MAX_VALUE : Long.parseLong(digits);
    String rest = form.group(3);
    if (rest == null || rest.isEmpty()) {
      return Optional.of(new MetaRefresh(seconds, document, place));
    }
    Matcher address = ADDRESS.matcher(rest);
    if (!address.matches()) {
      return Optional.empty();
    }
    for (int group = 1; group <= 3; group++) {
      String text = address.group(group);
      if (text != null) {
        return Url.tryParse(text.strip(), base)
            .filter(url -> !url.scheme().equals("javascript"))
            .map(url -> new MetaRefresh(seconds, url, place));
      }
    }
    return Optional.empty();
  }
}
