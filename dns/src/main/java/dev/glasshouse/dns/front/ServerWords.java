package dev.glasshouse.dns.front;

import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.ServeLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Settings of the server that a resolver's clients speak with, in the words that people who run
 * Unbound know: {@code access-control: 192.0.2.0/24 allow}, {@code nsid}, {@code answer-cookie}.
 */
public final class ServerWords {
  private static final int SECRET = 16;
  private static final String ASCII = "ascii_";

  private final List<AccessList.Rule> access = new ArrayList<>();
  private Optional<byte[]> identity = Optional.empty();
  private Optional<byte[]> secret = Optional.empty();
  private Optional<Duration> idle = Optional.empty();
  private boolean cookies;

  /** Nothing is said yet. */
  public ServerWords() {}

  /**
   * Takes a setting.
   *
   * @return whether it is one of these settings
   * @throws IllegalArgumentException with a sentence, if the value is none
   */
  public boolean setting(String key, String value) {
    switch (key) {
      case "access-control" -> access.addAll(AccessList.of(List.of(value)).rules());
      case "nsid" ->
          identity =
              Optional.of(
                  value.startsWith(ASCII)
                      ? value.substring(ASCII.length()).getBytes(StandardCharsets.US_ASCII)
                      : hex(value));
      case "answer-cookie" -> cookies = FrontWords.yes(value);
      case "cookie-secret" -> {
        secret = Optional.of(hex(value));
        if (secret.get().length != SECRET) {
          throw new IllegalArgumentException("a secret has " + 2 * SECRET + " hexadecimal digits");
        }
      }
      case "edns-tcp-keepalive-timeout" -> idle = Optional.of(millis(value));
      case "edns-tcp-keepalive" -> {
        // It is always told to who asks for it.
        if (!FrontWords.yes(value)) {
          throw new IllegalArgumentException("whoever asks for it is told");
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static byte[] hex(String digits) {
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(digits + " are no hexadecimal digits", e);
    }
  }

  private static Duration millis(String value) {
    try {
      return Duration.ofMillis(Long.parseLong(value));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(value + " is no number of milliseconds", e);
    }
  }

  /**
   * What all of it comes to.
   *
   * @param usual what holds where nothing was said; its access rules are looked at last
   */
  public NameServer.Settings settings(NameServer.Settings usual) {
    var rules = new ArrayList<>(access);
    rules.addAll(usual.access().rules());
    NameServer.Settings settings = usual.with(new AccessList(rules));
    if (idle.isPresent()) {
      ServeLimits limits = usual.limits().withIdle(idle.get());
      settings = settings.with(limits);
    }
    if (identity.isPresent()) {
      settings = settings.withIdentity(identity.get());
    }
    return cookies && secret.isPresent() ? settings.withCookies(secret.get()) : settings;
  }
}
