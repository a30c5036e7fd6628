package dev.glasshouse.dns;

import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.Trail;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Puts questions to the configured servers: drives a {@link StubQuery} with a transport. */
final class Stub implements NameSource {
  private final Transport transport;
  private final ResolvConf conf;
  private final Limits limits;
  private final IntSupplier random;
  private final InstantSource clock;
  private final AtomicInteger turns = new AtomicInteger();

  /**
   * A stub.
   *
   * @param random numbers that nobody can guess
   */
  Stub(
      Transport transport,
      ResolvConf conf,
      Limits limits,
      IntSupplier random,
      InstantSource clock) {
    this.transport = transport;
    this.conf = conf;
    this.limits = limits;
    this.random = random;
    this.clock = clock;
  }

  /** What happens to a question under way. */
  private sealed interface Event {}

  private record Came(int exchange, InetSocketAddress from, byte[] message) implements Event {}

  private record Broke(int exchange, String problem) implements Event {}

  private record Unwanted() implements Event {}

  @Override
  public boolean isThere() {
    return !conf.servers().isEmpty();
  }

  @Override
  public Messages.Reading ask(String name, String type, Deadline deadline, Trail trail)
      throws NameException {
    int first =
        conf.rotate() == ResolvConf.Rotation.TAKE_TURNS
            ? Math.floorMod(turns.getAndIncrement(), Math.max(1, conf.servers().size()))
            : 0;
    var query = new StubQuery(name, type, conf, first, limits, random);
    return new Conversation(query, name, type, deadline, trail).run();
  }

  /** One question under way. */
  private final class Conversation {
    private final StubQuery query;
    private final String name;
    private final String type;
    private final Deadline deadline;
    private final Trail trail;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Map<Integer, Transport.Exchange> exchanges = new HashMap<>();
    private final Map<Integer, Long> begins = new HashMap<>();

    /** Of what the question that was told last causes, at the server too if it is in here. */
    private Trail asking;

    Conversation(StubQuery query, String name, String type, Deadline deadline, Trail trail) {
      this.query = query;
      this.name = name;
      this.type = type;
      this.deadline = deadline;
      this.trail = trail;
      this.asking = trail;
    }

    Messages.Reading run() throws NameException {
      List<StubQuery.Action> actions = query.start(deadline.now());
      try {
        while (true) {
          Optional<Messages.Reading> reading = perform(actions);
          if (reading.isPresent()) {
            return reading.get();
          }
          actions = react(next());
        }
      } finally {
        exchanges.values().forEach(Transport.Exchange::close);
      }
    }

    private Optional<Messages.Reading> perform(List<StubQuery.Action> actions)
        throws NameException {
      for (StubQuery.Action action : actions) {
        switch (action) {
          case StubQuery.Send send -> send(send);
          case StubQuery.Close close -> {
            Transport.Exchange exchange = exchanges.remove(close.exchange());
            if (exchange != null) {
              exchange.close();
            }
          }
          case StubQuery.Tell tell -> {
            if (trail.on()) {
              long begin = begins.getOrDefault(tell.exchange(), trail.now());
              long id = trail.add(begin, tell.step(), tell.because());
              if (tell.step() instanceof NameStep.NameAsked) {
                asking = trail.after(id);
              }
            }
          }
          case StubQuery.Answered(var server, var message) -> {
            return Optional.of(
                Messages.read(
                    message, name, type, clock.instant(), StubQuery.text(server), limits));
          }
          case StubQuery.Failed(var outcome, var source) ->
              throw new NameException(name, outcome, source);
        }
      }
      return Optional.empty();
    }

    private void send(StubQuery.Send send) {
      int number = send.exchange();
      begins.put(number, trail.now());
      var replies =
          new Transport.Replies() {
            @Override
            public void message(InetSocketAddress from, byte[] message) {
              events.add(new Came(number, from, message));
            }

            @Override
            public void failed(String problem) {
              events.add(new Broke(number, problem));
            }
          };
      exchanges.put(
          number,
          switch (send.carrier()) {
            case UDP -> transport.udp(send.server(), send.message(), replies, asking);
            case TCP -> transport.tcp(send.server(), send.message(), replies, asking);
          });
    }

    private Optional<Event> next() {
      long wait = deadline.leftNanos();
      OptionalLong wake = query.wakeAt();
      if (wake.isPresent()) {
        wait = Math.min(wait, Math.max(0, wake.getAsLong() - deadline.now()));
      }
      try {
        return Optional.ofNullable(events.poll(wait, TimeUnit.NANOSECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of(new Unwanted());
      }
    }

    private List<StubQuery.Action> react(Optional<Event> event) {
      long now = deadline.now();
      if (event.isEmpty()) {
        return deadline.passed() ? query.giveUp() : query.tick(now);
      }
      return switch (event.get()) {
        case Came(int exchange, var from, var message) ->
            query.message(exchange, from, message, now);
        case Broke(int exchange, var problem) -> query.broken(exchange, problem, now);
        case Unwanted() -> query.giveUp();
      };
    }
  }
}
