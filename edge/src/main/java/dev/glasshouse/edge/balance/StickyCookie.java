package dev.glasshouse.edge.balance;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Optional;

/**
 * A cookie that leads a client to the same server again. It carries no address: only a number that
 * says nothing to others, and the same after a restart. Pure.
 *
 * @param name the cookie's name
 */
public record StickyCookie(String name) {

  /** A cookie of that name; what is no name of a cookie is refused. */
  public StickyCookie {
    if (!dev.glasshouse.http.FieldSyntax.isToken(name)) {
      throw new IllegalArgumentException("not the name of a cookie: " + name);
    }
  }

  /** The server that a request's cookie names, of these. */
  Optional<String> server(Request request, Collection<String> servers) {
    for (String value : request.fields().all("Cookie")) {
      var pairs = new ArrayList<String>();
      Fields.split(value, ';', pairs);
      for (String pair : pairs) {
        if (pair.startsWith(name + "=")) {
          String wanted = pair.substring(name.length() + 1);
          return servers.stream().filter(one -> token(one).equals(wanted)).findFirst();
        }
      }
    }
    return Optional.empty();
  }

  /** The value of Set-Cookie that leads to a server. */
  String set(String server, boolean secure) {
    return name
        + "="
        + token(server)
        + "; Path=/; HttpOnly; SameSite=Lax"
        + (secure ? "; Secure" : "");
  }

  private static String token(String server) {
    return Long.toHexString(HashRing.hash(server));
  }
}
