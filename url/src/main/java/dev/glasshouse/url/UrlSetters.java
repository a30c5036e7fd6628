package dev.glasshouse.url;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The attributes of the {@code URL} interface: what scripts read and set.
 *
 * <p>A setter returns the URL that comes out; the same object where the standard ignores the value.
 * None throws. Source: <a href="https://url.spec.whatwg.org/#api">URL standard, 6.1</a>.
 */
public final class UrlSetters {
  private UrlSetters() {}

  /** The scheme with its colon. */
  public static String protocol(Url url) {
    return url.scheme() + ":";
  }

  /** Host and port. */
  public static String host(Url url) {
    return url.hostAndPort();
  }

  /** The port as text, "" for the default one. */
  public static String port(Url url) {
    return url.port().isPresent() ? Integer.toString(url.port().getAsInt()) : "";
  }

  /** The query with its question mark; "" where it is empty or not there. */
  public static String search(Url url) {
    return url.query().filter(q -> !q.isEmpty()).map(q -> "?" + q).orElse("");
  }

  /** The fragment with its number sign; "" where it is empty or not there. */
  public static String hash(Url url) {
    return url.fragment().filter(f -> !f.isEmpty()).map(f -> "#" + f).orElse("");
  }

  /** Sets the scheme: up to the first colon of the value. */
  public static Url withProtocol(Url url, String value) {
    String text = Ascii.withoutTabsAndNewlines(value) + ":";
    int colon = UrlParser.schemeEnd(text);
    if (colon < 0) {
      return url;
    }
    String scheme = Ascii.toLower(text.substring(0, colon));
    // Scheme state, step 2.1.
    boolean toFile = scheme.equals("file");
    if (url.isSpecial() != Scheme.special(scheme)
        || (toFile && (url.includesCredentials() || url.rawPort() >= 0))
        || (url.scheme().equals("file") && url.rawHost() instanceof Host.Empty)) {
      return url;
    }
    // Steps 2.2 and 2.3.
    UrlDraft draft = UrlDraft.of(url);
    draft.scheme = scheme;
    if (draft.port == Scheme.defaultPort(scheme)) {
      draft.port = -1;
    }
    return build(draft, url);
  }

  /** Sets the user name. */
  public static Url withUsername(Url url, String value) {
    UrlDraft draft = UrlDraft.of(url);
    if (draft.cannotHaveCredentialsOrPort()) {
      return url;
    }
    draft.username = PercentEncode.encode(value, PercentEncodeSet.USERINFO);
    return build(draft, url);
  }

  /** Sets the password. */
  public static Url withPassword(Url url, String value) {
    UrlDraft draft = UrlDraft.of(url);
    if (draft.cannotHaveCredentialsOrPort()) {
      return url;
    }
    draft.password = PercentEncode.encode(value, PercentEncodeSet.USERINFO);
    return build(draft, url);
  }

  /** Sets the host, and the port where the value has one. */
  public static Url withHost(Url url, String value) {
    return withHost(url, value, true);
  }

  /** Sets the host alone. */
  public static Url withHostname(Url url, String value) {
    return withHost(url, value, false);
  }

  /** The basic URL parser with host state or hostname state as its override. */
  private static Url withHost(Url url, String value, boolean portToo) {
    if (url.hasOpaquePath()) {
      return url;
    }
    String text = Ascii.withoutTabsAndNewlines(value);
    UrlDraft draft = UrlDraft.of(url);
    AuthorityParser parser = parser(text, draft);
    try {
      if (draft.scheme.equals("file")) {
        parser.fileHost(0, parser.end(0));
        return build(draft, url);
      }
      int end = parser.end(0);
      int colon = parser.portColon(0, end);
      int hostEnd = colon < 0 ? end : colon;
      // Host state, steps 2.1, 2.2, 3.1 and 3.2.
      boolean needed = draft.isSpecial() || draft.includesCredentials() || draft.port >= 0;
      if ((colon >= 0 && !portToo) || (hostEnd == 0 && (needed || colon >= 0))) {
        return url;
      }
      draft.host = parser.parseHost(0, hostEnd);
      if (colon >= 0) {
        setPort(draft, parser, text, colon + 1);
      }
      return build(draft, url);
    } catch (ParseFailure e) {
      return url;
    }
  }

  /** Port state with a state override: leading digits count, and a failure changes nothing. */
  private static void setPort(UrlDraft draft, AuthorityParser parser, String text, int start) {
    int end = start;
    while (end < text.length() && Ascii.isDigit(text.charAt(end))) {
      end++;
    }
    try {
      if (end > start) {
        draft.port = parser.portOf(start, end);
      }
    } catch (ParseFailure e) {
      // Too large: the port stays, and what was set before it stays set.
    }
  }

  /** Sets the port; "" takes it away. */
  public static Url withPort(Url url, String value) {
    UrlDraft draft = UrlDraft.of(url);
    if (draft.cannotHaveCredentialsOrPort()) {
      return url;
    }
    if (value.isEmpty()) {
      draft.port = -1;
    } else {
      String text = Ascii.withoutTabsAndNewlines(value);
      setPort(draft, parser(text, draft), text, 0);
    }
    return build(draft, url);
  }

  /** Sets the path. */
  public static Url withPathname(Url url, String value) {
    if (url.hasOpaquePath()) {
      return url;
    }
    String text = Ascii.withoutTabsAndNewlines(value);
    UrlDraft draft = UrlDraft.of(url);
    draft.path.setLength(0);
    PathParser parser = pathParser(text, draft);
    // Path start state with a state override.
    boolean slash = text.startsWith("/") || (draft.isSpecial() && text.startsWith("\\"));
    if (draft.isSpecial() || !text.isEmpty()) {
      parser.segments(slash ? 1 : 0, text.length());
    } else if (draft.host == null) {
      draft.path.append('/');
    }
    return build(draft, url);
  }

  /** Sets the query, with or without question mark; "" takes it away. */
  public static Url withSearch(Url url, String value) {
    UrlDraft draft = UrlDraft.of(url);
    if (value.isEmpty()) {
      draft.query = null;
      return build(draft, url);
    }
    String text = Ascii.withoutTabsAndNewlines(value.startsWith("?") ? value.substring(1) : value);
    pathParser(text, draft).queryBetween(0, text.length());
    return build(draft, url);
  }

  /** Sets the fragment, with or without number sign; "" takes it away. */
  public static Url withHash(Url url, String value) {
    UrlDraft draft = UrlDraft.of(url);
    if (value.isEmpty()) {
      draft.fragment = null;
      return build(draft, url);
    }
    String text = Ascii.withoutTabsAndNewlines(value.startsWith("#") ? value.substring(1) : value);
    pathParser(text, draft).fragment(0);
    return build(draft, url);
  }

  private static AuthorityParser parser(String text, UrlDraft draft) {
    return new AuthorityParser(text, draft, new UrlNotes(Limits.DEFAULT), Limits.DEFAULT);
  }

  private static PathParser pathParser(String text, UrlDraft draft) {
    return new PathParser(text, draft, new UrlNotes(Limits.DEFAULT), StandardCharsets.UTF_8);
  }

  private static Url build(UrlDraft draft, Url before) {
    Url url = draft.build(List.of());
    return UrlParser.isTooLong(url.href(), Limits.DEFAULT) || url.equals(before) ? before : url;
  }
}
