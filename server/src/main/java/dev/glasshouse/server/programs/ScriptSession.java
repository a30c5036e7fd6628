package dev.glasshouse.server.programs;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ProgramReason;
import dev.glasshouse.server.sessions.Session;
import dev.glasshouse.server.sessions.StoreException;
import dev.glasshouse.url.FormUrlEncoded;
import dev.glasshouse.url.Url;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a script has to do with its session: each value is the variable {@code SESSION_name}, and
 * fields {@code X-Session} in its answer, which no client gets, are orders: {@code put name=value}
 * (one or several, as in a query), {@code remove name}, {@code rotate}, {@code end}.
 */
final class ScriptSession {
  /** The field of the orders. */
  private static final String FIELD = "X-Session";

  private static final String VARIABLE = "SESSION_";
  private static final String URL_VARIABLE = "URL_SESSION";
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

  private ScriptSession() {}

  /**
   * The variables of a session: its values that are texts, numbers, true or false, and what has to
   * stand behind the paths of links where the client takes no cookies.
   *
   * @throws StoreException when the store is away
   */
  static Map<String, String> variables(Session session) throws StoreException {
    var all = new LinkedHashMap<String, String>();
    for (String name : session.names()) {
      Object value = session.get(name, Object.class).orElse("");
      boolean plain =
          value instanceof String || value instanceof Number || value instanceof Boolean;
      if (plain && NAME.matcher(name).matches() && value.toString().indexOf(0) < 0) {
        all.put(VARIABLE + name, value.toString());
      }
    }
    all.put(URL_VARIABLE, session.urlParameter());
    return all;
  }

  /**
   * Does what a script ordered.
   *
   * @return the head without the orders
   * @throws ProgramException when an order is none
   * @throws StoreException when the store is away
   */
  static ScriptHead obeyed(ScriptHead head, Session session)
      throws ProgramException, StoreException {
    for (String order : head.fields().all(FIELD)) {
      int space = order.indexOf(' ');
      String verb = space < 0 ? order : order.substring(0, space);
      obey(verb, space < 0 ? "" : order.substring(space + 1).strip(), session);
    }
    return new ScriptHead(head.status(), head.local(), head.fields().without(FIELD));
  }

  /**
   * The head whose Location, where it leads to this server, names a session that there is, if the
   * client takes no cookies.
   *
   * @throws StoreException when the store is away
   */
  static ScriptHead led(ScriptHead head, Session session, Request request) throws StoreException {
    Optional<String> location = head.fields().first("Location");
    if (location.isEmpty() || head.local().isPresent() || !session.isThere()) {
      return head;
    }
    // What is no URL is the program's own word, and the client's to make sense of.
    Optional<Url> here = Url.tryParse(request.url());
    Optional<String> plain =
        here.flatMap(its -> Url.tryParse(location.get(), its).filter(to -> isOurs(its, to)))
            .map(Url::requestTarget)
            .filter(target -> target.indexOf(';') < 0);
    if (plain.isEmpty()) {
      return head;
    }
    String named = session.url(plain.get());
    int mark = location.get().indexOf('#');
    String fragment = mark < 0 ? "" : location.get().substring(mark);
    return named.equals(plain.get())
        ? head
        : new ScriptHead(
            head.status(), head.local(), head.fields().with("Location", named + fragment));
  }

  private static boolean isOurs(Url here, Url there) {
    return there.scheme().equals(here.scheme()) && there.hostAndPort().equals(here.hostAndPort());
  }

  private static void obey(String verb, String what, Session session)
      throws ProgramException, StoreException {
    switch (verb) {
      case "put" -> {
        List<FormUrlEncoded.Pair> pairs = FormUrlEncoded.parse(what);
        for (FormUrlEncoded.Pair pair : pairs) {
          session.put(name(pair.name()), value(pair.value()));
        }
        if (pairs.isEmpty()) {
          throw wrong("put is followed by name=value");
        }
      }
      case "remove" -> session.remove(name(what));
      case "rotate" -> session.rotate();
      case "end" -> session.end();
      default -> throw wrong("put, remove, rotate and end are what can be ordered");
    }
  }

  private static String name(String text) throws ProgramException {
    if (!NAME.matcher(text).matches()) {
      throw wrong("a name has letters, digits and underscores, at most 64");
    }
    return text;
  }

  private static String value(String text) throws ProgramException {
    if (text.indexOf(0) >= 0) {
      throw wrong("no variable can hold NUL");
    }
    return text;
  }

  private static ProgramException wrong(String why) {
    String what = FIELD + ": " + why;
    return new ProgramException(
        Status.BAD_GATEWAY,
        Because.of(ProgramReason.ANSWER_MALFORMED, what),
        "the program's answer cannot be used: " + what);
  }
}
