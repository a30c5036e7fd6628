package dev.glasshouse.net.proxy;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ProxyReason;
import dev.glasshouse.net.auth.Basic;
import dev.glasshouse.net.auth.Challenge;
import dev.glasshouse.net.auth.Digest;
import dev.glasshouse.net.auth.Login;
import dev.glasshouse.net.auth.Qop;
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

  /**
   * What a proxy has asked last (Basic, where there is no digest), and how often it was answered.
   */
  private record Known(Optional<Digest> digest, AtomicInteger count) {}

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
    Optional<Digest> digest =
        Digest.strongest(challenges).filter(its -> its.qop(false).isPresent());
    if (digest.isEmpty() && !offered.contains("basic")) {
      return no(offered, Because.of(ProxyReason.NO_SCHEME, CLAUSE, String.join(", ", offered)));
    }
    // RFC 7616 3.3: a nonce that is old is no refusal.
    boolean stale = digest.filter(Digest::stale).isPresent();
    if (told && !stale) {
      known.remove(proxy);
      return no(offered, Because.of(ProxyReason.CREDENTIALS_REFUSED, CLAUSE));
    }
    known.put(proxy, new Known(digest, new AtomicInteger()));
    String chosen = digest.isPresent() ? "digest" : "basic";
    return new Verdict(
        offered, Optional.of(chosen), Because.of(ProxyReason.STRONGEST, CLAUSE, chosen));
  }

  private static Verdict no(List<String> offered, Because because) {
    return new Verdict(offered, Optional.empty(), because);
  }

  private String value(Known its, Login who, String method, String target) {
    return its.digest()
        .map(digest -> {
          // What is told to a proxy covers no content: most of it is asked by CONNECT.
          Qop qop = digest.qop(false).orElseThrow();
          return digest.authorization(
              who,
              Digest.Covered.of(method, target, qop),
              its.count().incrementAndGet(),
              nonces.get());
        })
        .orElseGet(() -> Basic.authorization(who));
  }
}
