package dev.glasshouse.net.proxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One way in which a proxy lets itself be told who asks (RFC 9110 11.3).
 *
 * @param scheme its name in lower case
 * @param parameters its parameters, their names in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  /** How much is read of one field. */
  private static final int LONGEST = 8192;

  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** Reads the values of Proxy-Authenticate; what is malformed ends the reading of its field. */
  static List<Challenge> parse(List<String> values) {
    var all = new ArrayList<Challenge>();
    for (String value : values) {
      new Reader(value.length() > LONGEST ? value.substring(0, LONGEST) : value).into(all);
    }
    return all;
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    void into(List<Challenge> all) {
      while (true) {
        skip(" \t,");
        String scheme = token();
        if (scheme.isEmpty()) {
          return;
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        while (parameter(parameters)) {
          // The next.
        }
        all.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
      }
    }

    /** Reads one parameter; steps back where what follows is none. */
    private boolean parameter(Map<String, String> into) {
      int before = at;
      skip(" \t,");
      String name = token();
      skip(" \t");
      if (name.isEmpty() || at >= text.length() || text.charAt(at) != '=') {
        at = before;
        return false;
      }
      at++;
      skip(" \t");
      into.putIfAbsent(name.toLowerCase(Locale.ROOT), value());
      return true;
    }

    private String value() {
      if (at >= text.length() || text.charAt(at) != '"') {
        return token();
      }
      var value = new StringBuilder();
      for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
      }
      at = Math.min(at + 1, text.length());
      return value.toString();
    }

    private String token() {
      int begin = at;
      while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(begin, at);
    }

    private void skip(String these) {
      while (at < text.length() && these.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}
