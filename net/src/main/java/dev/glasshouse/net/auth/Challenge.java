package dev.glasshouse.net.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of a server or a proxy (RFC 9110 11.3, 11.6.1, 11.7.1).
 *
 * @param scheme in lower case
 * @param parameters by name in lower case; of a name that comes twice the first counts
 */
public record Challenge(String scheme, Map<String, String> parameters) {
  /** Challenges of one answer that are looked at. */
  private static final int MOST = 20;

  /** Characters that are read of one field. */
  private static final int LONGEST = 8192;

  /** A parameter. */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** What the server calls the place; empty where it says nothing. */
  public String realm() {
    return parameters.getOrDefault("realm", "");
  }

  /** Reads all challenges of an answer's fields; what is not well formed ends its field. */
  public static List<Challenge> parse(List<String> fields) {
    var all = new ArrayList<Challenge>();
    for (String field : fields) {
      new Reader(cut(field)).challenges(all);
    }
    return List.copyOf(all.subList(0, Math.min(MOST, all.size())));
  }

  /** Reads the parameters of a field that has no scheme: {@code Authentication-Info}. */
  public static Map<String, String> parameters(String field) {
    var parameters = new LinkedHashMap<String, String>();
    new Reader(cut(field)).parameters(parameters);
    return parameters;
  }

  private static String cut(String field) {
    return field.length() > LONGEST ? field.substring(0, LONGEST) : field;
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    void challenges(List<Challenge> into) {
      while (into.size() < MOST) {
        skip(" \t,");
        String scheme = token();
        if (scheme.isEmpty()) {
          return;
        }
        var parameters = new LinkedHashMap<String, String>();
        int before = at;
        skip(" \t");
        if (at > before && !parameterFollows()) {
          token68();
        } else {
          parameters(parameters);
        }
        into.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
      }
    }

    /** Reads {@code name=value, name=value}; stops before a name without a value: a scheme. */
    void parameters(Map<String, String> into) {
      while (true) {
        skip(" \t,");
        if (!parameterFollows()) {
          return;
        }
        String name = token().toLowerCase(Locale.ROOT);
        skip(" \t");
        at++;
        skip(" \t");
        into.putIfAbsent(name, at < text.length() && text.charAt(at) == '"' ? quoted() : token());
        skip(" \t");
        if (at < text.length() && text.charAt(at) != ',') {
          at = text.length();
        }
      }
    }

    private boolean parameterFollows() {
      int start = at;
      boolean named = !token().isEmpty();
      skip(" \t");
      boolean follows = named && at < text.length() && text.charAt(at) == '=';
      // "abc==" and "abc=" are one token each, and no parameter.
      boolean value = at + 1 < text.length() && "=,".indexOf(text.charAt(at + 1)) < 0;
      at = start;
      return follows && value;
    }

    private void token68() {
      while (at < text.length() && text.charAt(at) != ',') {
        at++;
      }
    }

    private String token() {
      int from = at;
      while (at < text.length() && isTokenChar(text.charAt(at))) {
        at++;
      }
      return text.substring(from, at);
    }

    private static boolean isTokenChar(char c) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      return letter || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private String quoted() {
      var out = new StringBuilder();
      for (at++; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '"') {
          at++;
          break;
        }
        if (c == '\\' && at + 1 < text.length()) {
          at++;
        }
        out.append(text.charAt(at));
      }
      return out.toString();
    }

    private void skip(String characters) {
      while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}
