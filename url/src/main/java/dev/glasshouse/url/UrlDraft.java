package dev.glasshouse.url;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A URL while it is being built: the standard's URL record, changeable.
 *
 * <p>A path that is a list is kept as the text that it serializes to: a slash before each segment,
 * and nothing for no segment; a segment never has a slash, so the list can be read back.
 */
final class UrlDraft {
  String scheme = "";
  String username = "";
  String password = "";
  @Nullable Host host;
  int port = -1;
  final StringBuilder path = new StringBuilder(64);
  boolean opaquePath;
  @Nullable String query;
  @Nullable String fragment;

  static UrlDraft of(Url url) {
    UrlDraft draft = new UrlDraft();
    draft.scheme = url.scheme();
    draft.copyAuthority(url);
    draft.copyPath(url);
    draft.query = url.rawQuery();
    draft.fragment = url.rawFragment();
    return draft;
  }

  void copyAuthority(Url base) {
    username = base.username();
    password = base.password();
    host = base.rawHost();
    port = base.rawPort();
  }

  void copyPath(Url base) {
    path.setLength(0);
    path.append(base.path());
    opaquePath = base.hasOpaquePath();
  }

  boolean isSpecial() {
    return Scheme.special(scheme);
  }

  boolean includesCredentials() {
    return !username.isEmpty() || !password.isEmpty();
  }

  /** Whether there is no place for a user name, a password or a port. */
  boolean cannotHaveCredentialsOrPort() {
    return host == null || host instanceof Host.Empty || scheme.equals("file");
  }

  /**
   * Takes the last segment off, but never a lone drive letter of a file: URL.
   *
   * @see <a href="https://url.spec.whatwg.org/#shorten-a-urls-path">shorten a URL's path</a>
   */
  void shortenPath() {
    int last = path.lastIndexOf("/");
    if (last < 0) {
      return;
    }
    if (last == 0
        && path.length() == 3
        && scheme.equals("file")
        && DriveLetter.isNormalized(path, 1, 3)) {
      return;
    }
    path.setLength(last);
  }

  Url build(List<ValidationError.At> errors) {
    return new Url(this, errors);
  }
}
