package dev.glasshouse.url;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a response's fields say about its type: the supplied MIME type and whether it may be
 * doubted.
 *
 * <p>Source: <a href="https://mimesniff.spec.whatwg.org/#interpreting-the-resource-metadata">MIME
 * Sniffing standard, 5.1</a>; for several fields <a
 * href="https://fetch.spec.whatwg.org/#concept-header-extract-mime-type">Fetch standard, "extract a
 * MIME type"</a>.
 *
 * @param supplied the type that is given; empty where none is, or none that is valid
 * @param checkForApacheBug the type is one that old servers gave to everything they did not know
 * @param noSniff the server forbids to look for another type
 */
public record ContentType(Optional<MimeType> supplied, boolean checkForApacheBug, boolean noSniff) {
  private static final Set<String> APACHE_BUG =
      Set.of(
          "text/plain",
          "text/plain; charset=ISO-8859-1",
          "text/plain; charset=iso-8859-1",
          "text/plain; charset=UTF-8");

  /** Nothing is said. */
  public static final ContentType NONE = new ContentType(Optional.empty(), false, false);

  /** A type that some other source than HTTP gives: a data: URL, a file name. */
  public static ContentType of(MimeType type) {
    return new ContentType(Optional.of(type), false, false);
  }

  /**
   * What the fields of an HTTP response say.
   *
   * @param contentTypes the values of {@code Content-Type}, in their order
   * @param contentTypeOptions the values of {@code X-Content-Type-Options}, in their order
   */
  public static ContentType of(List<String> contentTypes, List<String> contentTypeOptions) {
    boolean bug = !contentTypes.isEmpty() && APACHE_BUG.contains(contentTypes.getLast());
    return new ContentType(extract(contentTypes), bug, isNoSniff(contentTypeOptions));
  }

  /**
   * @see <a href="https://fetch.spec.whatwg.org/#determine-nosniff">determine nosniff</a>
   */
  private static boolean isNoSniff(List<String> values) {
    List<String> parts = split(String.join(", ", values));
    return !values.isEmpty() && parts.getFirst().equalsIgnoreCase("nosniff");
  }

  /** The MIME type of all the fields together; the last valid one counts. */
  static Optional<MimeType> extract(List<String> values) {
    Optional<MimeType> found = Optional.empty();
    Optional<String> charset = Optional.empty();
    String essence = "";
    for (String value : split(String.join(", ", values))) {
      Optional<MimeType> parsed = MimeType.parse(value);
      if (parsed.isEmpty() || parsed.get().essence().equals("*/*")) {
        continue;
      }
      MimeType type = parsed.get();
      if (!type.essence().equals(essence)) {
        charset = type.parameter("charset");
        essence = type.essence();
      } else if (type.parameter("charset").isEmpty() && charset.isPresent()) {
        type = type.withParameter("charset", charset.get());
      }
      found = Optional.of(type);
    }
    return found;
  }

  /** The parts of a field value between commas that are not inside of quotes. */
  private static List<String> split(String value) {
    List<String> out = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (c == ',' && !quoted) {
        out.add(value.substring(start, i).strip());
        start = i + 1;
      }
    }
    out.add(value.substring(start).strip());
    return out;
  }
}
