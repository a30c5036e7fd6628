package dev.glasshouse.http.client;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Lookup;
import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.ServiceBinding;
import dev.glasshouse.dns.Services;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.HttpsOnlyException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.VersionException;
import dev.glasshouse.http.alt.AltSvcMemory;
import dev.glasshouse.http.h1.Http1Session;
import dev.glasshouse.http.h2.Http2Session;
import dev.glasshouse.http.spdy.SpdySession;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ProxyReason;
import dev.glasshouse.journey.ProxyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.Via;
import dev.glasshouse.net.proxy.Proxy;
import dev.glasshouse.net.proxy.ProxyRules;
import java.io.IOException;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
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
  }

  Connector.Outcome run() throws IOException {
    Optional<Proxy> through = proxy();
    if (through.isPresent()) {
      proxied = Optional.of(through.get().toString());
      VersionVerdict verdict = decide(Services.NOT_ASKED);
      return made(verdict, via(verdict, through.get()));
    }
    if (options.demand().isPresent() && (!key.secure() || isOld())) {
      VersionVerdict verdict = decide(Services.NOT_ASKED);
      return made(verdict, tcp(verdict, dialer.names()));
    }
    Lookup lookup =
        Lookup.begin(
            dialer.names(), bare(key.host()), key.port(), Lookup.Ask.SERVICES_TOO, deadline, trail);
    services = services(lookup);
    if (!key.secure() && !services.bindings().isEmpty()) {
      throw new HttpsOnlyException(
          Because.of(VersionReason.RECORD_UPGRADES, Clause.rfc(9460, "9.5"), key.host()));
    }
    VersionVerdict verdict = decide(services);
    if (!key.secure()) {
      return made(verdict, tcp(verdict, lookup));
    }
    Optional<Place> joined = join(verdict, lookup.soFar());
    if (joined.isPresent()) {
      HttpVersion spoken = joined.get().session().session().version();
      if (spoken != HttpVersion.HTTP_3) {
        notHttp3(
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
          case TLS, TCP, IMPOSSIBLE -> service(verdict, lookup);
        });
  }

  /** The proxy that this goes through. */
  private Optional<Proxy> proxy() {
    boolean own = dialer.names().isBuiltIn(bare(key.host()));
    return switch (options.proxies().choose(key.secure(), key.host())) {
      case ProxyRules.Direct() -> Optional.empty();
      case ProxyRules.PassedBy(Proxy proxy, Because because) -> {
        passedBy(proxy, because);
        yield Optional.empty();
      }
      case ProxyRules.Via(Proxy proxy, Because _) when own -> {
        passedBy(proxy, Because.of(ProxyReason.OWN_NAMES));
        yield Optional.empty();
      }
      case ProxyRules.Via(Proxy proxy, Because because) -> {
        if (trail.on()) {
          String sees = proxy.tunnels(key.secure()) ? "host and port alone" : "everything";
          trail.mark(new ProxyStep.ProxyChosen(key.origin(), proxy.toString(), sees), because);
        }
        yield Optional.of(proxy);
      }
    };
  }

  private void passedBy(Proxy proxy, Because because) {
    if (trail.on()) {
      trail.mark(new ProxyStep.ProxyPassedBy(key.origin(), proxy.toString()), because);
    }
  }

  private Connector.Made via(VersionVerdict verdict, Proxy proxy) throws IOException {
    Target target =
        key.secure()
            ? Target.tls(key.host(), key.port(), verdict.alpn())
            : Target.plain(key.host(), key.port());
    Connection dialed = dialer.dial(target, new Via(proxy, its.access()), deadline, trail);
    Peer.Way way = proxy.tunnels(key.secure()) ? Peer.Way.PROXIED : Peer.Way.PROXY;
    return spoken(verdict, dialed, Peer.through(proxy, way, dialed));
  }

  private boolean isOld() {
    return options.demand().isPresent() && its.expects(key) == Expectation.ONE;
  }

  private Services services(Lookup lookup) {
    Optional<Services> found = lookup.services(SessionMaker.SERVICE_WAIT, deadline);
    if (found.isEmpty() && trail.on()) {
      trail.mark(
          new VersionStep.ServiceUnknown(key.host()),
          Because.of(VersionReason.RECORD_LATE, Texts.duration(SessionMaker.SERVICE_WAIT)));
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
      notHttp3(Optional.of(Because.of(VersionReason.SESSION_BEFORE)), stands.toString());
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
      notHttp3(verdict.notHttp3(), "");
      throw new VersionException(verdict.because());
    }
    if (trail.on()) {
      trail.mark(
          new VersionStep.VersionChosen(
              key.origin(), verdict.way().name().toLowerCase(Locale.ROOT), offered(verdict)),
          verdict.because());
    }
    return verdict;
  }

  private static List<String> offered(VersionVerdict verdict) {
    return verdict.way() == VersionVerdict.Way.RACE
        ? java.util.stream.Stream.concat(java.util.stream.Stream.of("h3"), verdict.alpn().stream())
            .toList()
        : verdict.alpn();
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
      if (trail.on()) {
        long number = pooled.session().number();
        String of = pooled.madeFor().origin();
        trail.mark(
            may.may()
                ? new VersionStep.ConnectionCoalesced(number, key.origin(), of)
                : new VersionStep.ConnectionNotCoalesced(number, key.origin(), of),
            may.because());
      }
      return may.may();
    });
  }

  /**
   * TCP to where the records say that the service is; to the origin's own place where they say
   * nothing, and where that fails (RFC 9460 3).
   */
  private Connector.Made service(VersionVerdict verdict, Lookup lookup) throws IOException {
    Optional<ServiceBinding> elsewhere =
        services.bindings().stream()
            .filter(b -> b.protocols().stream().anyMatch(verdict.alpn()::contains))
            .findFirst()
            .filter(b -> !isOwn(b.target()) || b.port().orElse(key.port()) != key.port());
    if (elsewhere.isPresent()) {
      ServiceBinding its = elsewhere.get();
      var target =
          new Target(
              its.target(),
              its.port().orElse(key.port()),
              new Target.Tls(bare(key.host()), verdict.alpn()));
      try {
        return tcp(verdict, target, namesOf(its.target(), lookup));
      } catch (DialException.Cancelled e) {
        throw e;
      } catch (DialException _) {
        // Told by the dial. What follows is the way without records.
      }
    }
    return tcp(verdict, lookup);
  }

  private boolean isOwn(String target) {
    return bare(target).equals(bare(key.host()));
  }

  private Names namesOf(String target, Names own) {
    if (isOwn(target)) {
      return own;
    }
    List<InetAddress> hints =
        services.bindings().stream()
            .filter(b -> b.target().equals(target))
            .flatMap(b -> b.hints().stream())
            .toList();
    return new Hinted(dialer.names(), hints);
  }

  private Connector.Made tcp(VersionVerdict verdict, Names names) throws IOException {
    return tcp(
        verdict,
        key.secure()
            ? Target.tls(key.host(), key.port(), verdict.alpn())
            : Target.plain(key.host(), key.port()),
        names);
  }

  private Connector.Made tcp(VersionVerdict verdict, Target target, Names names)
      throws IOException {
    Connection dialed = dialer.dial(target, names, deadline, trail);
    return spoken(verdict, dialed, Peer.of(dialed));
  }

  /** The session of the version that the server chose. */
  private Connector.Made spoken(VersionVerdict verdict, Connection dialed, Peer peer)
      throws VersionException {
    String spoken = verdict.alpn().contains("h2c") ? "h2c" : dialed.alpn().orElse("http/1.1");
    if (key.secure() && !verdict.alpn().contains(spoken)) {
      dialed.close();
      notHttp3(verdict.notHttp3(), "");
      throw new VersionException(
          Because.of(
              VersionReason.NOT_AGREED,
              Clause.rfc(7301, "3.2"),
              options.demand().map(VersionDemand::toString).orElse(verdict.alpn().toString()),
              dialed.alpn().orElse("none")));
    }
    ClientSession session =
        switch (spoken) {
          case "h2", "h2c" -> Http2Session.over(dialed, limits);
          case "spdy/3.1" -> SpdySession.over(dialed, limits);
          default -> Http1Session.over(dialed, limits);
        };
    return new Connector.Made(session, peer);
  }

  private Connector.Made quic(VersionVerdict verdict, Lookup lookup) throws IOException {
    VersionVerdict.Quic where = verdict.quic().orElseThrow();
    try {
      Connector.Made made = dialQuic(where, lookup);
      alternatives.worked(key.origin(), where.alternative());
      return made;
    } catch (IOException e) {
      notHttp3(Optional.of(Because.of(VersionReason.QUIC_FAILED, Texts.of(e))), "");
      throw e;
    }
  }

  private Connector.Made dialQuic(VersionVerdict.Quic where, Names lookup) throws IOException {
    // RFC 7838 2.1, RFC 9460 3: wherever it is dialed, the certificate must be the origin's.
    Target target =
        new Target(
            where.alternative().host(),
            where.alternative().port(),
            new Target.Tls(bare(key.host()), List.of("h3")));
    boolean own = bare(where.alternative().host()).equals(bare(key.host()));
    return its.quic()
        .orElseThrow()
        .dial(target, where, own ? lookup : dialer.names(), deadline, trail);
  }

  private Connector.Made race(VersionVerdict verdict, Lookup lookup) throws IOException {
    VersionVerdict.Quic where = verdict.quic().orElseThrow();
    var racing =
        new Racing(
            key.origin(),
            () -> dialQuic(where, lookup),
            () -> service(verdict, lookup),
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
              public void late(Connector.Made made) {
                its.spare().stands(key, made);
              }
            },
            deadline,
            trail);
    Connector.Made made = racing.run();
    if (made.session().version() != HttpVersion.HTTP_3) {
      notHttp3(Optional.of(racing.lostBy()), made.session().version().toString());
    }
    return made;
  }

  private void broken(VersionVerdict.Quic where, String problem) {
    AltSvcMemory.Broken broken =
        alternatives.failed(key.origin(), where.alternative(), options.clock().instant());
    if (trail.on()) {
      trail.mark(
          new VersionStep.AlternativeBroken(
              key.origin(),
              where.alternative().toString(),
              AltSvcMemory.pause(broken.failures()),
              broken.failures()),
          Because.of(VersionReason.DID_NOT_WORK, problem));
    }
  }

  private Connector.Made made(VersionVerdict verdict, Connector.Made made) {
    HttpVersion version = made.session().version();
    if (version != HttpVersion.HTTP_3) {
      notHttp3(verdict.notHttp3(), version.toString());
    } else if (trail.on()) {
      VersionVerdict.Quic where = verdict.quic().orElseThrow();
      trail.mark(
          new VersionStep.Http3Used(
              key.origin(), made.session().number(), where.alternative().authority()),
          verdict.because());
    }
    return made;
  }

  private void notHttp3(Optional<Because> why, String instead) {
    if (trail.on() && why.isPresent()) {
      trail.mark(new VersionStep.Http3NotUsed(key.origin(), instead), why.get());
    }
  }

  private static String bare(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
