package dev.glasshouse.http.client;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.http.CancelledException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.h2.Http2Session;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Target;
import dev.glasshouse.net.Via;
import dev.glasshouse.net.proxy.Proxy;
import dev.glasshouse.net.proxy.ProxyAccess;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ways through proxies of HTTPS, of one client: where a proxy chooses HTTP/2, its connection is
 * kept, and carries them all, a stream each (RFC 9113 8.5).
 */
final class ProxyStreams {
  private final Dialer dialer;
  private final Limits limits;
  private final ProxyAccess access;
  private final Map<Proxy, Standing> known = new ConcurrentHashMap<>();

  /** What is known of one proxy. */
  private static final class Standing {
    /** How often ways were opened and closed. */
    final AtomicInteger opened = new AtomicInteger();

    final AtomicInteger closed = new AtomicInteger();

    /** Held by who dials it first, so that the others wait for what the proxy chooses. */
    final ReentrantLock dialing = new ReentrantLock();

    volatile boolean one;
    volatile Optional<Http2Session> session = Optional.empty();

    Optional<Http2Session> free() {
      return session.filter(its -> its.room() > 0);
    }
  }

  ProxyStreams(Dialer dialer, Limits limits, ProxyAccess access) {
    this.dialer = dialer;
    this.limits = limits;
    this.access = access;
  }

  /** A connection to a target through a proxy. Blocks. */
  Connection dial(Proxy proxy, Target target, Deadline deadline, Trail trail) throws IOException {
    Standing its = known.computeIfAbsent(proxy, _ -> new Standing());
    if (its.one) {
      return dialer.dial(target, new Via(proxy, access), deadline, trail);
    }
    Optional<Http2Session> session = its.free();
    if (session.isEmpty()) {
      lock(its, deadline);
      try {
        session = its.free();
        if (session.isEmpty() && !its.one) {
          Connection dialed = dialer.dial(target, new Via(proxy, access, true), deadline, trail);
          if (dialed.target().equals(target)) {
            its.one = true;
            return dialed;
          }
          session = Optional.of(Http2Session.over(dialed, limits));
          keep(its, session.get());
        }
      } finally {
        its.dialing.unlock();
      }
    }
    if (session.isEmpty()) {
      return dialer.dial(target, new Via(proxy, access), deadline, trail);
    }
    return open(
        its, new ProxyStream(dialer, access, proxy, session.get(), target, deadline, trail));
  }

  private Connection open(Standing its, ProxyStream stream) throws IOException {
    its.opened.incrementAndGet();
    boolean stands = false;
    try {
      Connection way = stream.open();
      way.channel().closeFuture().addListener(_ -> closed(its, stream.session()));
      stands = true;
      return way;
    } finally {
      if (!stands) {
        closed(its, stream.session());
      }
    }
  }

  /** After its last way a connection is kept for a while, as others are. */
  private void closed(Standing its, Http2Session session) {
    int count = its.closed.incrementAndGet();
    try {
      session
          .eventLoop()
          .schedule(
              () -> {
                if (its.opened.get() == count && its.closed.get() == count) {
                  session.close();
                }
              },
              limits.times().keepAlive().toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      // The network is closed, and the connection with it.
    }
  }

  private static void lock(Standing its, Deadline deadline) throws CancelledException {
    try {
      if (its.dialing.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CancelledException(Because.of(HttpReason.GIVEN_UP));
  }

  /** One that has no more room carries what it carries, and goes with the last of that. */
  private static void keep(Standing its, Http2Session session) {
    its.session.ifPresent(Http2Session::close);
    its.session = Optional.of(session);
    session.whenClosed(() -> {
      if (its.session.filter(now -> now == session).isPresent()) {
        its.session = Optional.empty();
      }
    });
  }

  /** Closes the connections to all proxies, under whoever uses them. */
  void close() {
    known.values().forEach(its -> its.session.ifPresent(Http2Session::abort));
  }
}
