package dev.glasshouse.net.auth;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The Basic scheme (RFC 7617): the password goes as good as in the clear. Pure. */
public final class Basic {
  private Basic() {}

  /** The field Authorization; name and password in UTF-8 (2.1). A colon ends the name. */
  public static String authorization(Login login) {
    String pair = login.user() + ":" + login.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a login can be told in it: a name has no colon, and neither has control characters. */
  public static boolean canTell(Login login) {
    return login.user().indexOf(':') < 0
        && (login.user() + login.password()).chars().noneMatch(c -> c < 0x20 || c == 0x7f);
  }

  /**
   * The path from which on down a place reaches (2.2): that of the URL that was asked, up to its
   * last slash.
   */
  public static String space(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
