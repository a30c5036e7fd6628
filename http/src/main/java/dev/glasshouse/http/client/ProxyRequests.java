package dev.glasshouse.http.client;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.ProxyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.proxy.Proxy;
import dev.glasshouse.net.proxy.ProxyAccess;

/**
 * What requests need that a proxy reads itself: its credentials, and the form of its target. Safe
 * for many threads.
 */
final class ProxyRequests {
  private final ProxyAccess access;

  ProxyRequests(ProxyAccess access) {
    this.access = access;
  }

  /** A request as it is written on a connection. */
  Request written(Request request, Peer peer) {
    if (peer.way() == Peer.Way.PROXY) {
      // RFC 9112 3.2.2: a proxy is told the whole URL.
      String whole = request.url();
      Request told =
          new Request(
              request.method(),
              request.scheme(),
              request.authority(),
              whole,
              request.version(),
              request.fields(),
              request.body(),
              request.peer());
      return access
          .authorization(peer.proxy().orElseThrow(), request.method().name(), whole)
          .map(value -> told.with("Proxy-Authorization", value))
          .orElse(told);
    }
    return peer.altSvc().map(where -> request.with("Alt-Used", where.authority())).orElse(request);
  }

  /** Whether the proxy that read the request is to be told who asks (RFC 9110 15.5.8). */
  boolean wantsToKnow(Response response, Request request, Place place, int attempt, Trail trail) {
    Peer peer = place.session().peer();
    if (response.status().code() != 407 || peer.way() != Peer.Way.PROXY) {
      return false;
    }
    Proxy proxy = peer.proxy().orElseThrow();
    ProxyAccess.Verdict verdict =
        access.asked(proxy, response.fields().all("Proxy-Authenticate"), attempt > 1);
    if (trail.on()) {
      trail.mark(
          new ProxyStep.ProxyAsksWho(
              place.session().session().number(),
              proxy.toString(),
              verdict.offered(),
              verdict.chosen().orElse("")),
          verdict.because());
    }
    boolean again = verdict.chosen().isPresent() && request.body().isReplayable();
    if (again) {
      response.close();
    }
    return again;
  }
}
