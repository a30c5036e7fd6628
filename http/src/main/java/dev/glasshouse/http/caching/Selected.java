package dev.glasshouse.http.caching;

import java.util.Optional;

/**
 * A field of requests by which a stored response is chosen (RFC 9111 4.1).
 *
 * @param name its name, as Vary spells it; {@code *} where no request fits
 * @param value what a request must have in it, normalized: a digest where that is a secret; empty
 *     where it must not have the field
 */
public record Selected(String name, Optional<String> value) {
  /** Whether a digest stands for the value. */
  public boolean isSecret() {
    return value.filter(text -> text.startsWith(Vary.DIGEST)).isPresent() && Vary.isSecret(name);
  }

  /** {@code name: value}; empty where the field must not be there. */
  public Optional<String> line() {
    return value.map(text -> name + ": " + text);
  }
}
