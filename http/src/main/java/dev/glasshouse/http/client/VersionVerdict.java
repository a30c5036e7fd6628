package dev.glasshouse.http.client;

import dev.glasshouse.dns.ServiceBinding;
import dev.glasshouse.dns.Services;
import dev.glasshouse.http.alt.AltSvcMemory;
import dev.glasshouse.http.alt.Alternative;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.VersionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How a connection to an origin is made, and whether it may speak HTTP/3. Pure.
 *
 * @param way how
 * @param alpn the protocols that are offered over TLS, the best first; over QUIC it is always h3
 * @param quic where QUIC is dialed
 * @param because why
 * @param notHttp3 why HTTP/3 is not tried; empty when it is
 */
record VersionVerdict(
    Way way, List<String> alpn, Optional<Quic> quic, Because because, Optional<Because> notHttp3) {

  /** How a connection is made. */
  enum Way {
    /** QUIC, and TCP with TLS beside it. */
    RACE,
    /** QUIC alone. */
    QUIC,
    /** TCP with TLS. */
    TLS,
    /** TCP alone. */
    TCP,
    /** Not at all: what is asked for cannot be had. */
    IMPOSSIBLE
  }

  /** Who said that HTTP/3 is spoken there. */
  enum From {
    /** Alt-Svc. */
    ALT_SVC,
    /** An HTTPS record. */
    HTTPS_RECORD,
    /** Whoever demanded it. */
    DEMAND
  }

  /** Where QUIC is dialed, and who said so. */
  record Quic(Alternative alternative, From from) {}

  /**
   * What is known.
   *
   * @param key the origin
   * @param demand the version that is asked for, and no other
   * @param proxy the proxy that is in use
   * @param noQuic why QUIC cannot be spoken on this machine; asked only when it is wanted
   * @param known what the origin has said of its alternatives
   * @param services what the name system says
   * @param broken why an alternative is left alone
   * @param now what time it is
   */
  record Facts(
      PoolKey key,
      Optional<VersionDemand> demand,
      Optional<String> proxy,
      Supplier<Optional<String>> noQuic,
      List<AltSvcMemory.Known> known,
      Services services,
      Function<Alternative, Optional<AltSvcMemory.Broken>> broken,
      Instant now) {}

  private static final Clause ALPN = Clause.rfc(7301, "3.1");

  /** Decides. */
  static VersionVerdict decide(Facts facts) {
    if (facts.demand().isPresent()) {
      return demanded(facts, facts.demand().get());
    }
    if (!facts.key().secure()) {
      Because plain = Because.of(VersionReason.PLAIN, Clause.rfc(9114, "3.1"));
      return new VersionVerdict(Way.TCP, List.of(), Optional.empty(), plain, Optional.of(plain));
    }
    List<String> offered = List.of("h2", "http/1.1");
    return usable(facts, offered);
  }

  private static VersionVerdict tls(List<String> offered, Because notHttp3) {
    return new VersionVerdict(
        Way.TLS,
        offered,
        Optional.empty(),
        Because.of(VersionReason.ALPN_OFFER, ALPN),
        Optional.of(notHttp3));
  }

  private static Optional<Because> hindered(Facts facts) {
    if (facts.proxy().isPresent()) {
      return Optional.of(Because.of(VersionReason.PROXY, facts.proxy().get()));
    }
    return facts.noQuic().get().map(why -> Because.of(VersionReason.NOT_AT_HAND, why));
  }

  private static VersionVerdict usable(Facts facts, List<String> offered) {
    if (facts.proxy().isPresent()) {
      return tls(offered, Because.of(VersionReason.PROXY, facts.proxy().get()));
    }
    List<Candidate> candidates = candidates(facts);
    Optional<Because> left = candidates.isEmpty() ? Optional.empty() : hindered(facts);
    for (Candidate candidate : left.isPresent() ? List.<Candidate>of() : candidates) {
      Optional<AltSvcMemory.Broken> broken = facts.broken().apply(candidate.quic().alternative());
      if (broken.isEmpty()) {
        return new VersionVerdict(
            Way.RACE,
            offered,
            Optional.of(candidate.quic()),
            candidate.because(),
            Optional.empty());
      }
      left = left.or(() -> Optional.of(why(candidate, broken.get(), facts.now())));
    }
    return tls(offered, left.orElseGet(() -> unknown(facts)));
  }

  private static Because why(Candidate candidate, AltSvcMemory.Broken broken, Instant now) {
    return Because.of(
        VersionReason.ALTERNATIVE_BROKEN,
        candidate.quic().alternative().toString(),
        broken.failures(),
        whole(Duration.between(now, broken.until())));
  }

  private static Duration whole(Duration duration) {
    return Duration.ofSeconds(Math.max(1, duration.toSeconds()));
  }

  private static Because unknown(Facts facts) {
    Clause clause = Clause.rfc(9114, "3.1");
    List<ServiceBinding> bindings = facts.services().bindings();
    if (!bindings.isEmpty() && !bindings.getFirst().isAlias()) {
      String named =
          bindings.stream()
              .flatMap(b -> b.protocols().stream())
              .distinct()
              .collect(Collectors.joining(", "));
      return Because.of(VersionReason.RECORD_WITHOUT, clause, facts.key().host(), named);
    }
    return switch (facts.services().known()) {
      case NOT_ASKED -> Because.of(VersionReason.OWN_NAME);
      case UNKNOWN -> Because.of(VersionReason.RECORD_NOT_KNOWN, clause);
      case SAID, ABSENT -> Because.of(VersionReason.NOT_KNOWN, clause);
    };
  }

  /** Somewhere HTTP/3 is said to be spoken. */
  private record Candidate(Quic quic, Because because) {}

  /** What the name system says comes first: it is the newer of the two. */
  private static List<Candidate> candidates(Facts facts) {
    var all = new ArrayList<Candidate>();
    for (ServiceBinding binding : facts.services().bindings()) {
      if (binding.alpn().contains("h3")) {
        var where =
            new Alternative("h3", binding.target(), binding.port().orElse(facts.key().port()));
        all.add(
            new Candidate(
                new Quic(where, From.HTTPS_RECORD),
                Because.of(
                    VersionReason.HTTPS_RECORD,
                    Clause.rfc(9460, "7.1"),
                    facts.key().host(),
                    String.join(", ", binding.protocols()))));
      }
    }
    for (AltSvcMemory.Known known : facts.known()) {
      if (known.alternative().protocol().equals("h3")) {
        all.add(
            new Candidate(
                new Quic(known.alternative(), From.ALT_SVC),
                Because.of(
                    VersionReason.ALT_SVC_KNOWN,
                    Clause.rfc(7838, "2.4"),
                    facts.key().origin(),
                    "HTTP/3",
                    known.alternative().authority(),
                    whole(known.left(facts.now())))));
      }
    }
    return all;
  }

  private static VersionVerdict demanded(Facts facts, VersionDemand demand) {
    Because asked = Because.of(VersionReason.FORCED, demand.toString());
    Optional<Because> other =
        Optional.of(Because.of(VersionReason.FORCED_OTHER, demand.toString()));
    boolean secure = facts.key().secure();
    return switch (demand) {
      case HTTP_1_0, HTTP_1_1 ->
          new VersionVerdict(
              secure ? Way.TLS : Way.TCP,
              secure ? List.of("http/1.1") : List.of(),
              Optional.empty(),
              asked,
              other);
      case HTTP_2 ->
          new VersionVerdict(
              secure ? Way.TLS : Way.TCP,
              List.of(secure ? "h2" : "h2c"),
              Optional.empty(),
              asked,
              other);
      case SPDY_3_1 ->
          secure
              ? new VersionVerdict(Way.TLS, List.of("spdy/3.1"), Optional.empty(), asked, other)
              : impossible(VersionReason.DEMANDS_TLS, demand, other);
      case HTTP_3 -> http3(facts, asked);
    };
  }

  private static VersionVerdict impossible(
      VersionReason reason, VersionDemand demand, Optional<Because> notHttp3) {
    Because why = Because.of(reason, demand.toString());
    return new VersionVerdict(
        Way.IMPOSSIBLE, List.of(), Optional.empty(), why, notHttp3.or(() -> Optional.of(why)));
  }

  private static VersionVerdict http3(Facts facts, Because asked) {
    if (!facts.key().secure()) {
      return impossible(VersionReason.DEMANDS_TLS, VersionDemand.HTTP_3, Optional.empty());
    }
    Optional<Because> hindered = hindered(facts);
    if (hindered.isPresent()) {
      return new VersionVerdict(
          Way.IMPOSSIBLE, List.of(), Optional.empty(), hindered.get(), hindered);
    }
    var own = new Alternative("h3", facts.key().host(), facts.key().port());
    Quic where =
        candidates(facts).stream()
            .map(Candidate::quic)
            .filter(q -> facts.broken().apply(q.alternative()).isEmpty())
            .findFirst()
            .orElse(new Quic(own, From.DEMAND));
    return new VersionVerdict(Way.QUIC, List.of("h3"), Optional.of(where), asked, Optional.empty());
  }
}
