package dev.glasshouse.url;

/**
 * URL to text.
 *
 * <p>Source: <a href="https://url.spec.whatwg.org/#concept-url-serializer">URL standard, 4.5</a>.
 */
final class UrlSerializer {
  private UrlSerializer() {}

  /** The URL up to the fragment. */
  static StringBuilder withoutFragment(Url url) {
    StringBuilder out = new StringBuilder(32 + url.path().length());
    Host host = url.rawHost();
    return write(url, host == null ? "" : host.toString(), url.password(), out);
  }

  /** The URL for people. */
  static String display(Url url) {
    StringBuilder out = new StringBuilder();
    String password = url.password().isEmpty() ? "" : "***";
    write(url, url.host().map(Host::display).orElse(""), password, out);
    url.fragment().ifPresent(f -> out.append('#').append(f));
    return out.toString();
  }

  /**
   * Puts all parts down in one loop: where each had an {@code append} of its own, that method stood
   * seven times in the machine code of whoever parses.
   */
  private static StringBuilder write(Url url, String host, String password, StringBuilder out) {
    boolean hasHost = url.rawHost() != null;
    boolean credentials = hasHost && url.includesCredentials();
    boolean secret = credentials && !password.isEmpty();
    boolean port = hasHost && url.rawPort() >= 0;
    // Step 3: else the path would be read as an authority.
    boolean dot = !hasHost && !url.hasOpaquePath() && url.path().startsWith("//");
    String query = url.rawQuery();
    String[] parts = {
      // Step 1.
      url.scheme(),
      ":",
      // Step 2.
      hasHost ? "//" : "",
      credentials ? url.username() : "",
      secret ? ":" : "",
      secret ? password : "",
      credentials ? "@" : "",
      hasHost ? host : "",
      port ? ":" : "",
      port ? Integer.toString(url.rawPort()) : "",
      dot ? "/." : "",
      // Steps 4 and 5.
      url.path(),
      query == null ? "" : "?",
      query == null ? "" : query
    };
    for (String part : parts) {
      out.append(part);
    }
    return out;
  }
}
