package dev.glasshouse.net.auth;

import dev.glasshouse.journey.Secrets;
import dev.glasshouse.url.PercentEncode;
import dev.glasshouse.url.Url;
import java.util.Optional;

/**
 * A user's name and password. Its text form gives neither away.
 *
 * @param user the name
 * @param password the password
 */
public record Login(String user, String password) {

  /** Reads {@code user:password}; without a colon the password is empty. */
  public static Login parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new Login(text, "")
        : new Login(text.substring(0, colon), text.substring(colon + 1));
  }

  /** What a URL carries. */
  public static Optional<Login> of(Url url) {
    return url.includesCredentials()
        ? Optional.of(
            new Login(
                PercentEncode.decodeToString(url.username()),
                PercentEncode.decodeToString(url.password())))
        : Optional.empty();
  }

  /** The name, shortened. */
  @Override
  public String toString() {
    return Secrets.shorten(user);
  }
}
