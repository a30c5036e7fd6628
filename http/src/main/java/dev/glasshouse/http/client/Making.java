package dev.glasshouse.http.client;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Lookup;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.Services;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.HttpsOnlyException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.VersionException;
import dev.glasshouse.http.alt.AltSvcMemory;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ProxyReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.proxy.Proxy;
import dev.glasshouse.net.proxy.ProxyRules;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One connection in the making: what is known is gathered, then decided, then done. */
final class Making {
  private final SessionMaker its;
  private final Dialer dialer;
  private final Limits limits;
  private final ClientOptions options;
  private final AltSvcMemory alternatives;
  private final PoolKey key;
  private final Connector.Joining joining;
  private final Trail trail;
  private final Deadline deadline;
  private final MakingStory story;
  private final TcpMaking tcp;
  private Services services = Services.NOT_ASKED;
  private Optional<String> proxied = Optional.empty();

  Making(SessionMaker its, PoolKey key, Connector.Joining joining, Trail trail) {
    this.its = its;
    this.dialer = its.dialer();
    this.limits = its.limits();
    this.options = its.options();
    this.alternatives = its.alternatives();
    this.deadline = Deadline.in(limits.times().total());
    this.key = key;
    this.joining = joining;
    this.trail = trail;
    this.story = new MakingStory(key, trail);
    this.tcp = new TcpMaking(its, key, deadline, story);
  }

  Connector.Outcome run() throws IOException {
    Optional<Proxy> through = proxy();
    if (through.isPresent()) {
      proxied = Optional.of(through.get().toString());
      VersionVerdict verdict = decide(Services.NOT_ASKED);
      return made(verdict, tcp.via(verdict, through.get()));
    }
    if (options.demand().isPresent() && (!key.secure() || isOld())) {
      VersionVerdict verdict = decide(Services.NOT_ASKED);
      return made(verdict, tcp.tcp(verdict, dialer.names()));
    }
    Lookup lookup = lookUp(Lookup.Ask.SERVICES_TOO);
    services = services(lookup);
    if (!key.secure() && !services.bindings().isEmpty()) {
      throw new HttpsOnlyException(
          Because.of(VersionReason.RECORD_UPGRADES, Clause.rfc(9460, "9.5"), key.host()));
    }
    VersionVerdict verdict = decide(services);
    if (!key.secure()) {
      return made(verdict, tcp.tcp(verdict, lookup));
    }
    Optional<Place> joined = join(verdict, lookup.soFar());
    if (joined.isPresent()) {
      HttpVersion spoken = joined.get().session().session().version();
      if (spoken != HttpVersion.HTTP_3) {
        story.notHttp3(
            verdict.notHttp3().or(() -> Optional.of(Because.of(VersionReason.SESSION_STANDS))),
            spoken.toString());
      }
      return new Connector.Joined(joined.get());
    }
    return made(
        verdict,
        switch (verdict.way()) {
          case RACE -> race(verdict, lookup);
          case QUIC -> quic(verdict, lookup);
          case TLS, TCP, IMPOSSIBLE -> tcp.service(verdict, services, lookup);
        });
  }

  private Lookup lookUp(Lookup.Ask ask) {
    String host = PoolKey.bare(key.host());
    return Lookup.begin(dialer.names(), host, key.port(), ask, deadline, trail);
  }

  /** Asks what a connection would ask, and waits until that is known. */
  void resolve() throws NameException {
    if (proxy().isPresent()) {
      return;
    }
    boolean plain = options.demand().isPresent() && (!key.secure() || isOld());
    Lookup lookup = lookUp(plain ? Lookup.Ask.ADDRESSES : Lookup.Ask.SERVICES_TOO);
    var _ = lookup.addresses(PoolKey.bare(key.host()), deadline, trail);
    var _ = lookup.services(limits.times().total(), deadline);
  }

  /** The proxy that this goes through. */
  private Optional<Proxy> proxy() {
    boolean own = dialer.names().isBuiltIn(PoolKey.bare(key.host()));
    return switch (options.proxies().choose(key.secure(), key.host())) {
      case ProxyRules.Direct() -> Optional.empty();
      case ProxyRules.PassedBy(Proxy proxy, Because because) -> {
        story.proxyPassedBy(proxy, because);
        yield Optional.empty();
      }
      case ProxyRules.Via(Proxy proxy, Because _) when own -> {
        story.proxyPassedBy(proxy, Because.of(ProxyReason.OWN_NAMES));
        yield Optional.empty();
      }
      case ProxyRules.Via(Proxy proxy, Because because) -> {
        story.proxyChosen(proxy, because);
        yield Optional.of(proxy);
      }
    };
  }

  private boolean isOld() {
    return options.demand().isPresent() && its.expects(key) == Expectation.ONE;
  }

  private Services services(Lookup lookup) {
    Optional<Services> found = lookup.services(SessionMaker.SERVICE_WAIT, deadline);
    if (found.isEmpty()) {
      story.recordLate();
    }
    return found.orElse(Services.UNKNOWN);
  }

  Optional<Connector.Beside> beside(HttpVersion stands) {
    if (options.proxies().choose(true, key.host()) instanceof ProxyRules.Via) {
      return Optional.empty();
    }
    VersionVerdict verdict = verdict(Services.NOT_ASKED);
    if (verdict.way() != VersionVerdict.Way.RACE) {
      return Optional.empty();
    }
    VersionVerdict.Quic where = verdict.quic().orElseThrow();
    return Optional.of(() -> {
      story.notHttp3(Optional.of(Because.of(VersionReason.SESSION_BEFORE)), stands.toString());
      try {
        Connector.Made made = dialQuic(where, dialer.names());
        alternatives.worked(key.origin(), where.alternative());
        return made(verdict, made);
      } catch (IOException e) {
        if (!Thread.currentThread().isInterrupted()) {
          broken(where, Texts.of(e));
        }
        throw e;
      }
    });
  }

  private VersionVerdict verdict(Services services) {
    return VersionVerdict.decide(
        new VersionVerdict.Facts(
            key,
            options.demand(),
            proxied,
            this::noQuic,
            alternatives.of(key.origin(), options.clock().instant()),
            services,
            where -> alternatives.broken(key.origin(), where, options.clock().instant()),
            options.clock().instant()));
  }

  private VersionVerdict decide(Services services) throws VersionException {
    VersionVerdict verdict = verdict(services);
    if (verdict.way() == VersionVerdict.Way.IMPOSSIBLE) {
      story.notHttp3(verdict.notHttp3(), "");
      throw new VersionException(verdict.because());
    }
    story.chosen(verdict);
    return verdict;
  }

  private Optional<String> noQuic() {
    return its.quic().map(QuicWay::problem).orElse(Optional.of("it is switched off"));
  }

  private Optional<Place> join(VersionVerdict verdict, List<InetAddress> addresses) {
    Set<HttpVersion> versions = EnumSet.noneOf(HttpVersion.class);
    if (verdict.alpn().contains("h2")) {
      versions.add(HttpVersion.HTTP_2);
    }
    if (verdict.quic().isPresent()) {
      versions.add(HttpVersion.HTTP_3);
    }
    return joining.join((pooled, misdirected) -> {
      CoalescingVerdict may =
          CoalescingVerdict.decide(
              new CoalescingVerdict.Facts(
                  key,
                  versions,
                  addresses,
                  pooled.session().version(),
                  pooled.peer(),
                  pooled.peer().tls().get(),
                  misdirected));
      story.coalescing(pooled, may);
      return may.may();
    });
  }

  private Connector.Made quic(VersionVerdict verdict, Lookup lookup) throws IOException {
    VersionVerdict.Quic where = verdict.quic().orElseThrow();
    try {
      Connector.Made made = dialQuic(where, lookup);
      alternatives.worked(key.origin(), where.alternative());
      return made;
    } catch (IOException e) {
      story.notHttp3(Optional.of(Because.of(VersionReason.QUIC_FAILED, Texts.of(e))), "");
      throw e;
    }
  }

  private Connector.Made dialQuic(VersionVerdict.Quic where, Names lookup) throws IOException {
    // RFC 7838 2.1, RFC 9460 3: wherever it is dialed, the certificate must be the origin's.
    Target target =
        new Target(
            where.alternative().host(),
            where.alternative().port(),
            new Target.Tls(PoolKey.bare(key.host()), List.of("h3")));
    boolean own = PoolKey.bare(where.alternative().host()).equals(PoolKey.bare(key.host()));
    return its.quic()
        .orElseThrow()
        .dial(target, where, own ? lookup : dialer.names(), deadline, trail);
  }

  private Connector.Made race(VersionVerdict verdict, Lookup lookup) throws IOException {
    VersionVerdict.Quic where = verdict.quic().orElseThrow();
    boolean late =
        alternatives.wasLate(key.origin(), where.alternative(), options.clock().instant());
    var racing =
        new Racing(
            key.origin(),
            new QuicRace(late ? Duration.ZERO : QuicRace.HEAD_START),
            () -> dialQuic(where, lookup),
            () -> tcp.service(verdict, services, lookup),
            new Racing.Watcher() {
              @Override
              public void works() {
                alternatives.worked(key.origin(), where.alternative());
              }

              @Override
              public void fails(IOException problem) {
                broken(where, Texts.of(problem));
              }

              @Override
              public void tooLate() {
                alternatives.late(key.origin(), where.alternative(), options.clock().instant());
              }

              @Override
              public void late(Connector.Made made) {
                its.spare().stands(key, made);
              }
            },
            deadline,
            trail);
    Connector.Made made = racing.run();
    if (made.session().version() != HttpVersion.HTTP_3) {
      story.notHttp3(Optional.of(racing.lostBy()), made.session().version().toString());
    }
    return made;
  }

  private Connector.Made made(VersionVerdict verdict, Connector.Made made) {
    HttpVersion version = made.session().version();
    if (version != HttpVersion.HTTP_3) {
      // HTTP/1.0 is spoken on sessions of HTTP/1.1, where it is demanded.
      boolean old = options.demand().filter(VersionDemand.HTTP_1_0::equals).isPresent();
      story.notHttp3(verdict.notHttp3(), (old ? HttpVersion.HTTP_1_0 : version).toString());
    } else {
      story.http3(made, verdict);
    }
    return made;
  }

  /** A dial that ends because everything on this network does says nothing of the server. */
  private void broken(VersionVerdict.Quic where, String problem) {
    for (EventExecutor loop : dialer.network().eventLoops()) {
      if (loop.isShuttingDown()) {
        return;
      }
    }
    story.broken(
        where,
        alternatives.failed(key.origin(), where.alternative(), options.clock().instant()),
        problem);
  }
}
