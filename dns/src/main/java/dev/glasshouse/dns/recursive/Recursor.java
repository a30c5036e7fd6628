package dev.glasshouse.dns.recursive;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * A recursive resolver, as a state machine: told what clients ask, what servers answer and what
 * time it is, it says what to send and what to reply (RFC 1034 section 5.3.3). It holds no socket,
 * clock or thread, and is used by one thread at a time.
 */
public final class Recursor {
  private final Machine machine;
  private final Clients clients;

  /**
   * A resolver that knows nothing yet.
   *
   * @param random makes message ids, letters' case and choices among servers
   */
  public Recursor(RecursorOptions options, RecursorLimits limits, RandomGenerator random) {
    this.machine = new Machine(options, limits, random);
    this.clients = new Clients(machine, new Validated(machine, new Resolutions(machine)));
  }

  /**
   * A client asks.
   *
   * @param client the client's own number for its question, not negative, unique while it is open
   */
  public List<Action> ask(long client, Asked asked, Moment now) {
    machine.at(now);
    machine.ring();
    clients.ask(client, asked);
    return machine.run();
  }

  /** A client waits no longer. */
  public List<Action> cancel(long client, Moment now) {
    machine.at(now);
    clients.cancel(client);
    return machine.run();
  }

  /** A message came in on an exchange's socket. */
  public List<Action> received(int exchange, InetSocketAddress from, byte[] message, Moment now) {
    machine.at(now);
    machine.exchanges().received(exchange, from, message);
    return machine.run();
  }

  /** An exchange can bring nothing any more: nobody listens there, or the connection broke. */
  public List<Action> failed(int exchange, String problem, Moment now) {
    machine.at(now);
    machine.exchanges().failed(exchange, problem);
    return machine.run();
  }

  /** Time has passed. */
  public List<Action> tick(Moment now) {
    machine.at(now);
    machine.ring();
    return machine.run();
  }

  /** When {@link #tick} wants to be called next, on the monotonic clock; empty when it need not. */
  public OptionalLong wakeAt() {
    return machine.wakeAt();
  }
}
