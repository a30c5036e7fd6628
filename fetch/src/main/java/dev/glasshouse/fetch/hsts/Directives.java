package dev.glasshouse.fetch.hsts;

import dev.glasshouse.http.FieldSyntax;
import java.util.Optional;

/** Walks over the directives of a field: {@code name}, {@code name=token}, {@code name="text"}. */
final class Directives {
  private final String text;
  private int at;
  private String name = "";
  private Optional<String> value = Optional.empty();
  private String problem = "";

  Directives(String text) {
    this.text = text;
  }

  /** Goes to the next directive, over empty ones; whether there is one. */
  boolean next() {
    if (!problem.isEmpty()) {
      return false;
    }
    skipBlanks();
    while (at < text.length() && text.charAt(at) == ';') {
      at++;
      skipBlanks();
    }
    if (at == text.length()) {
      return false;
    }
    name = token();
    value = Optional.empty();
    if (name.isEmpty()) {
      problem = "a directive has no name";
      return true;
    }
    skipBlanks();
    if (at < text.length() && text.charAt(at) == '=') {
      at++;
      skipBlanks();
      value = at < text.length() && text.charAt(at) == '"' ? quoted() : some(token());
      skipBlanks();
      if (value.isEmpty()) {
        problem = name + " has no proper value";
        return true;
      }
    }
    if (at < text.length() && text.charAt(at) != ';') {
      problem = "something stands behind " + name;
    }
    return true;
  }

  String name() {
    return name;
  }

  Optional<String> value() {
    return value;
  }

  /** What is wrong here; empty when nothing is. */
  String problem() {
    return problem;
  }

  private static Optional<String> some(String token) {
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }

  private String token() {
    int from = at;
    while (at < text.length() && FieldSyntax.isTokenChar(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private Optional<String> quoted() {
    var out = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return Optional.of(out.toString());
      }
      if (c == '\\' && at + 1 < text.length()) {
        at++;
      }
      out.append(text.charAt(at));
    }
    return Optional.empty();
  }

  private void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }
}
