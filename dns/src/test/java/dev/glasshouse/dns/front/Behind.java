package dev.glasshouse.dns.front;

import dev.glasshouse.dns.recursive.Action;
import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.Moment;
import dev.glasshouse.dns.recursive.Reply;
import dev.glasshouse.dns.recursive.ResolverMachine;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/** A machine behind the front that answers at once what a test wants; it notes what it is asked. */
class Behind implements ResolverMachine {
  final List<Asked> asked = new ArrayList<>();
  final List<Long> clients = new ArrayList<>();
  final List<Long> cancelled = new ArrayList<>();
  private final Function<Asked, List<Reply>> replies;

  /**
   * A machine.
   *
   * @param replies what it says to a question at once: nothing, or one reply
   */
  Behind(Function<Asked, List<Reply>> replies) {
    this.replies = replies;
  }

  @Override
  public List<Action> ask(long client, Asked question, Moment now) {
    asked.add(question);
    clients.add(client);
    return replies.apply(question).stream()
        .map(reply -> (Action) new Action.Answered(client, reply))
        .toList();
  }

  @Override
  public List<Action> cancel(long client, Moment now) {
    cancelled.add(client);
    return List.of();
  }

  @Override
  public List<Action> received(int exchange, InetSocketAddress from, byte[] message, Moment now) {
    return List.of();
  }

  @Override
  public List<Action> failed(int exchange, String problem, Moment now) {
    return List.of();
  }

  @Override
  public List<Action> tick(Moment now) {
    // Time gives up whoever still waits.
    return clients.stream().map(c -> (Action) new Action.Dropped(c, "given up")).toList();
  }

  @Override
  public OptionalLong wakeAt() {
    return OptionalLong.of(7);
  }

  @Override
  public boolean sameForAll() {
    return true;
  }

  @Override
  public boolean holdsBytes() {
    return false;
  }
}
