package dev.glasshouse.fetch.links;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A link that a field names (RFC 8288, 3), as it stands there.
 *
 * @param target the reference between the angle brackets; not resolved
 * @param parameters by name in lower case; of one that is said twice the first counts
 */
public record Link(String target, Map<String, String> parameters) {
  /** Parameters of one link that are read; more say nothing that anybody knows. */
  private static final int PARAMETERS = 32;

  /** The value of a parameter; empty where it is missing, and the empty text where it has none. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** The relation types, in lower case. */
  public Set<String> relations() {
    return Set.copyOf(
        List.of(parameter("rel").orElse("").strip().toLowerCase(Locale.ROOT).split("[ \t]+")));
  }

  /**
   * The links of a field's lines (RFC 8288, appendix B.2). Where a line is no list of links any
   * more, the rest of it is passed over.
   *
   * @param lines the values of all fields of that name
   * @param most links that are read at most
   */
  public static List<Link> parse(List<String> lines, int most) {
    var links = new ArrayList<Link>();
    for (String line : lines) {
      new Reader(line).read(links, most);
    }
    return List.copyOf(links);
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    /** B.2. */
    void read(List<Link> links, int most) {
      while (links.size() < most) {
        skip(" \t,");
        if (at >= text.length() || text.charAt(at) != '<') {
          return;
        }
        int end = text.indexOf('>', at);
        if (end < 0) {
          return;
        }
        String target = text.substring(at + 1, end).strip();
        at = end + 1;
        links.add(new Link(target, parameters()));
        skip(" \t");
        if (at < text.length() && text.charAt(at) != ',') {
          return;
        }
      }
    }

    /** B.3. */
    private Map<String, String> parameters() {
      var found = new LinkedHashMap<String, String>();
      while (true) {
        skip(" \t");
        if (at >= text.length() || text.charAt(at) != ';') {
          return Map.copyOf(found);
        }
        at++;
        skip(" \t");
        String name = until(" \t=;,").toLowerCase(Locale.ROOT);
        skip(" \t");
        String value = "";
        if (at < text.length() && text.charAt(at) == '=') {
          at++;
          skip(" \t");
          boolean quoted = at < text.length() && text.charAt(at) == '"';
          value = quoted ? quoted() : until(" \t;,");
        }
        if (!name.isEmpty() && found.size() < PARAMETERS) {
          found.putIfAbsent(name, value);
        }
      }
    }

    private void skip(String these) {
      while (at < text.length() && these.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private String until(String these) {
      int from = at;
      while (at < text.length() && these.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(from, at);
    }

    /** B.4: without its end, the rest of the line is the text. */
    private String quoted() {
      var out = new StringBuilder();
      at++;
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '"') {
          break;
        }
        if (c == '\\' && at < text.length()) {
          c = text.charAt(at++);
        }
        out.append(c);
      }
      return out.toString();
    }
  }
}
