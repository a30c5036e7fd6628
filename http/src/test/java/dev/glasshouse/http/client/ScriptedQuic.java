package dev.glasshouse.http.client;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Names;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Target;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** QUIC that follows a script. */
final class ScriptedQuic implements QuicWay {
  final AtomicInteger dials = new AtomicInteger();
  volatile Optional<Thread> dialing = Optional.empty();
  volatile Optional<String> problem = Optional.empty();
  volatile Optional<IOException> failure = Optional.empty();
  volatile CountDownLatch go = new CountDownLatch(0);
  final FakeServer server = new FakeServer();

  @Override
  public Optional<String> problem() {
    return problem;
  }

  @Override
  public Connector.Made dial(
      Target target, VersionVerdict.Quic where, Names names, Deadline deadline, Trail trail)
      throws IOException {
    dials.incrementAndGet();
    dialing = Optional.of(Thread.currentThread());
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return new Connector.Made(
        server
        .new Session(99, HttpVersion.HTTP_3, new PoolKey("https", "a.test", 443, Partition.NONE)),
        new Peer(
            new InetSocketAddress("127.0.0.1", 9),
            Optional::empty,
            Peer.Way.DIRECT,
            Optional.of(where),
            Optional.empty()));
  }

  @Override
  public void close() {
    server.close();
  }
}
