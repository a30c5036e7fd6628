package dev.glasshouse.http.wire;

import dev.glasshouse.http.Field;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * How urgent a response is (RFC 9218 4).
 *
 * @param level from 0, the most urgent, to 7
 * @param incremental whether pieces of it are of use before it is whole
 */
public record Urgency(int level, boolean incremental) {
  /** The least urgent. */
  public static final int LEAST = 7;

  /** What holds where nothing is said. */
  public static final Urgency DEFAULT = new Urgency(3, false);

  /** What a browser says for a request of this priority. */
  public static Urgency of(Priority priority) {
    return switch (priority) {
      case HIGHEST -> new Urgency(0, true);
      case HIGH -> new Urgency(1, false);
      case MEDIUM -> new Urgency(2, false);
      case LOW -> new Urgency(4, true);
      case LOWEST -> new Urgency(5, true);
    };
  }

  /**
   * What a {@code Priority} field says; what it does not say, or says wrongly, is as by default.
   */
  public static Urgency parse(String value) {
    int level = DEFAULT.level();
    boolean incremental = DEFAULT.incremental();
    List<String> members = new ArrayList<>();
    Fields.split(value, ',', members);
    for (String member : members) {
      int end = member.indexOf(';');
      String bare = (end < 0 ? member : member.substring(0, end)).strip();
      if (bare.length() == 3 && bare.startsWith("u=")) {
        int u = bare.charAt(2) - '0';
        level = u >= 0 && u <= LEAST ? u : level;
      } else if (bare.equals("i") || bare.equals("i=?1")) {
        incremental = true;
      } else if (bare.equals("i=?0")) {
        incremental = false;
      }
    }
    return new Urgency(level, incremental);
  }

  /**
   * The field section of a request, with its {@code Priority} where the request has none itself.
   */
  public List<Field> section(Request request) {
    String text = text();
    return text.isEmpty() || request.fields().has("Priority")
        ? PseudoFields.of(request)
        : PseudoFields.of(request, new Field("priority", text));
  }

  /** As the field {@code Priority} writes it; empty where it is as by default. */
  public String text() {
    String u = level == DEFAULT.level() ? "" : "u=" + level;
    String i = incremental ? "i" : "";
    return u.isEmpty() || i.isEmpty() ? u + i : u + ", " + i;
  }
}
