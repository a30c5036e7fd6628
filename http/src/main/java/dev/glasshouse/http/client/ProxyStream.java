package dev.glasshouse.http.client;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.Tunnel;
import dev.glasshouse.http.h2.Http2Session;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ProxyReason;
import dev.glasshouse.journey.ProxyStep;
import dev.glasshouse.journey.Secrets;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.proxy.Proxy;
import dev.glasshouse.net.proxy.ProxyAccess;
import dev.glasshouse.net.proxy.TunnelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One way through a proxy as a stream of a connection in HTTP/2: CONNECT (RFC 9113 8.5). */
final class ProxyStream {
  private static final Clause CLAUSE = Clause.rfc(9113, "8.5");

  private final Dialer dialer;
  private final ProxyAccess access;
  private final Proxy proxy;
  private final Http2Session session;
  private final Target target;
  private final Deadline deadline;
  private final Trail trail;
  private final String authority;

  ProxyStream(
      Dialer dialer,
      ProxyAccess access,
      Proxy proxy,
      Http2Session session,
      Target target,
      Deadline deadline,
      Trail trail) {
    this.dialer = dialer;
    this.access = access;
    this.proxy = proxy;
    this.session = session;
    this.target = target;
    this.deadline = deadline;
    this.trail = trail;
    String host = target.host();
    this.authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + target.port();
  }

  /** The connection that carries it. */
  Http2Session session() {
    return session;
  }

  /** Opens it, and shakes hands with the target. Blocks. */
  Connection open() throws IOException {
    long begin = trail.now();
    Tunnel tunnel;
    try {
      tunnel = tunnel();
    } catch (HttpException e) {
      throw refused(begin, Texts.of(e));
    } catch (TunnelException e) {
      throw refused(begin, String.valueOf(e.getMessage()));
    }
    TunnelChannel way = TunnelChannel.over(tunnel, session.connection().channel());
    long number = dialer.network().connections().number();
    if (trail.on()) {
      trail.add(
          begin,
          new ProxyStep.TunnelOpened(session.number(), proxy.toString(), authority, "200"),
          Because.of(ProxyReason.GRANTED, CLAUSE));
      trail.mark(
          new ProxyStep.TunnelCarried(number, authority, session.number(), proxy.toString()),
          Because.of(ProxyReason.CARRIES, CLAUSE));
    }
    return dialer.over(way, number, session.connection(), target, deadline, trail);
  }

  private DialException refused(long begin, String problem) {
    if (trail.on()) {
      trail.add(
          begin,
          new ProxyStep.TunnelRefused(session.number(), proxy.toString(), authority, problem),
          Because.of(ProxyReason.REFUSED, CLAUSE, problem));
    }
    return new DialException.ProxyRefused(
        target, proxy.toString(), TunnelException.refused(problem));
  }

  private Tunnel tunnel() throws IOException {
    boolean told = false;
    while (true) {
      Optional<String> authorization = access.authorization(proxy, "CONNECT", authority);
      told |= authorization.isPresent();
      Response response = ask(authorization);
      Optional<Tunnel> tunnel = response.tunnel();
      if (tunnel.isPresent()) {
        return tunnel.get();
      }
      response.close();
      String line = response.status().toString();
      if (response.status().code() != 407) {
        throw TunnelException.refused(line);
      }
      ProxyAccess.Verdict verdict =
          access.asked(proxy, response.fields().all("Proxy-Authenticate"), told);
      if (trail.on()) {
        trail.mark(
            new ProxyStep.ProxyAsksWho(
                session.number(), proxy.toString(), verdict.offered(), verdict.chosen().orElse("")),
            verdict.because());
      }
      if (verdict.chosen().isEmpty()) {
        throw TunnelException.refused(line);
      }
    }
  }

  private Response ask(Optional<String> authorization) throws IOException {
    Fields fields =
        authorization.isPresent()
            ? Fields.of("Proxy-Authorization", authorization.get())
            : Fields.EMPTY;
    if (trail.on()) {
      var said = new ArrayList<>(List.of(":method: CONNECT", ":authority: " + authority));
      fields.lines().stream().map(Secrets::shortenLine).forEach(said::add);
      trail.mark(
          new ProxyStep.TunnelAsked(
              session.number(), proxy.toString(), authority, "CONNECT over HTTP/2", said),
          authorization.isPresent()
              ? Because.of(ProxyReason.CREDENTIALS_KNOWN)
              : Because.of(ProxyReason.NAME_BY_PROXY));
    }
    var request =
        new Request(
            Method.CONNECT,
            "https",
            authority,
            authority,
            HttpVersion.HTTP_2,
            fields,
            Body.NONE,
            Request.NOBODY);
    return session.exchange(request, Priority.MEDIUM, Trail.OFF).run(_ -> {});
  }
}
