package dev.glasshouse.http.client;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Lookup;
import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.ServiceBinding;
import dev.glasshouse.dns.Services;
import dev.glasshouse.http.VersionException;
import dev.glasshouse.http.h1.Http1Session;
import dev.glasshouse.http.h2.Http2Session;
import dev.glasshouse.http.spdy.SpdySession;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.Via;
import dev.glasshouse.net.proxy.Proxy;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Makes one connection over TCP, to the origin itself or through a proxy, and speaks on it. */
final class TcpMaking {
  private final SessionMaker its;
  private final PoolKey key;
  private final Deadline deadline;
  private final MakingStory story;

  TcpMaking(SessionMaker its, PoolKey key, Deadline deadline, MakingStory story) {
    this.its = its;
    this.key = key;
    this.deadline = deadline;
    this.story = story;
  }

  /**
   * TCP to where the records say that the service is, one after the other; to the origin's own
   * place where they say nothing, and where all of them fail (RFC 9460 3).
   */
  Connector.Made service(VersionVerdict verdict, Services services, Lookup lookup)
      throws IOException {
    for (ServiceBinding where : services.bindings()) {
      boolean fits =
          where.isAlias() || where.protocols().stream().anyMatch(verdict.alpn()::contains);
      if (!fits) {
        continue;
      }
      if (isOwn(where.target()) && where.port().orElse(key.port()) == key.port()) {
        break;
      }
      var target =
          new Target(
              where.target(),
              where.port().orElse(key.port()),
              new Target.Tls(PoolKey.bare(key.host()), verdict.alpn()));
      try {
        return tcp(verdict, target, namesOf(where.target(), services, lookup));
      } catch (DialException.Cancelled e) {
        throw e;
      } catch (DialException _) {
        // Told by the dial. What follows is the next record, or the way without records.
      }
    }
    return tcp(verdict, lookup);
  }

  private boolean isOwn(String target) {
    return PoolKey.bare(target).equals(PoolKey.bare(key.host()));
  }

  private Names namesOf(String target, Services services, Names own) {
    if (isOwn(target)) {
      return own;
    }
    List<InetAddress> hints =
        services.bindings().stream()
            .filter(b -> b.target().equals(target))
            .flatMap(b -> b.hints().stream())
            .toList();
    return new Hinted(its.dialer().names(), hints);
  }

  /** To the origin's own place. */
  Connector.Made tcp(VersionVerdict verdict, Names names) throws IOException {
    return tcp(
        verdict,
        key.secure()
            ? Target.tls(key.host(), key.port(), verdict.alpn())
            : Target.plain(key.host(), key.port()),
        names);
  }

  private Connector.Made tcp(VersionVerdict verdict, Target target, Names names)
      throws IOException {
    Connection dialed = its.dialer().dial(target, names, deadline, story.trail());
    return spoken(verdict, dialed, Peer.of(dialed));
  }

  /** The session of the version that the server chose. */
  private Connector.Made spoken(VersionVerdict verdict, Connection dialed, Peer peer)
      throws VersionException {
    String spoken = verdict.alpn().contains("h2c") ? "h2c" : dialed.alpn().orElse("http/1.1");
    if (key.secure() && !verdict.alpn().contains(spoken)) {
      dialed.close();
      story.notHttp3(verdict.notHttp3(), "");
      throw new VersionException(
          Because.of(
              VersionReason.NOT_AGREED,
              Clause.rfc(7301, "3.2"),
              its.options().demand().map(VersionDemand::toString).orElse(verdict.alpn().toString()),
              dialed.alpn().orElse("none")));
    }
    ClientSession session =
        switch (spoken) {
          case "h2", "h2c" -> http2(dialed);
          case "spdy/3.1" -> SpdySession.over(dialed, its.limits());
          default -> Http1Session.over(dialed, its.limits());
        };
    return new Connector.Made(session, peer);
  }

  /** Through a proxy. */
  Connector.Made via(VersionVerdict verdict, Proxy proxy) throws IOException {
    Target target =
        key.secure()
            ? Target.tls(key.host(), key.port(), verdict.alpn())
            : Target.plain(key.host(), key.port());
    Connection dialed =
        proxy.kind() == Proxy.Kind.HTTPS && key.secure()
            ? its.streams().dial(proxy, target, deadline, story.trail())
            : its.dialer().dial(target, new Via(proxy, its.access()), deadline, story.trail());
    Peer.Way way = proxy.tunnels(key.secure()) ? Peer.Way.PROXIED : Peer.Way.PROXY;
    return spoken(verdict, dialed, Peer.through(proxy, way, dialed));
  }

  /** HTTP/2; with a cipher suite that it forbids, the server is told so, and nothing is asked. */
  private Http2Session http2(Connection dialed) throws VersionException {
    Http2Session session = Http2Session.over(dialed, its.limits());
    Optional<String> forbidden = session.forbiddenCipher();
    if (forbidden.isPresent()) {
      throw new VersionException(
          Because.of(StreamReason.INADEQUATE_SECURITY, Clause.rfc(9113, "9.2.2"), forbidden.get()));
    }
    return session;
  }
}
