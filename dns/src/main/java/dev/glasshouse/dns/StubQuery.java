package dev.glasshouse.dns;

import dev.glasshouse.dns.wire.AnswerMark;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.NameReason;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TextParseException;

/**
 * Decides how one question is put to the configured servers: which server, by UDP or TCP, when the
 * next, and what counts as its answer. It is told what happened and when, and answers with what to
 * do; it holds no clock, socket or thread. Times are nanoseconds on any monotonic clock.
 *
 * <p>The servers are asked one after another, as often as resolv.conf(5) says; a round doubles the
 * time that each has. Earlier sockets stay open, so a late answer counts. A server that says
 * SERVFAIL or REFUSED, or breaks the format, is passed over at once. An answer that does not fit is
 * asked for again by TCP (RFC 7766 section 5); a server that chokes on EDNS is asked without it
 * (RFC 6891 section 7). A message that does not match its question is dropped (RFC 5452 section
 * 9.1).
 */
final class StubQuery {

  /** What to do next. */
  sealed interface Action {}

  /** Send a message on a socket of its own. */
  record Send(int exchange, InetSocketAddress server, Carrier carrier, byte[] message)
      implements Action {}

  /** Close a socket. */
  record Close(int exchange) implements Action {}

  /** Tell the journey; the step began when the exchange did, or now when that is 0. */
  record Tell(int exchange, NameStep step, Because because) implements Action {}

  /** It is over: this message answers. */
  record Answered(InetSocketAddress server, Message message) implements Action {}

  /** It is over: nobody answers. */
  record Failed(NameException.Outcome outcome, String source) implements Action {}

  /** What carries a question. */
  enum Carrier {
    UDP,
    TCP
  }

  /** A question that is under way. */
  private static final class Exchange {
    final int number;
    final InetSocketAddress server;
    final Carrier carrier;
    final Messages.Edns edns;
    final int id;
    int dropped;

    Exchange(int number, InetSocketAddress server, Carrier carrier, Messages.Edns edns, int id) {
      this.number = number;
      this.server = server;
      this.carrier = carrier;
      this.edns = edns;
      this.id = id;
    }
  }

  private final String name;
  private final String type;
  private final List<InetSocketAddress> servers;
  private final ResolvConf conf;
  private final Limits limits;
  private final IntSupplier ids;
  private final Map<Integer, Exchange> open = new HashMap<>();
  private final List<Action> actions = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private int turn;
  private int exchanges;
  private int latest;
  private OptionalLong patience = OptionalLong.empty();
  private Optional<NameException.Outcome> worst = Optional.empty();
  private String worstServer = "";
  private boolean over;

  /**
   * A question that has not begun.
   *
   * @param name in lower case, without a dot at its end
   * @param first the server to begin with: its place in the list
   * @param ids random numbers from 0 to 65535
   */
  StubQuery(String name, String type, ResolvConf conf, int first, Limits limits, IntSupplier ids) {
    this.name = name;
    this.type = type;
    this.conf = conf;
    this.limits = limits;
    this.ids = ids;
    var order = new ArrayList<InetSocketAddress>();
    int count = Math.min(conf.servers().size(), limits.servers());
    for (int i = 0; i < count; i++) {
      order.add(conf.servers().get((first + i) % count));
    }
    this.servers = List.copyOf(order);
  }

  /** Begins. */
  List<Action> start(long now) {
    next(now);
    return take();
  }

  /** When {@link #tick} wants to be called next; empty when it is over. */
  OptionalLong wakeAt() {
    return over ? OptionalLong.empty() : patience;
  }

  /** Time has passed. */
  List<Action> tick(long now) {
    if (!over && patience.isPresent() && now - patience.getAsLong() >= 0) {
      Exchange silent = open.get(latest);
      if (silent != null) {
        failed(silent, "no answer in time", NameReason.NO_ANSWER_IN_TIME);
      }
      next(now);
    }
    return take();
  }

  /** An exchange can bring nothing any more. */
  List<Action> broken(int exchange, String problem, long now) {
    Exchange its = open.remove(exchange);
    if (!over && its != null) {
      failed(its, problem, NameReason.SERVER_UNREACHABLE);
      actions.add(new Close(exchange));
      if (exchange == latest) {
        next(now);
      }
    }
    return take();
  }

  /** The deadline has passed. */
  List<Action> giveUp() {
    if (!over) {
      Exchange silent = open.get(latest);
      if (silent != null) {
        failed(silent, "no answer before the deadline", NameReason.NO_ANSWER_IN_TIME);
      }
      fail();
    }
    return take();
  }

  /** A message came in. */
  List<Action> message(int exchange, InetSocketAddress from, byte[] bytes, long now) {
    Exchange its = open.get(exchange);
    if (over || its == null) {
      return take();
    }
    if (!from.equals(its.server)) {
      drop(its, from, "it comes from another address than " + text(its.server), now);
      return take();
    }
    Message message;
    try {
      message = Messages.parse(bytes, limits);
    } catch (IOException e) {
      drop(its, from, "it is malformed: " + e.getMessage(), now);
      return take();
    }
    Optional<String> mismatch = Messages.mismatch(message, its.id, name, type);
    if (mismatch.isPresent()) {
      drop(its, from, mismatch.get(), now);
    } else {
      heard(its, message, bytes.length, now);
    }
    return take();
  }

  /** A message that answers the question, one way or another. */
  private void heard(Exchange its, Message message, int size, long now) {
    int code = message.getRcode();
    tellAnswer(its, message, size);
    tellMarks(its, message);
    if (its.carrier == Carrier.UDP && message.getHeader().getFlag(Flags.TC)) {
      close(its);
      send(its.server, Carrier.TCP, its.edns, NameReason.ANSWER_TRUNCATED, Clause.rfc(7766, "5"));
      patience = OptionalLong.of(now + patienceNow());
      return;
    }
    if (its.edns == Messages.Edns.ON
        && (code == Rcode.FORMERR || code == Rcode.NOTIMP || code == Rcode.BADVERS)) {
      close(its);
      send(
          its.server,
          its.carrier,
          Messages.Edns.OFF,
          NameReason.EDNS_REFUSED,
          Clause.rfc(6891, "7"));
      patience = OptionalLong.of(now + patienceNow());
      return;
    }
    if (Messages.isReferral(message)) {
      passOver(its, "it only points to other servers", NameException.Outcome.REFUSED, now);
    } else if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
      over = true;
      closeAll();
      actions.add(new Answered(its.server, message));
    } else {
      passOver(
          its,
          Messages.code(message),
          code == Rcode.REFUSED ? NameException.Outcome.REFUSED : NameException.Outcome.SERVFAIL,
          now);
    }
  }

  private void tellAnswer(Exchange its, Message message, int size) {
    Messages.Reading reading =
        Messages.read(message, name, type, java.time.Instant.EPOCH, text(its.server), limits);
    Duration ttl = reading instanceof Messages.Complete done ? done.answer().ttl() : Duration.ZERO;
    actions.add(
        new Tell(
            its.number,
            new NameStep.ServerAnswered(
                text(its.server),
                its.carrier.name(),
                name,
                type,
                Messages.code(message),
                Messages.answers(message),
                ttl,
                size),
            Because.HAPPENED));
  }

  /** A server that says itself that its answer is not the true one. */
  private void tellMarks(Exchange its, Message message) {
    for (AnswerMark mark : AnswerMark.of(message)) {
      actions.add(
          new Tell(
              0,
              new NameStep.AnswerMarked(
                  text(its.server), name, type, mark.kind().text(), mark.text()),
              Because.of(NameReason.SERVER_MARKS, Clause.rfc(8914, "4"))));
    }
  }

  private void passOver(Exchange its, String problem, NameException.Outcome outcome, long now) {
    // SERVFAIL says more than a refusal: somebody has tried.
    if (worst.isEmpty() || outcome == NameException.Outcome.SERVFAIL) {
      worst = Optional.of(outcome);
      worstServer = text(its.server);
    }
    close(its);
    failed(its, problem, NameReason.SERVER_WILL_NOT);
    if (its.number == latest) {
      next(now);
    }
  }

  private void failed(Exchange its, String problem, NameReason reason) {
    problems.add(text(its.server) + ": " + problem);
    actions.add(
        new Tell(
            its.number,
            new NameStep.ServerFailed(text(its.server), name, type, problem),
            Because.of(reason)));
  }

  private void drop(Exchange its, InetSocketAddress from, String problem, long now) {
    actions.add(
        new Tell(
            0,
            new NameStep.AnswerDropped(text(from), problem),
            Because.of(NameReason.NOT_THE_ANSWER, Clause.rfc(5452, "9.1"))));
    its.dropped++;
    if (its.carrier == Carrier.TCP) {
      close(its);
      failed(its, problem, NameReason.SERVER_WILL_NOT);
      if (its.number == latest) {
        next(now);
      }
    } else if (its.dropped >= limits.drops()) {
      close(its);
      send(its.server, Carrier.TCP, its.edns, NameReason.SOMEBODY_GUESSES, Clause.rfc(5452, "9.2"));
      patience = OptionalLong.of(now + patienceNow());
    }
  }

  /** Goes on to the next server, or the next round, or gives up. */
  private void next(long now) {
    if (turn >= servers.size() * conf.attempts()) {
      if (open.isEmpty() || patience.isEmpty() || now - patience.getAsLong() >= 0) {
        fail();
      }
      return;
    }
    InetSocketAddress server = servers.get(turn % servers.size());
    Carrier carrier = conf.transport() == ResolvConf.FirstTransport.TCP ? Carrier.TCP : Carrier.UDP;
    NameReason reason =
        turn == 0
            ? NameReason.FIRST_SERVER
            : turn < servers.size() ? NameReason.NEXT_SERVER : NameReason.NEXT_ROUND;
    turn++;
    send(server, carrier, Messages.Edns.ON, reason, Clause.NONE);
    patience = OptionalLong.of(now + patienceNow());
  }

  /** resolv.conf(5)'s timeout, doubled with each round. */
  private long patienceNow() {
    int round = (Math.max(1, turn) - 1) / Math.max(1, servers.size());
    return conf.timeout().toNanos() << Math.min(round, 4);
  }

  private void send(
      InetSocketAddress server,
      Carrier carrier,
      Messages.Edns edns,
      NameReason reason,
      Clause clause) {
    int id = ids.getAsInt() & 0xffff;
    byte[] message;
    try {
      message = Messages.question(name, type, id, edns, limits);
    } catch (TextParseException | IllegalArgumentException e) {
      over = true;
      actions.add(new Failed(NameException.Outcome.MALFORMED, String.valueOf(e.getMessage())));
      return;
    }
    exchanges++;
    latest = exchanges;
    open.put(latest, new Exchange(latest, server, carrier, edns, id));
    int attempt = (Math.max(1, turn) - 1) / Math.max(1, servers.size()) + 1;
    actions.add(
        new Tell(
            0,
            new NameStep.NameAsked(text(server), carrier.name(), name, type, attempt),
            Because.of(reason, clause)));
    actions.add(new Send(latest, server, carrier, message));
  }

  private void fail() {
    over = true;
    closeAll();
    actions.add(
        new Failed(
            worst.orElse(NameException.Outcome.TIMEOUT),
            worst.isPresent() ? worstServer : String.join("; ", problems)));
  }

  private void close(Exchange its) {
    open.remove(its.number);
    actions.add(new Close(its.number));
  }

  private void closeAll() {
    open.keySet().forEach(number -> actions.add(new Close(number)));
    open.clear();
  }

  private List<Action> take() {
    List<Action> taken = List.copyOf(actions);
    actions.clear();
    return taken;
  }

  /** An address and port as text, an IPv6 address in brackets. */
  static String text(InetSocketAddress address) {
    return AddressText.of(address);
  }
}
