package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.Transport;
import dev.glasshouse.journey.Source;
import dev.glasshouse.journey.Trail;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A resolver that works: a {@link ResolverMachine} on an event loop, with sockets and clocks. May
 * be asked from any thread.
 */
public final class Recursive implements AutoCloseable {

  /** A client's question that is open. */
  private static final class Waiter {
    final Trail trail;
    final Consumer<Optional<Reply>> then;
    // Only for who listens.
    Map<Long, Long> steps = Map.of();
    long latest;

    Waiter(Trail trail, Consumer<Optional<Reply>> then) {
      this.trail = trail;
      this.then = then;
      if (trail.on()) {
        steps = new HashMap<>();
      }
    }

    /** The trail of what the step that was told last causes. */
    Trail latest() {
      return latest == 0 ? trail : trail.after(latest);
    }
  }

  private static final long NOBODY = -1;
  private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long BUSY = TimeUnit.MILLISECONDS.toNanos(5);

  private final ResolverMachine machine;
  // Asked for every question, by every loop.
  private final boolean sameForAll;
  private final boolean holdsBytes;
  private final Transport transport;
  private final EventExecutor loop;
  private final LongSupplier nanos;
  private final InstantSource wall;
  private final ByNumber<Transport.Exchange> exchanges = new ByNumber<>();
  private final ByNumber<Waiter> waiters = new ByNumber<>();
  private Optional<ScheduledFuture<?>> alarm = Optional.empty();
  private long alarmAt;
  private boolean late;
  private long clients;
  private boolean closed;
  // The loop's own.
  private boolean acting;
  private long dayAsked;
  private Instant day = Instant.MIN;

  /**
   * A resolver on a loop. The loop and the transport stay their owner's.
   *
   * @param loop where the machine runs; nothing of it blocks
   */
  public Recursive(ResolverMachine machine, Transport transport, EventExecutor loop) {
    this(machine, transport, loop, System::nanoTime, InstantSource.system());
  }

  /** The same with clocks of the caller's. */
  public Recursive(
      ResolverMachine machine,
      Transport transport,
      EventExecutor loop,
      LongSupplier nanos,
      InstantSource wall) {
    this.machine = machine;
    this.sameForAll = machine.sameForAll();
    this.holdsBytes = machine.holdsBytes();
    this.transport = transport;
    this.loop = loop;
    this.nanos = nanos;
    this.wall = wall;
  }

  /**
   * Asks.
   *
   * @param then told the reply, once, on the loop; empty where nothing shall be said
   */
  public void ask(Asked asked, Trail trail, Consumer<Optional<Reply>> then) {
    if (!loop.inEventLoop() || acting) {
      loop.execute(() -> begin(asked, trail, then));
    } else {
      begin(asked, trail, then);
    }
  }

  /**
   * Asks, and waits. For virtual threads.
   *
   * @throws NameException when there is no reply before the deadline
   */
  public Reply resolve(Asked asked, Deadline deadline, Trail trail) throws NameException {
    var future = new CompletableFuture<Optional<Reply>>();
    long[] number = {-1};
    loop.execute(() -> number[0] = begin(asked, trail, future::complete));
    String name = asked.question().name().toString(true);
    try {
      return future
          .get(Math.max(1, deadline.leftNanos()), TimeUnit.NANOSECONDS)
          .orElseThrow(() ->
              new NameException(name, NameException.Outcome.REFUSED, "this resolver is full"));
    } catch (TimeoutException e) {
      loop.execute(() -> cancel(number[0]));
      throw new NameException(name, NameException.Outcome.TIMEOUT, "this resolver");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      loop.execute(() -> cancel(number[0]));
      throw new NameException(name, NameException.Outcome.TIMEOUT, "interrupted");
    } catch (ExecutionException e) {
      throw new NameException(name, NameException.Outcome.SERVFAIL, String.valueOf(e.getCause()));
    }
  }

  /** Whether all clients that may ask get the same answer to the same question. */
  public boolean sameForAll() {
    return sameForAll;
  }

  /** Whether whole answers of a few records are held as bytes from the first time on. */
  public boolean holdsBytes() {
    return holdsBytes;
  }

  /** Runs something on the machine's thread, for example to look into it. */
  public void onLoop(Runnable what) {
    loop.execute(what);
  }

  private long begin(Asked asked, Trail trail, Consumer<Optional<Reply>> then) {
    if (closed) {
      then.accept(Optional.empty());
      return -1;
    }
    long client = clients++;
    waiters.put(client, new Waiter(trail, then));
    act(client, machine.ask(client, told(asked, trail), moment()));
    return client;
  }

  private static Asked told(Asked asked, Trail trail) {
    if (!trail.on() || asked.wants(Asked.Wish.TOLD)) {
      return asked;
    }
    return asked.with(Asked.Wish.TOLD);
  }

  private void cancel(long client) {
    if (waiters.remove(client).isPresent()) {
      act(NOBODY, machine.cancel(client, moment()));
    }
  }

  /** Now; the time of day, which signatures are held against, is as old as a millisecond. */
  private Moment moment() {
    long now = nanos.getAsLong();
    if (now - dayAsked >= MILLISECOND || day == Instant.MIN) {
      dayAsked = now;
      day = wall.instant();
    }
    return new Moment(now, day);
  }

  // ---------------------------------------------------------------- what the machine says

  /**
   * Does it.
   *
   * @param client on whose behalf
   */
  private void act(long client, List<Action> actions) {
    acting = true;
    // What came for one client may let others go on, too: a question belongs to the step told
    // before it.
    long about = client;
    try {
      for (int i = 0; i < actions.size(); i++) {
        switch (actions.get(i)) {
          case Action.Send send -> {
            send(send, about);
            about = client;
          }
          case Action.Close close ->
              exchanges.remove(close.exchange()).ifPresent(Transport.Exchange::close);
          case Action.Answered answered -> end(answered.client(), Optional.of(answered.reply()));
          case Action.Dropped dropped -> end(dropped.client(), Optional.empty());
          case Action.Tell tell -> {
            tell(tell);
            about = tell.client();
          }
        }
      }
    } finally {
      acting = false;
    }
    wake();
  }

  private void end(long client, Optional<Reply> reply) {
    waiters.remove(client).ifPresent(waiter -> waiter.then.accept(reply));
  }

  private void send(Action.Send send, long client) {
    int number = send.exchange();
    Trail trail = waiters.get(client).map(Waiter::latest).orElse(Trail.OFF);
    var replies =
        new Transport.Replies() {
          @Override
          public void message(InetSocketAddress from, byte[] message) {
            if (isFree()) {
              act(client, machine.received(number, from, message, moment()));
            } else {
              hand(() -> act(client, machine.received(number, from, message, moment())));
            }
          }

          @Override
          public void failed(String problem) {
            hand(() -> act(client, machine.failed(number, problem, moment())));
          }
        };
    Transport.Exchange exchange =
        switch (send.carrier()) {
          case UDP -> transport.udp(send.server(), send.message(), replies, trail);
          case TCP -> transport.tcp(send.server(), send.message(), replies, trail);
          case TLS -> transport.tls(send.server(), send.message(), replies, trail);
        };
    exchanges.put(number, exchange);
  }

  /** Whether this is the loop, nothing else is being done, and there is something to be done. */
  private boolean isFree() {
    return loop.inEventLoop() && !acting && !closed;
  }

  /**
   * On the loop: at once where this is it and nothing else is being done, else later; what comes
   * after the loop's end is nobody's.
   */
  private void hand(Runnable what) {
    if (isFree()) {
      what.run();
    } else if (loop.inEventLoop() && closed) {
      return;
    } else if (!loop.isShuttingDown()) {
      loop.execute(() -> {
        if (!closed) {
          what.run();
        }
      });
    }
  }

  private void tell(Action.Tell tell) {
    Optional<Waiter> known = waiters.get(tell.client());
    if (known.isEmpty() || !known.get().trail.on()) {
      return;
    }
    Waiter waiter = known.get();
    Trail trail = waiter.trail;
    long id = waiter.steps.computeIfAbsent(tell.id(), s -> trail.open());
    Trail under =
        tell.cause() == 0
            ? trail
            : trail.after(waiter.steps.computeIfAbsent(tell.cause(), s -> trail.open()));
    long end = trail.now();
    long begin = Math.max(0, end - Math.max(0, nanos.getAsLong() - tell.began()));
    under.record(id, begin, end, tell.step(), tell.because(), Source.MEASURED);
    waiter.latest = id;
  }

  private void wake() {
    OptionalLong at = machine.wakeAt();
    if (at.isEmpty()) {
      alarm.ifPresent(a -> a.cancel(false));
      alarm = Optional.empty();
    } else if (alarm.isEmpty() || at.getAsLong() - alarmAt < 0) {
      alarm.ifPresent(a -> a.cancel(false));
      alarmAt = at.getAsLong();
      long delay = Math.max(0, alarmAt - nanos.getAsLong());
      alarm = Optional.of(loop.schedule(this::ring, delay, TimeUnit.NANOSECONDS));
    }
  }

  /**
   * An alarm. Where the loop was busy for long, answers may lie in its sockets that came in time:
   * they are read before anybody is called silent.
   */
  private void ring() {
    alarm = Optional.empty();
    if (closed) {
      return;
    }
    late = !late && nanos.getAsLong() - alarmAt > BUSY;
    if (late) {
      alarm = Optional.of(loop.schedule(this::ring, 1, TimeUnit.MILLISECONDS));
    } else {
      act(NOBODY, machine.tick(moment()));
    }
  }

  /** Gives the sockets back; who waits is told nothing more. */
  @Override
  public void close() {
    hand(() -> {
      closed = true;
      alarm.ifPresent(a -> a.cancel(false));
      exchanges.values().forEach(Transport.Exchange::close);
      exchanges.clear();
      waiters.values().forEach(w -> w.then.accept(Optional.empty()));
      waiters.clear();
    });
  }
}
