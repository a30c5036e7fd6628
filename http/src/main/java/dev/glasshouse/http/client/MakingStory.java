package dev.glasshouse.http.client;

import dev.glasshouse.http.Texts;
import dev.glasshouse.http.alt.AltSvcMemory;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ProxyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import dev.glasshouse.net.proxy.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a journey is told while a connection is made. */
final class MakingStory {
  private final PoolKey key;
  private final Trail trail;

  MakingStory(PoolKey key, Trail trail) {
    this.key = key;
    this.trail = trail;
  }

  /** The steps go under this. */
  Trail trail() {
    return trail;
  }

  /** It goes through a proxy. */
  void proxyChosen(Proxy proxy, Because because) {
    if (trail.on()) {
      String sees = proxy.tunnels(key.secure()) ? "host and port alone" : "everything";
      trail.mark(new ProxyStep.ProxyChosen(key.origin(), proxy.toString(), sees), because);
    }
  }

  /** There is a proxy, which is not used. */
  void proxyPassedBy(Proxy proxy, Because because) {
    if (trail.on()) {
      trail.mark(new ProxyStep.ProxyPassedBy(key.origin(), proxy.toString()), because);
    }
  }

  /** This is how a connection is made. */
  void chosen(VersionVerdict verdict) {
    if (trail.on()) {
      List<String> offered = new ArrayList<>(verdict.alpn());
      if (verdict.way() == VersionVerdict.Way.RACE) {
        offered.addFirst("h3");
      }
      trail.mark(
          new VersionStep.VersionChosen(
              key.origin(), verdict.way().name().toLowerCase(Locale.ROOT), List.copyOf(offered)),
          verdict.because());
    }
  }

  /** The HTTPS records were not awaited. */
  void recordLate() {
    if (trail.on()) {
      trail.mark(
          new VersionStep.ServiceUnknown(key.host()),
          Because.of(VersionReason.RECORD_LATE, Texts.duration(SessionMaker.SERVICE_WAIT)));
    }
  }

  /** A session of another origin was looked at. */
  void coalescing(Pooled pooled, CoalescingVerdict verdict) {
    if (trail.on()) {
      long number = pooled.session().number();
      String of = pooled.madeFor().origin();
      trail.mark(
          verdict.may()
              ? new VersionStep.ConnectionCoalesced(number, key.origin(), of)
              : new VersionStep.ConnectionNotCoalesced(number, key.origin(), of),
          verdict.because());
    }
  }

  /** An alternative does not work, and is left alone for a while. */
  void broken(VersionVerdict.Quic where, AltSvcMemory.Broken broken, String problem) {
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

  /** HTTP/3 is spoken. */
  void http3(Connector.Made made, VersionVerdict verdict) {
    if (trail.on()) {
      VersionVerdict.Quic where = verdict.quic().orElseThrow();
      trail.mark(
          new VersionStep.Http3Used(
              key.origin(), made.session().number(), where.alternative().authority()),
          verdict.because());
    }
  }

  /** HTTP/3 is not spoken, where there is something to say of that. */
  void notHttp3(Optional<Because> why, String instead) {
    if (trail.on() && why.isPresent()) {
      trail.mark(new VersionStep.Http3NotUsed(key.origin(), instead), why.get());
    }
  }
}
