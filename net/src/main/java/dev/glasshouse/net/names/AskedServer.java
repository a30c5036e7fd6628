package dev.glasshouse.net.names;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Transport;
import dev.glasshouse.dns.serve.Padding;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.Connection;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.Target;
import dev.glasshouse.url.AddressText;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/**
 * A server that is asked inside TLS: its connections, and which of them carries a question. All of
 * it happens on one event loop.
 */
final class AskedServer {

  /** A question that is out, or waits for the connection. */
  static final class Query {
    final byte[] message;
    final Transport.Replies replies;
    final Trail trail;
    long sent;
    boolean again;
    boolean dropped;
    Optional<AskedStream> on = Optional.empty();

    Query(byte[] message, Transport.Replies replies, Trail trail) {
      this.message = message;
      this.replies = replies;
      this.trail = trail;
    }
  }

  private final InetSocketAddress address;
  private final Target target;
  private final Dialer dialer;
  private final StreamLimits limits;
  private final EventLoop loop;
  private final List<AskedStream> streams = new ArrayList<>();
  private Optional<String> refused = Optional.empty();
  private long refusedAt;
  private boolean closed;

  AskedServer(InetSocketAddress address, String name, Dialer dialer, StreamLimits limits) {
    this.address = address;
    // Its other end has one use, so nothing is offered (ALPN): old servers would refuse that.
    this.target =
        new Target(
            AddressText.of(address.getAddress()),
            address.getPort(),
            new Target.Tls(name, List.of()));
    this.dialer = dialer;
    this.limits = limits;
    this.loop = dialer.network().eventLoops().next();
  }

  /** Asks. From any thread. */
  Transport.Exchange ask(byte[] message, Transport.Replies replies, Trail trail) {
    var query = new Query(Padding.padded(message), replies, trail);
    run(() -> place(query), () -> replies.failed("the network is closed"));
    return () -> run(() -> drop(query), () -> {});
  }

  /** On the loop; the other where it has ended. */
  private void run(Runnable what, Runnable otherwise) {
    try {
      loop.execute(what);
    } catch (RejectedExecutionException e) {
      otherwise.run();
    }
  }

  private void place(Query query) {
    if (query.dropped) {
      return;
    }
    if (closed) {
      query.replies.failed("nobody asks any more");
    } else if (refused.isPresent() && System.nanoTime() - refusedAt < limits.rest().toNanos()) {
      query.replies.failed(refused.get());
    } else {
      Optional<AskedStream> free =
          streams.stream().filter(AskedStream::takes).findFirst().or(() -> another(query.trail));
      if (free.isPresent()) {
        query.on = free;
        free.get().add(query);
      } else {
        query.replies.failed(
            "as many questions are out at it as may be: "
                + limits.out()
                + " on each of "
                + limits.connections()
                + " connections");
      }
    }
  }

  /** Another connection, where there may be one; its story belongs to the question it is for. */
  private Optional<AskedStream> another(Trail trail) {
    if (streams.size() >= limits.connections()) {
      return Optional.empty();
    }
    var stream = new AskedStream(this, loop, limits);
    streams.add(stream);
    stream.dialing(Thread.ofVirtual().name("glass-dot").start(() -> dial(stream, trail)));
    return Optional.of(stream);
  }

  private void dial(AskedStream stream, Trail trail) {
    try {
      Connection connection = dialer.dial(target, Deadline.in(limits.dial()), trail);
      run(() -> dialed(stream, connection), connection::close);
    } catch (DialException e) {
      run(() -> refused(stream, String.valueOf(e.getMessage())), () -> {});
    } catch (RuntimeException e) {
      // Our own fault, which must not leave the questions waiting.
      run(() -> refused(stream, e.toString()), () -> {});
    }
  }

  private void dialed(AskedStream stream, Connection connection) {
    refused = Optional.empty();
    if (closed) {
      connection.close();
    } else {
      stream.open(connection);
    }
  }

  private void refused(AskedStream stream, String problem) {
    refused = Optional.of(problem);
    refusedAt = System.nanoTime();
    streams.remove(stream);
    stream.left().forEach(query -> query.replies.failed(problem));
  }

  /** A message came that answers a question. */
  void answered(Query query, byte[] message) {
    query.replies.message(address, message);
  }

  /**
   * A connection has ended. What was out on it is asked once more; where it had brought something,
   * the server lives, and closes as it likes (RFC 7766 section 6.2.4): there that counts as
   * nothing.
   */
  void ended(AskedStream stream, boolean useful) {
    streams.remove(stream);
    for (Query query : stream.left()) {
      if (closed) {
        query.replies.failed("nobody asks any more");
      } else if (query.again && !useful) {
        query.replies.failed("it closed the connection without an answer, twice");
      } else {
        query.again |= !useful;
        place(query);
      }
    }
  }

  private void drop(Query query) {
    query.dropped = true;
    query.on.ifPresent(stream -> stream.dropped(query));
  }

  void close() {
    run(
        () -> {
          closed = true;
          List.copyOf(streams).forEach(AskedStream::close);
        },
        () -> {});
  }
}
