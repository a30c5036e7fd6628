package dev.glasshouse.dns.front;

import dev.glasshouse.dns.recursive.Action;
import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.ByNumber;
import dev.glasshouse.dns.recursive.Moment;
import dev.glasshouse.dns.recursive.Reply;
import dev.glasshouse.dns.recursive.ResolverMachine;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Step;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.xbill.DNS.Rcode;

/**
 * What the machine behind works on, under numbers of our own, and what it wants done: questions to
 * copies of zones are answered, others go out with what they carry, by way of a translator where
 * there is one.
 */
final class Errands {

  /** A question that the machine behind works on. */
  private record Errand(Case of, Consumer<Reply> then) {}

  private static final int FEW = 4;

  private final ResolverMachine behind;
  private final OwnZones own;
  private final Outgoing outgoing;
  private final Optional<TranslationPrefix> translator;

  /** A client's under the client's own number, ours under numbers that go down. */
  private final ByNumber<Errand> errands = new ByNumber<>();

  /** Whom an exchange is with that goes through the translator. */
  private final Map<Integer, InetSocketAddress> detours = new HashMap<>();

  private List<Action> actions = new ArrayList<>(FEW);
  private final ArrayDeque<Action> said = new ArrayDeque<>();
  private Moment now = new Moment(0, Instant.EPOCH);
  private long ours = Case.NOBODY;
  private long steps;
  private boolean handling;

  Errands(ResolverMachine behind, OwnZones own, FrontSettings settings) {
    this.behind = behind;
    this.own = own;
    this.outgoing = new Outgoing(settings.strings(), settings.cookieSecret());
    this.translator = settings.nat64();
  }

  void at(Moment moment) {
    now = moment;
  }

  long now() {
    return now.nanos();
  }

  /** What is to be done outside; it is handed out once. */
  List<Action> taken() {
    if (actions.isEmpty()) {
      return List.of();
    }
    List<Action> all = actions;
    actions = new ArrayList<>(FEW);
    return all;
  }

  /** Gives a client its answer. */
  void answer(Case c, Reply reply) {
    actions.add(new Action.Answered(c.client(), reply));
  }

  /** Gives a client no answer. */
  void drop(Case c, String reason) {
    actions.add(new Action.Dropped(c.client(), reason));
  }

  /** Tells a step. Its numbers go down from zero: the machine behind counts up. */
  void tell(Case c, Step step, Because because) {
    actions.add(new Action.Tell(c.client(), --steps, 0, now.nanos(), step, because));
  }

  /** Asks the machine behind. */
  void ask(Case c, Asked asked, Consumer<Reply> then) {
    long errand = c.client() == Case.NOBODY ? --ours : c.client();
    errands.put(errand, new Errand(c, then));
    handle(behind.ask(errand, asked, now));
  }

  /** A client waits no longer. */
  void cancel(long client) {
    if (errands.remove(client).isPresent()) {
      handle(behind.cancel(client, now));
    }
  }

  /** A message came. */
  void received(int exchange, InetSocketAddress from, byte[] message) {
    // What comes through the translator is its server's.
    InetSocketAddress server =
        translator.isEmpty()
            ? from
            : Optional.ofNullable(detours.get(exchange))
                .filter(its -> way(its).equals(from))
                .orElse(from);
    switch (outgoing.verdict(exchange, server, message)) {
      case FITS -> handle(behind.received(exchange, server, message, now));
      case AGAIN -> {
        actions.add(new Action.Close(exchange));
        send(outgoing.again(exchange));
      }
      case FORGED -> {
        // The server's own may still come.
      }
    }
  }

  /** An exchange can bring nothing any more. */
  void failed(int exchange, String problem) {
    handle(behind.failed(exchange, problem, now));
  }

  /** Time has passed. */
  void tick() {
    handle(behind.tick(now));
  }

  /** Does what the machine behind says; what that leads it to say comes behind. */
  private void handle(List<Action> more) {
    if (handling) {
      said.addAll(more);
      return;
    }
    handling = true;
    try {
      for (int i = 0; i < more.size(); i++) {
        handle(more.get(i));
      }
      for (Action next = said.poll(); next != null; next = said.poll()) {
        handle(next);
      }
    } finally {
      handling = false;
    }
  }

  private void handle(Action action) {
    switch (action) {
      case Action.Answered(long errand, Reply reply) ->
          errands.remove(errand).ifPresent(its -> its.then().accept(reply));
      case Action.Dropped(long errand, String reason) ->
          errands.remove(errand).ifPresent(its -> dropped(its, reason));
      case Action.Tell tell ->
          errands.get(tell.client()).ifPresent(its -> actions.add(tell.to(its.of().client())));
      case Action.Send send -> {
        if (own.has(send.server())) {
          byte[] answer = own.answer(send.server(), send.message());
          handle(behind.received(send.exchange(), send.server(), answer, now));
        } else {
          send(outgoing.dressed(send));
        }
      }
      case Action.Close close -> {
        if (translator.isPresent()) {
          detours.remove(close.exchange());
        }
        outgoing.closed(close.exchange());
        actions.add(close);
      }
    }
  }

  /** Sends, through the translator where the server has an IPv4 address. */
  private void send(Action.Send send) {
    InetSocketAddress way = way(send.server());
    if (way == send.server()) {
      actions.add(send);
    } else {
      detours.put(send.exchange(), send.server());
      actions.add(new Action.Send(send.exchange(), way, send.carrier(), send.message()));
    }
  }

  private InetSocketAddress way(InetSocketAddress server) {
    return translator.isPresent() && server.getAddress() instanceof Inet4Address four
        ? new InetSocketAddress(translator.get().of(four), server.getPort())
        : server;
  }

  private void dropped(Errand errand, String reason) {
    if (errand.of().client() == Case.NOBODY) {
      errand
          .then()
          .accept(Reply.error(errand.of().asked(), Rcode.SERVFAIL, Reply.Origin.LOCAL, List.of()));
    } else {
      actions.add(new Action.Dropped(errand.of().client(), reason));
    }
  }
}
