package dev.glasshouse.url;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A URL, parsed as browsers do it; it never changes.
 *
 * <p>Two URLs are equal when their {@link #href} is. Every part is percent-encoded as it stands in
 * {@code href}. Source: <a href="https://url.spec.whatwg.org/">WHATWG URL standard</a>.
 */
public final class Url implements Comparable<Url> {
  private final String scheme;
  private final String username;
  private final String password;
  private final @Nullable Host host;
  private final int port;
  private final String path;
  private final boolean opaquePath;
  private final @Nullable String query;
  private final @Nullable String fragment;
  private final String href;
  private final int fragmentStart;
  private final List<ValidationError.At> validationErrors;

  Url(UrlDraft draft, List<ValidationError.At> validationErrors) {
    scheme = draft.scheme;
    username = draft.username;
    password = draft.password;
    host = draft.host;
    port = draft.port;
    path = draft.path.toString();
    opaquePath = draft.opaquePath;
    query = draft.query;
    fragment = draft.fragment;
    this.validationErrors = validationErrors;
    StringBuilder out = UrlSerializer.withoutFragment(this);
    fragmentStart = out.length();
    href = fragment == null ? out.toString() : out.append('#').append(fragment).toString();
  }

  /**
   * The URL that the text is.
   *
   * @throws UrlException where it is none, with what is wrong and where
   */
  public static Url parse(String text) {
    return UrlParser.parse(text, null, StandardCharsets.UTF_8, Limits.DEFAULT);
  }

  /**
   * The URL that the text means in a document that has the base URL.
   *
   * @throws UrlException where it is none, with what is wrong and where
   */
  public static Url parse(String text, Url base) {
    return UrlParser.parse(text, base, StandardCharsets.UTF_8, Limits.DEFAULT);
  }

  /**
   * The same in a document that is not UTF-8: its queries are written in its own encoding.
   *
   * @throws UrlException where it is none, with what is wrong and where
   */
  public static Url parse(String text, Url base, Charset documentEncoding) {
    return UrlParser.parse(text, base, documentEncoding, Limits.DEFAULT);
  }

  /**
   * The URL that the text is, under limits of the caller.
   *
   * @throws UrlException where it is none, with what is wrong and where
   */
  public static Url parse(String text, Optional<Url> base, Charset encoding, Limits limits) {
    return UrlParser.parse(text, base.orElse(null), encoding, limits);
  }

  /** The URL that the text is, or empty where it is none. */
  public static Optional<Url> tryParse(String text) {
    try {
      return Optional.of(parse(text));
    } catch (UrlException e) {
      return Optional.empty();
    }
  }

  /** The URL that the text means relative to a base, or empty where it is none. */
  public static Optional<Url> tryParse(String text, Url base) {
    try {
      return Optional.of(parse(text, base));
    } catch (UrlException e) {
      return Optional.empty();
    }
  }

  /**
   * The URL that the text means relative to this one.
   *
   * @throws UrlException where it is none
   */
  public Url resolve(String text) {
    return parse(text, this);
  }

  /** The scheme, lower case, without its colon. */
  public String scheme() {
    return scheme;
  }

  /** The scheme where it is one of those known by name. */
  public Optional<Scheme> knownScheme() {
    return Scheme.named(scheme);
  }

  /** Whether the scheme is http or https. */
  public boolean isHttp() {
    return scheme.equals("http") || scheme.equals("https");
  }

  /** Whether the scheme is one of the standard's special ones. */
  public boolean isSpecial() {
    return Scheme.special(scheme);
  }

  /** The user name, percent-encoded; empty where there is none. */
  public String username() {
    return username;
  }

  /** The password, percent-encoded; empty where there is none. */
  public String password() {
    return password;
  }

  /** Whether there is a user name or a password. */
  public boolean includesCredentials() {
    return !username.isEmpty() || !password.isEmpty();
  }

  /** The host; empty where the URL has no authority, {@link Host.Empty} where it is "". */
  public Optional<Host> host() {
    return Optional.ofNullable(host);
  }

  /** The host as the URL spells it; "" where there is none. */
  public String hostname() {
    return host == null ? "" : host.toString();
  }

  /** The port, where the URL names one that is not the default of its scheme. */
  public OptionalInt port() {
    return port < 0 ? OptionalInt.empty() : OptionalInt.of(port);
  }

  /**
   * The port that is meant: named, or the default of the scheme; -1 where the scheme has no ports.
   */
  public int effectivePort() {
    return port >= 0 ? port : Scheme.defaultPort(scheme);
  }

  /** The path: {@code /a/b}; what follows the colon where the path is opaque; "" for none. */
  public String path() {
    return path;
  }

  /** The segments of the path, still percent-encoded; none where the path is opaque or "". */
  public List<String> pathSegments() {
    if (opaquePath || path.isEmpty()) {
      return List.of();
    }
    List<String> out = new ArrayList<>();
    for (int from = 1; ; ) {
      int to = path.indexOf('/', from);
      if (to < 0) {
        out.add(path.substring(from));
        return List.copyOf(out);
      }
      out.add(path.substring(from, to));
      from = to + 1;
    }
  }

  /** Whether the path is text without segments: {@code mailto:a@b}, {@code data:,x}. */
  public boolean hasOpaquePath() {
    return opaquePath;
  }

  /** The query without its question mark; empty where there is no question mark. */
  public Optional<String> query() {
    return Optional.ofNullable(query);
  }

  /** The query read as application/x-www-form-urlencoded. */
  public SearchParams searchParams() {
    return query == null ? SearchParams.NONE : new SearchParams(FormUrlEncoded.parse(query));
  }

  /** The fragment without its number sign; empty where there is no number sign. */
  public Optional<String> fragment() {
    return Optional.ofNullable(fragment);
  }

  /** The whole URL as text. */
  public String href() {
    return href;
  }

  /** The whole URL as text, up to the fragment. */
  public String hrefWithoutFragment() {
    return href.substring(0, fragmentStart);
  }

  /** Path and query, as a request line has them; a "/" where the path is empty. */
  public String requestTarget() {
    String start = path.isEmpty() ? "/" : path;
    return query == null ? start : start + "?" + query;
  }

  /** Host, and port where it is not the default, as the field {@code Host} has them. */
  public String hostAndPort() {
    return port < 0 ? hostname() : hostname() + ":" + port;
  }

  /** Who the resource belongs to; a new opaque origin each time where the scheme has no tuple. */
  public Origin origin() {
    return Origin.of(this);
  }

  /** The URL for people, logs and records: Unicode host, and any password as {@code ***}. */
  public String display() {
    return UrlSerializer.display(this);
  }

  /** What was not quite right in the text; parsing tolerated it. Not part of equality. */
  public List<ValidationError.At> validationErrors() {
    return validationErrors;
  }

  /** This URL with another fragment (its text, without number sign), or with none. */
  public Url withFragment(Optional<String> newFragment) {
    UrlDraft draft = UrlDraft.of(this);
    draft.fragment =
        newFragment.map(f -> PercentEncode.encode(f, PercentEncodeSet.FRAGMENT)).orElse(null);
    return draft.build(List.of());
  }

  /** This URL with another fragment. */
  public Url withFragment(String newFragment) {
    return withFragment(Optional.of(newFragment));
  }

  /** This URL with no fragment. */
  public Url withoutFragment() {
    return fragment == null ? this : withFragment(Optional.empty());
  }

  /** This URL with no user name and no password. */
  public Url withoutCredentials() {
    if (!includesCredentials()) {
      return this;
    }
    UrlDraft draft = UrlDraft.of(this);
    draft.username = "";
    draft.password = "";
    return draft.build(List.of());
  }

  /** This URL with its query replaced by the parameters; with no query where there are none. */
  public Url withSearchParams(SearchParams params) {
    UrlDraft draft = UrlDraft.of(this);
    String text = params.toString();
    draft.query = text.isEmpty() ? null : text;
    return draft.build(List.of());
  }

  @Nullable Host rawHost() {
    return host;
  }

  int rawPort() {
    return port;
  }

  @Nullable String rawQuery() {
    return query;
  }

  @Nullable String rawFragment() {
    return fragment;
  }

  @Override
  public int compareTo(Url other) {
    return href.compareTo(other.href);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Url url && href.equals(url.href);
  }

  @Override
  public int hashCode() {
    return href.hashCode();
  }

  @Override
  public String toString() {
    return href;
  }
}
