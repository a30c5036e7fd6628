package dev.glasshouse.dns.recursive;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * A recursive resolver, which asks the servers of the owners for what it does not know (RFC 1034
 * section 5.3.3).
 */
public final class Recursor implements ResolverMachine {
  private final Machine machine;
  private final Clients clients;

  /**
   * A resolver that knows nothing yet.
   *
   * @param random makes message ids, letters' case and choices among servers
   */
  public Recursor(RecursorOptions options, RecursorLimits limits, RandomGenerator random) {
    RandomGenerator draws =
        random instanceof SecureRandom secure ? new SecureDraws(secure) : random;
    this.machine = new Machine(options, limits, draws);
    this.clients = new Clients(machine, new Validated(machine, new Resolutions(machine)));
  }

  /** What it knows, for tests. */
  Machine machine() {
    return machine;
  }

  @Override
  public List<Action> ask(long client, Asked asked, Moment now) {
    machine.at(now);
    clients.ask(client, asked);
    return machine.run();
  }

  @Override
  public List<Action> cancel(long client, Moment now) {
    machine.at(now);
    clients.cancel(client);
    return machine.run();
  }

  @Override
  public List<Action> received(int exchange, InetSocketAddress from, byte[] message, Moment now) {
    machine.at(now);
    machine.exchanges().received(exchange, from, message);
    return machine.run();
  }

  @Override
  public List<Action> failed(int exchange, String problem, Moment now) {
    machine.at(now);
    machine.exchanges().failed(exchange, problem);
    return machine.run();
  }

  @Override
  public List<Action> tick(Moment now) {
    machine.at(now);
    machine.ring();
    return machine.run();
  }

  @Override
  public OptionalLong wakeAt() {
    return machine.wakeAt();
  }

  @Override
  public boolean sameForAll() {
    return true;
  }

  @Override
  public boolean holdsBytes() {
    // What a forwarder says is nobody's own word, and is no lone answer.
    RecursorOptions options = machine.options();
    return options.anchors().isEmpty() && options.upstreams().isEmpty();
  }
}
