package dev.glasshouse.server.programs;

import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ProgramReason;
import dev.glasshouse.server.sessions.Session;
import dev.glasshouse.server.sessions.StoreException;
import dev.glasshouse.url.FormUrlEncoded;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

  private ScriptSession() {}

  /**
   * The variables of a session: its values that are texts, numbers, true or false.
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
