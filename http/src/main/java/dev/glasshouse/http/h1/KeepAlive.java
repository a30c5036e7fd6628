package dev.glasshouse.http.h1;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Whether a connection stays after an exchange, and for how long (RFC 9112 9.3; the {@code
 * Keep-Alive} field is RFC 2068 19.7.1.1's, and in use everywhere). Pure.
 *
 * @param stays whether it may carry another exchange
 * @param timeout how long it may stand unused; at most our own limit
 * @param max how many more exchanges the peer allows; empty when it does not say
 */
record KeepAlive(boolean stays, Duration timeout, OptionalInt max) {

  /** After a message of this version with these fields. */
  static KeepAlive after(HttpVersion version, Fields fields, Duration ours) {
    boolean stays =
        !fields.hasElement("Connection", "close")
            && (version == HttpVersion.HTTP_1_1 || fields.hasElement("Connection", "keep-alive"));
    Duration timeout = ours;
    OptionalInt max = OptionalInt.empty();
    for (String element : fields.elements("Keep-Alive")) {
      int equals = element.indexOf('=');
      String name = equals < 0 ? element : FieldSyntax.trim(element.substring(0, equals));
      OptionalInt value = number(equals < 0 ? "" : FieldSyntax.trim(element.substring(equals + 1)));
      if (name.equalsIgnoreCase("timeout") && value.isPresent()) {
        Duration theirs = Duration.ofSeconds(value.getAsInt());
        timeout = theirs.compareTo(ours) < 0 ? theirs : ours;
      } else if (name.equalsIgnoreCase("max") && value.isPresent()) {
        max = value;
      }
    }
    boolean allowed = max.isEmpty() || max.getAsInt() > 0;
    return new KeepAlive(stays && allowed && !timeout.isZero(), timeout, max);
  }

  private static OptionalInt number(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 9;
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }
}
