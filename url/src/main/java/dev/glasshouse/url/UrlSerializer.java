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

  private static StringBuilder write(Url url, String host, String password, StringBuilder out) {
    // Step 1.
    out.append(url.scheme()).append(':');
    if (url.rawHost() != null) {
      // Step 2.
      out.append("//");
      if (url.includesCredentials()) {
        out.append(url.username());
        if (!password.isEmpty()) {
          out.append(':').append(password);
        }
        out.append('@');
      }
      out.append(host);
      if (url.rawPort() >= 0) {
        out.append(':').append(url.rawPort());
      }
    } else if (!url.hasOpaquePath() && url.path().startsWith("//")) {
      // Step 3: else the path would be read as an authority.
      out.append("/.");
    }
    // Steps 4 and 5.
    out.append(url.path());
    if (url.rawQuery() != null) {
      out.append('?').append(url.rawQuery());
    }
    return out;
  }
}
