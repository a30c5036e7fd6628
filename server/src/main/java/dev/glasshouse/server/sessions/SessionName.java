package dev.glasshouse.server.sessions;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.cookies.CookieField;
import java.util.List;
import java.util.Optional;

/**
 * Which session a request names: its cookie, else, where that is allowed, the parameter behind its
 * path ({@code /page;jsessionid=...}). Pure.
 *
 * @param ids what it names, the first that counts; several where several cookies of the name came,
 *     as from several paths
 * @param by a cookie or its URL; empty when it names none
 * @param nonsense the first of the name that is no id; empty for none
 * @param takesCookies whether it brought any cookie of the name
 */
record SessionName(List<SessionId> ids, String by, String nonsense, boolean takesCookies) {
  /** Cookies of the name that are looked at: the browser's own, and few that strangers set. */
  private static final int MOST = 3;

  static SessionName of(Request request, SessionRules rules) {
    List<String> values =
        CookieField.parse(request.fields().all("Cookie")).stream()
            .filter(pair -> pair.name().equals(rules.name()))
            .map(CookieField.Pair::value)
            .limit(MOST)
            .toList();
    List<SessionId> ids = values.stream().flatMap(v -> SessionId.parse(v).stream()).toList();
    String nonsense =
        values.stream().filter(v -> SessionId.parse(v).isEmpty()).findFirst().orElse("");
    if (!values.isEmpty()) {
      return new SessionName(ids, "a cookie", nonsense, true);
    }
    Optional<String> inUrl = rules.urls() ? inUrl(request.path()) : Optional.empty();
    if (inUrl.isEmpty()) {
      return new SessionName(List.of(), "", "", false);
    }
    Optional<SessionId> id = SessionId.parse(inUrl.get());
    return new SessionName(
        id.stream().toList(), "its URL", id.isPresent() ? "" : inUrl.get(), false);
  }

  private static Optional<String> inUrl(String path) {
    String mark = ";" + SessionRules.PARAMETER + "=";
    int at = path.lastIndexOf(mark);
    return at < 0 || path.indexOf('/', at) >= 0
        ? Optional.empty()
        : Optional.of(path.substring(at + mark.length()));
  }
}
