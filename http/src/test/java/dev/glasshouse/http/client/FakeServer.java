package dev.glasshouse.http.client;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.wire.ClientExchange;
import dev.glasshouse.http.wire.ClientSession;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.Trail;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A connector whose sessions follow a script, without a network. */
final class FakeServer implements Connector, AutoCloseable {
  final EventLoop loop = new DefaultEventLoop();
  final List<Session> sessions = new CopyOnWriteArrayList<>();
  final AtomicInteger dials = new AtomicInteger();
  final AtomicInteger dialing = new AtomicInteger();
  final AtomicInteger mostDialing = new AtomicInteger();

  /** Permits to go on with a dial. */
  final Semaphore dialGate = new Semaphore(Integer.MAX_VALUE / 2);

  /** Permits to answer an exchange. */
  final Semaphore answerGate = new Semaphore(Integer.MAX_VALUE / 2);

  volatile HttpVersion version = HttpVersion.HTTP_2;
  volatile int streams = 100;
  volatile Expectation expected = Expectation.UNKNOWN;
  volatile Function<Integer, Optional<IOException>> dialFails = _ -> Optional.empty();

  @Override
  public Expectation expects(PoolKey key) {
    return expected;
  }

  @Override
  public Outcome connect(PoolKey key, Joining joining, Trail trail) throws IOException {
    int number = dials.incrementAndGet();
    mostDialing.accumulateAndGet(dialing.incrementAndGet(), Math::max);
    try {
      dialGate.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      dialing.decrementAndGet();
    }
    Optional<IOException> problem = dialFails.apply(number);
    if (problem.isPresent()) {
      throw problem.get();
    }
    var session = new Session(number, version, key);
    sessions.add(session);
    return new Made(
        session,
        new Peer(
            new InetSocketAddress("127.0.0.1", 1),
            Optional::empty,
            Peer.Way.DIRECT,
            Optional.empty(),
            Optional.empty()));
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 0, java.util.concurrent.TimeUnit.MILLISECONDS);
  }

  /** A session of the script. */
  final class Session implements ClientSession {
    final int number;
    final HttpVersion version;
    final PoolKey key;
    final AtomicInteger active = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final AtomicInteger carried = new AtomicInteger();
    private final List<Runnable> told = new ArrayList<>();
    private boolean open = true;
    volatile boolean leaving;
    volatile boolean refuses;

    Session(int number, HttpVersion version, PoolKey key) {
      this.number = number;
      this.version = version;
      this.key = key;
    }

    @Override
    public long number() {
      return number;
    }

    @Override
    public HttpVersion version() {
      return version;
    }

    @Override
    public int exchanges() {
      return carried.get();
    }

    @Override
    public int room() {
      int most = Pooled.multiplexed(version) ? streams : 1;
      return leaving || !isOpen() ? 0 : Math.max(0, most - active.get());
    }

    @Override
    public synchronized boolean isOpen() {
      return open;
    }

    @Override
    public boolean leaving() {
      return leaving || !isOpen();
    }

    @Override
    public Duration patience() {
      return Duration.ofMinutes(1);
    }

    @Override
    public ClientExchange exchange(Request request, Priority priority, Trail trail) {
      most.accumulateAndGet(active.incrementAndGet(), Math::max);
      return new Exchange(this);
    }

    @Override
    public void park() {}

    @Override
    public void whenClosed(Runnable run) {
      synchronized (this) {
        if (open) {
          told.add(run);
          return;
        }
      }
      loop.execute(run);
    }

    @Override
    public EventLoop eventLoop() {
      return loop;
    }

    @Override
    public void close() {
      List<Runnable> those;
      synchronized (this) {
        if (!open) {
          return;
        }
        open = false;
        those = List.copyOf(told);
      }
      those.forEach(loop::execute);
    }

    @Override
    public void abort() {
      close();
    }
  }

  /** An exchange that answers once the gate lets it. */
  final class Exchange implements ClientExchange {
    private final Session session;
    private boolean processed = true;

    Exchange(Session session) {
      this.session = session;
    }

    @Override
    public Response run(Done done) throws IOException {
      if (session.refuses) {
        processed = false;
        session.leaving = true;
        session.active.decrementAndGet();
        throw new LostException(Because.of(HttpReason.PEER_CLOSED));
      }
      session.carried.incrementAndGet();
      try {
        answerGate.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      session.active.decrementAndGet();
      done.free(session.isOpen());
      return new Response(
          Status.OK, "", session.version, dev.glasshouse.http.Fields.EMPTY, Body.NONE);
    }

    @Override
    public void onInterim(dev.glasshouse.http.Aside told) {
      // It answers at once.
    }

    @Override
    public boolean mayBeProcessed() {
      return processed;
    }

    @Override
    public boolean answered() {
      return false;
    }
  }
}
