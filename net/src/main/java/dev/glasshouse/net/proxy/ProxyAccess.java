package dev.glasshouse.net.proxy;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ProxyReason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Tells proxies who asks, with Basic (RFC 7617) or Digest (RFC 7616), once they have asked: nothing
 * is given before, and then without being asked again. One for a client; safe for many threads.
 */
public final class ProxyAccess {
  private static final Clause CLAUSE = Clause.rfc(9110, "11.7");

  /** What a proxy has asked last, and how often it was answered. */
  private record Known(Challenge challenge, AtomicInteger count) {}

  private final Map<Proxy, Known> known = new ConcurrentHashMap<>();
  private final Supplier<String> nonces;

  /**
   * One that knows no proxy yet.
   *
   * @param nonces numbers that are used once, as text
   */
  public ProxyAccess(Supplier<String> nonces) {
    this.nonces = nonces;
  }

  /**
   * What was decided about a proxy's question.
   *
   * @param offered the schemes that the proxy takes
   * @param chosen the one that is used; empty when none is
   * @param because why
   */
  public record Verdict(List<String> offered, Optional<String> chosen, Because because) {}

  /** The value of Proxy-Authorization for a proxy that has asked before. */
  public Optional<String> authorization(Proxy proxy, String method, String target) {
    Known its = known.get(proxy);
    return its == null
        ? Optional.empty()
        : proxy.credentials().map(who -> value(its, who, method, target));
  }

  /**
   * A proxy asks who we are.
   *
   * @param values the values of Proxy-Authenticate
   * @param told whether it was told, and asks again
   */
  public Verdict asked(Proxy proxy, List<String> values, boolean told) {
    List<Challenge> challenges = Challenge.parse(values);
    List<String> offered = challenges.stream().map(Challenge::scheme).distinct().toList();
    if (proxy.credentials().isEmpty()) {
      return no(offered, Because.of(ProxyReason.NO_CREDENTIALS, CLAUSE));
    }
    Optional<Challenge> best = best(challenges);
    if (best.isEmpty()) {
      return no(offered, Because.of(ProxyReason.NO_SCHEME, CLAUSE, String.join(", ", offered)));
    }
    // RFC 7616 3.3: a nonce that is old is no refusal.
    boolean stale = best.get().parameter("stale").equalsIgnoreCase("true");
    if (told && !stale) {
      known.remove(proxy);
      return no(offered, Because.of(ProxyReason.CREDENTIALS_REFUSED, CLAUSE));
    }
    known.put(proxy, new Known(best.get(), new AtomicInteger()));
    return new Verdict(
        offered,
        Optional.of(best.get().scheme()),
        Because.of(ProxyReason.STRONGEST, CLAUSE, best.get().scheme()));
  }

  private static Verdict no(List<String> offered, Because because) {
    return new Verdict(offered, Optional.empty(), because);
  }

  private static Optional<Challenge> best(List<Challenge> challenges) {
    for (String algorithm : List.of("SHA-256", "MD5")) {
      for (Challenge its : challenges) {
        String qop = its.parameter("qop");
        String named = its.parameter("algorithm");
        if (its.scheme().equals("digest")
            && (named.isEmpty() ? "MD5" : named).equalsIgnoreCase(algorithm)
            && !its.parameter("nonce").isEmpty()
            && (qop.isEmpty() || List.of(qop.split("[ ,]+")).contains("auth"))) {
          return Optional.of(its);
        }
      }
    }
    return challenges.stream().filter(c -> c.scheme().equals("basic")).findFirst();
  }

  private String value(Known its, Proxy.Credentials who, String method, String target) {
    if (its.challenge().scheme().equals("basic")) {
      byte[] both = (who.user() + ":" + who.password()).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(both);
    }
    return digest(its, who, method, target);
  }

  /** RFC 7616 3.4. */
  private String digest(Known its, Proxy.Credentials who, String method, String target) {
    Challenge asked = its.challenge();
    String algorithm =
        asked.parameter("algorithm").isEmpty() ? "MD5" : asked.parameter("algorithm");
    String realm = asked.parameter("realm");
    String nonce = asked.parameter("nonce");
    String secret = hash(algorithm, who.user() + ":" + realm + ":" + who.password());
    String what = hash(algorithm, method + ":" + target);
    var text = new StringBuilder("Digest ");
    text.append("username=").append(quoted(who.user()));
    text.append(", realm=").append(quoted(realm));
    text.append(", nonce=").append(quoted(nonce));
    text.append(", uri=").append(quoted(target));
    text.append(", algorithm=").append(algorithm);
    if (asked.parameter("qop").isEmpty()) {
      text.append(", response=").append(quoted(hash(algorithm, secret + ":" + nonce + ":" + what)));
    } else {
      String count = String.format("%08x", its.count().incrementAndGet());
      String ours = nonces.get();
      String all = String.join(":", secret, nonce, count, ours, "auth", what);
      text.append(", qop=auth, nc=").append(count);
      text.append(", cnonce=").append(quoted(ours));
      text.append(", response=").append(quoted(hash(algorithm, all)));
    }
    if (!asked.parameter("opaque").isEmpty()) {
      text.append(", opaque=").append(quoted(asked.parameter("opaque")));
    }
    return text.toString();
  }

  private static String quoted(String text) {
    String safe = text.replaceAll("[\\x00-\\x1f\\x7f]", "");
    return "\"" + safe.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String hash(String algorithm, String text) {
    String name = algorithm.equalsIgnoreCase("MD5") ? "MD5" : "SHA-256";
    try {
      byte[] hash = MessageDigest.getInstance(name).digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has it", e);
    }
  }
}
