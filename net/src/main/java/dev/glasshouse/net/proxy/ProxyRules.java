package dev.glasshouse.net.proxy;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ProxyReason;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy a URL is fetched through, from the environment and the command line, as curl has it.
 *
 * <ul>
 *   <li>{@code http_proxy} in lower case only, since a CGI program finds a request's field Proxy in
 *       {@code HTTP_PROXY}; {@code https_proxy} before {@code HTTPS_PROXY}; where they say nothing,
 *       {@code all_proxy} before {@code ALL_PROXY}.
 *   <li>{@code no_proxy} before {@code NO_PROXY}: names with all below them, addresses, and blocks
 *       of addresses, between commas or blanks; {@code *} alone is everything.
 *   <li>An empty variable is as if it were not there; an empty {@code --proxy} is no proxy.
 * </ul>
 *
 * Pure.
 */
public final class ProxyRules {
  /** No proxy at all. */
  public static final ProxyRules NONE =
      new ProxyRules(Optional.empty(), Optional.empty(), new Exceptions("", ""));

  /** A proxy, and what says so. */
  private record Setting(Proxy proxy, Because because) {}

  /** What is fetched without. */
  private record Exceptions(String from, String list) {}

  private final Optional<Setting> http;
  private final Optional<Setting> https;
  private final Exceptions exceptions;

  private ProxyRules(Optional<Setting> http, Optional<Setting> https, Exceptions exceptions) {
    this.http = http;
    this.https = https;
    this.exceptions = exceptions;
  }

  /** What was decided. */
  public sealed interface Verdict {}

  /** None is set. */
  public record Direct() implements Verdict {}

  /** One is set, and not used. */
  public record PassedBy(Proxy proxy, Because because) implements Verdict {}

  /** Through this one. */
  public record Via(Proxy proxy, Because because) implements Verdict {}

  /**
   * The rules of an environment.
   *
   * @param option {@code --proxy}, which counts before the environment
   * @param noOption {@code --noproxy}, which counts before the environment
   * @throws IllegalArgumentException with a message for people, when a proxy is none
   */
  public static ProxyRules of(
      Map<String, String> environment, Optional<String> option, Optional<String> noOption) {
    Exceptions exceptions =
        noOption
            .map(list -> new Exceptions("--noproxy", list))
            .orElseGet(() -> exceptions(environment));
    if (option.isPresent()) {
      Optional<Setting> its =
          option
              .filter(text -> !text.isBlank())
              .map(text -> new Setting(Proxy.parse(text), Because.of(ProxyReason.OPTION)));
      return new ProxyRules(its, its, exceptions);
    }
    Optional<Setting> all =
        setting(environment, "all_proxy").or(() -> setting(environment, "ALL_PROXY"));
    return new ProxyRules(
        setting(environment, "http_proxy").or(() -> all),
        setting(environment, "https_proxy")
            .or(() -> setting(environment, "HTTPS_PROXY"))
            .or(() -> all),
        exceptions);
  }

  private static Exceptions exceptions(Map<String, String> environment) {
    for (String name : new String[] {"no_proxy", "NO_PROXY"}) {
      String list = environment.getOrDefault(name, "");
      if (!list.isEmpty()) {
        return new Exceptions(name, list);
      }
    }
    return new Exceptions("", "");
  }

  private static Optional<Setting> setting(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Setting(Proxy.parse(value), Because.of(ProxyReason.VARIABLE, name)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Decides.
   *
   * @param secure whether the URL is of https
   * @param host the URL's host; an IPv6 address with or without brackets
   */
  public Verdict choose(boolean secure, String host) {
    Optional<Setting> setting = secure ? https : http;
    if (setting.isEmpty()) {
      return new Direct();
    }
    Setting its = setting.get();
    Optional<String> exception = exception(exceptions.list(), host);
    return exception.isPresent()
        ? new PassedBy(
            its.proxy(), Because.of(ProxyReason.NO_PROXY, exceptions.from(), exception.get()))
        : new Via(its.proxy(), its.because());
  }

  /** The entry of a list that fits a host. */
  static Optional<String> exception(String list, String host) {
    if (list.equals("*")) {
      return Optional.of("*");
    }
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    Optional<InetAddress> address = literal(bare);
    String name = withoutDots(bare.toLowerCase(Locale.ROOT));
    for (String entry : list.split("[\\s,]+")) {
      boolean fits =
          !entry.isEmpty()
              && (address.isPresent()
                  ? block(entry, address.get())
                  : isBelow(name, entry.toLowerCase(Locale.ROOT)));
      if (fits) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  private static String withoutDots(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }

  private static boolean isBelow(String name, String entry) {
    String own = withoutDots(entry.startsWith(".") ? entry.substring(1) : entry);
    return !own.isEmpty() && (name.equals(own) || name.endsWith("." + own));
  }

  private static boolean block(String entry, InetAddress address) {
    int slash = entry.indexOf('/');
    Optional<InetAddress> network = literal(slash < 0 ? entry : entry.substring(0, slash));
    if (network.isEmpty()) {
      return false;
    }
    byte[] ours = address.getAddress();
    byte[] its = network.get().getAddress();
    if (ours.length != its.length) {
      return false;
    }
    int bits = ours.length * 8;
    if (slash >= 0) {
      String digits = entry.substring(slash + 1);
      if (digits.isEmpty()
          || digits.length() > 3
          || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return false;
      }
      int asked = Integer.parseInt(digits);
      if (asked > bits) {
        return false;
      }
      // As curl has it: no bits at all mean every bit.
      bits = asked == 0 ? bits : asked;
    }
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> i % 8;
      if ((ours[i / 8] & mask) != (its[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<InetAddress> literal(String text) {
    boolean digit = !text.isEmpty() && Character.isDigit(text.charAt(text.length() - 1));
    if (!text.contains(":") && !digit) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
