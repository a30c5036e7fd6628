package dev.glasshouse.edge.proxy;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.Names;
import dev.glasshouse.edge.ProxyError;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.EdgeReason;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.PlainStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Makes tunnels for clients that ask for them by CONNECT (RFC 9110 9.3.6), to the hosts and ports
 * that are listed and nowhere else; every other request goes on.
 */
public final class ConnectHandler implements Handler {
  private static final Clause CONNECT = Clause.rfc(9110, "9.3.6");

  private final Set<String> allowed;
  private final Means means;
  private final Handler next;

  /**
   * What tunnels stand on.
   *
   * @param network where they are made
   * @param names who looks the hosts up
   * @param connect how long a connection may take
   * @param proxy how long nothing may come through, and what it calls itself
   */
  public record Means(Network network, Names names, Duration connect, ProxyOptions proxy) {}

  /**
   * A handler.
   *
   * @param allowed hosts with their ports, as {@code db.example:5432}
   * @param next what answers everything else
   */
  public ConnectHandler(List<String> allowed, Means means, Handler next) {
    this.allowed =
        Set.copyOf(allowed.stream().map(text -> text.toLowerCase(Locale.ROOT)).distinct().toList());
    this.means = means;
    this.next = next;
  }

  @Override
  public Response handle(Request request) throws IOException {
    return handle(request, Aside.NONE);
  }

  @Override
  public Optional<Response> atOnce(Request request, Trail trail) {
    return next.atOnce(request, trail);
  }

  @Override
  public boolean begin(Request request, Aside aside, Executor loop, Consumer<Response> then) {
    return !isConnect(request) && next.begin(request, aside, loop, then);
  }

  @Override
  public Response handle(Request request, Aside aside) throws IOException {
    return isConnect(request) ? connect(request, aside.trail()) : next.handle(request, aside);
  }

  private static boolean isConnect(Request request) {
    return request.method().equals(Method.CONNECT) && request.upgrade().isEmpty();
  }

  private Response connect(Request request, Trail trail) {
    String to = request.target().toLowerCase(Locale.ROOT);
    if (!allowed.contains(to)) {
      return stop(
          request,
          ProxyError.HTTP_REQUEST_DENIED,
          Because.of(EdgeReason.TUNNEL_NOT_LISTED, CONNECT, Texts.shown(to)),
          trail);
    }
    try {
      var tunnel = new PlainTunnel(dial(to, trail));
      Because because = Because.of(EdgeReason.TUNNEL_LISTED, CONNECT, to);
      return Response.tunnelling(
          new Joining(
              tunnel, new Joining.Told(to, "CONNECT", because), means.proxy().tunnelIdle()));
    } catch (NameException e) {
      return stop(
          request,
          ProxyError.DNS_ERROR,
          Because.of(EdgeReason.NAME_UNKNOWN, Texts.shown(Texts.of(e))),
          trail);
    } catch (InterruptedIOException e) {
      return stop(
          request, ProxyError.CONNECTION_TIMEOUT, Because.of(EdgeReason.CONNECTION_TIMEOUT), trail);
    } catch (IOException e) {
      return stop(
          request,
          ProxyError.CONNECTION_REFUSED,
          Because.of(EdgeReason.SERVER_UNREACHABLE, Texts.shown(Texts.of(e))),
          trail);
    }
  }

  /** To the first of the host's addresses that takes the connection. */
  private PlainStream dial(String to, Trail trail) throws IOException {
    int colon = to.lastIndexOf(':');
    int port = Integer.parseInt(to.substring(colon + 1));
    List<InetAddress> addresses =
        means.names().addresses(to.substring(0, colon), Deadline.in(means.connect()), trail).list();
    var problem = new IOException("it has no address");
    for (InetAddress address : addresses) {
      try {
        return PlainStream.dial(
            means.network(), new InetSocketAddress(address, port), means.connect());
      } catch (IOException e) {
        problem = e;
      }
    }
    throw problem;
  }

  private Response stop(Request request, ProxyError error, Because because, Trail trail) {
    Status status = error.status();
    if (trail.on()) {
      trail.mark(
          new EdgeStep.RequestStopped(
              request.method().name(), Texts.shown(request.target()), status.code()),
          because);
    }
    return Response.text(
            status,
            status.code() + " " + status.phrase() + ": " + HttpException.sentence(because) + "\n")
        .with("Proxy-Status", means.proxy().name() + "; error=" + error.token())
        .with("Cache-Control", "no-store")
        .standingIn();
  }
}
