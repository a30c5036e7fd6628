package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Transport;
import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.journey.Trail;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;

/**
 * A recursive resolver at work: runs a {@link Recursor} on one event loop, with sockets, clocks and
 * the journeys of those who ask. Answers the clients of a name server, and callers in this process.
 */
public final class RecursiveResolver implements Answerer, AutoCloseable {
  private final Recursor recursor;
  private final Transport transport;
  private final EventLoop loop;
  private final InstantSource wall;
  private final int udpSize;
  private final int most;

  // All of this belongs to the loop.
  private final Map<Long, Client> clients = new HashMap<>();
  private final Map<Integer, Wire> wires = new HashMap<>();
  private long asked;
  private @Nullable Future<?> alarm;
  private boolean closed;

  /** Somebody who waits for an answer. */
  private static final class Client {
    final Told told;
    final java.util.function.Consumer<Optional<Reply>> answer;

    Client(Told told, java.util.function.Consumer<Optional<Reply>> answer) {
      this.told = told;
      this.answer = answer;
    }
  }

  /** A socket, and the client for whom it was opened. */
  private record Wire(long client, Transport.Exchange exchange) {}

  /**
   * A resolver that knows nothing yet.
   *
   * @param loop the thread that it runs on; outlives the resolver
   * @param transport carries its questions
   */
  public RecursiveResolver(
      RecursorOptions options,
      RecursorLimits limits,
      RandomGenerator random,
      Transport transport,
      EventLoop loop,
      InstantSource wall) {
    this.recursor = new Recursor(options, limits, random);
    this.transport = transport;
    this.loop = loop;
    this.wall = wall;
    this.udpSize = limits.udpSize();
    this.most = limits.clients();
  }

  /**
   * Resolves a question. Blocks; not to be called on an event loop.
   *
   * @param deadline when nobody waits any longer
   * @param trail where what is done for it is told
   * @throws TimeoutException when the deadline has passed
   * @throws InterruptedException when the thread was interrupted
   */
  public Reply resolve(Asked question, Deadline deadline, Trail trail)
      throws TimeoutException, InterruptedException {
    var done = new CompletableFuture<Optional<Reply>>();
    var number = new CompletableFuture<Long>();
    loop.execute(() -> number.complete(ask(told(question, trail), trail, done::complete)));
    try {
      return done.get(deadline.leftNanos(), TimeUnit.NANOSECONDS)
          .orElseGet(() -> Reply.error(question, Rcode.SERVFAIL, Reply.Origin.LOCAL, List.of()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing fails it", e);
    } finally {
      if (!done.isDone()) {
        number.thenAcceptAsync(this::cancel, loop);
      }
    }
  }

  private static Asked told(Asked question, Trail trail) {
    if (!trail.on()) {
      return question;
    }
    Set<Asked.Wish> wishes = EnumSet.of(Asked.Wish.TOLD);
    wishes.addAll(question.wishes());
    return new Asked(question.question(), wishes);
  }

  @Override
  public void answer(ClientQuery query, ReplySink sink) {
    Asked asked;
    try {
      asked = Asked.of(query.scan());
    } catch (IOException e) {
      sink.drop();
      return;
    }
    Trail trail = query.trail();
    int id = query.scan().id();
    Asked what = told(asked, trail);
    Runnable asking = () -> ask(what, trail, reply -> reply(sink, id, reply));
    if (loop.inEventLoop()) {
      asking.run();
    } else {
      loop.execute(asking);
    }
  }

  private void reply(ReplySink sink, int id, Optional<Reply> reply) {
    if (reply.isEmpty()) {
      sink.drop();
      return;
    }
    byte[] message = reply.get().message(id, udpSize).toWire(65535);
    sink.reply(message, message.length);
  }

  /** A question, on the loop; its number, or -1 when it was answered at once. */
  private long ask(Asked what, Trail trail, java.util.function.Consumer<Optional<Reply>> answer) {
    if (closed || clients.size() >= most) {
      answer.accept(Optional.of(Reply.error(what, Rcode.SERVFAIL, Reply.Origin.LOCAL, List.of())));
      return -1;
    }
    long number = asked++;
    clients.put(number, new Client(new Told(trail), answer));
    perform(recursor.ask(number, what, now()), number);
    return clients.containsKey(number) ? number : -1;
  }

  private void cancel(long client) {
    if (clients.remove(client) != null) {
      perform(recursor.cancel(client, now()), client);
    }
  }

  private Moment now() {
    return new Moment(System.nanoTime(), wall.instant());
  }

  /** Does what the machine says, for whom it says it. */
  private void perform(List<Action> actions, long client) {
    for (Action action : actions) {
      switch (action) {
        case Action.Send send -> send(send, client);
        case Action.Close(int exchange) -> {
          Wire wire = wires.remove(exchange);
          if (wire != null) {
            wire.exchange.close();
          }
        }
        case Action.Answered(long number, Reply reply) -> end(number, Optional.of(reply));
        case Action.Dropped(long number, String _) -> end(number, Optional.empty());
        case Action.Tell tell -> {
          Client its = clients.get(tell.client());
          if (its != null) {
            its.told.tell(tell);
          }
        }
      }
    }
    wake();
  }

  private void end(long number, Optional<Reply> reply) {
    Client client = clients.remove(number);
    if (client != null) {
      client.answer.accept(reply);
    }
  }

  private void send(Action.Send send, long client) {
    int number = send.exchange();
    Client its = clients.get(client);
    Trail trail = its == null ? Trail.OFF : its.told.latest();
    var replies =
        new Transport.Replies() {
          @Override
          public void message(InetSocketAddress from, byte[] message) {
            loop.execute(() -> received(number, from, message));
          }

          @Override
          public void failed(String problem) {
            loop.execute(() -> broke(number, problem));
          }
        };
    Transport.Exchange exchange =
        switch (send.carrier()) {
          case UDP -> transport.udp(send.server(), send.message(), replies, trail);
          case TCP -> transport.tcp(send.server(), send.message(), replies, trail);
        };
    wires.put(number, new Wire(client, exchange));
  }

  private void received(int number, InetSocketAddress from, byte[] message) {
    Wire wire = wires.get(number);
    if (wire != null && !closed) {
      perform(recursor.received(number, from, message, now()), wire.client);
    }
  }

  private void broke(int number, String problem) {
    Wire wire = wires.remove(number);
    if (wire != null && !closed) {
      wire.exchange.close();
      perform(recursor.failed(number, problem, now()), wire.client);
    }
  }

  /** Sets the alarm to when the machine wants to hear of time next. */
  private void wake() {
    Future<?> old = alarm;
    if (old != null) {
      old.cancel(false);
    }
    var at = recursor.wakeAt();
    alarm =
        at.isEmpty() || closed
            ? null
            : loop.schedule(
                () -> perform(recursor.tick(now()), -1),
                Math.max(0, at.getAsLong() - System.nanoTime()),
                TimeUnit.NANOSECONDS);
  }

  /** Gives its sockets back; who waits is told SERVFAIL. Blocks until it is done. */
  @Override
  public void close() {
    if (loop.inEventLoop()) {
      stop();
    } else if (!loop.isShuttingDown()) {
      loop.submit(this::stop).syncUninterruptibly();
    }
  }

  private void stop() {
    closed = true;
    wires.values().forEach(wire -> wire.exchange.close());
    wires.clear();
    List.copyOf(clients.keySet()).forEach(number -> end(number, Optional.empty()));
    wake();
  }
}
