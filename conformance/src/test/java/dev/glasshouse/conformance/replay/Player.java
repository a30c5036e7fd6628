package dev.glasshouse.conformance.replay;

import dev.glasshouse.dns.front.Front;
import dev.glasshouse.dns.front.FrontSettings;
import dev.glasshouse.dns.recursive.Action;
import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.Carrier;
import dev.glasshouse.dns.recursive.Moment;
import dev.glasshouse.dns.recursive.Recursor;
import dev.glasshouse.dns.recursive.RecursorLimits;
import dev.glasshouse.dns.recursive.ReplyWriter;
import dev.glasshouse.dns.recursive.ResolverMachine;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.QueryDoor;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.xbill.DNS.Message;

/**
 * Plays a scenario: its clients and servers are the script's, its clock and chance are the
 * player's, and the resolver is ours.
 *
 * <p>In each round, the first of these that can be done is done. A CHECK_OUT_QUERY step takes a
 * question to a server that fits it. A CHECK_ANSWER step takes an answer that fits. A question to a
 * server is answered from the first entry that fits, of the ranges that hold. Else the step is
 * done. Time goes on in TIME_PASSES alone: a question to a server that no entry fits waits for
 * ever.
 */
public final class Player {
  private static final int MOST_ROUNDS = 5000;
  private static final int CLIENT_PORT = 5353;

  private static final long FOR_EVER_DAYS = 20_000;

  private final Scenario scenario;
  private final ResolverMachine machine;
  private final QueryDoor datagrams;
  private final QueryDoor streams;
  private final Map<InetAddress, QueryDoor.Line> connections = new HashMap<>();
  private final Optional<Instant> fixedNow;
  private final Variables variables = new Variables();
  private final StringBuilder log = new StringBuilder();

  /** Questions to servers that wait, the newest first. */
  private final List<Pending> pending = new ArrayList<>();

  /** Answers to clients that no step has taken yet, the oldest first. */
  private final List<Answer> answers = new ArrayList<>();

  private final Map<Long, Client> clients = new HashMap<>();
  private Duration now = Duration.ZERO;
  private long lastClient;
  private int at;

  private record Pending(
      int exchange, InetSocketAddress server, Carrier carrier, Message message) {}

  private record Client(ClientQuery query, ReplySink sink) {}

  private record Answer(InetAddress client, String over, Message message) {}

  private Player(Scenario scenario, Configuration configuration) {
    this.scenario = scenario;
    this.fixedNow = configuration.fixedNow();
    FrontSettings front = configuration.front();
    this.machine =
        new Front(
            new Recursor(
                configuration.options().and(front.upstreams()),
                patient(configuration),
                new Random(1)),
            front);
    NameServer.Settings server = configuration.server();
    InstantSource clock = () -> Instant.EPOCH.plus(now);
    this.datagrams = QueryDoor.of(server, dev.glasshouse.dns.serve.Carrier.UDP, this::ask, clock);
    this.streams = QueryDoor.of(server, dev.glasshouse.dns.serve.Carrier.TCP, this::ask, clock);
  }

  /** What of a scenario's configuration we do not have; such a scenario is not played. */
  public static Set<String> missing(Scenario scenario) {
    try (var configuration = Configuration.of(scenario)) {
      return configuration.missing();
    }
  }

  /**
   * Plays a scenario to its end; throws an {@link AssertionError} with the log of what happened
   * where it does not go as written.
   */
  public static void play(Scenario scenario) {
    try (var configuration = Configuration.of(scenario)) {
      var player = new Player(scenario, configuration);
      try {
        player.run();
      } catch (RuntimeException | IOException e) {
        throw new AssertionError("broke: " + e + "\n" + player.log, e);
      }
    }
  }

  /** No patience ends: a scenario says when a server does not answer. */
  private static RecursorLimits patient(Configuration configuration) {
    Duration ever = Duration.ofDays(FOR_EVER_DAYS);
    return configuration.limits().patience(ever, ever, ever).build();
  }

  private void run() throws IOException {
    int rounds = 0;
    while (at < scenario.steps().size()) {
      if (++rounds > MOST_ROUNDS) {
        throw fail("it goes round and round");
      }
      Scenario.Step step = scenario.steps().get(at);
      if (!takeQuestion(step) && !takeAnswer(step) && !answerFromRange(step)) {
        run(step);
      }
    }
    if (!answers.isEmpty()) {
      throw fail("an answer that nobody waits for: " + answers.getFirst().message());
    }
  }

  private AssertionError fail(String why) {
    String step =
        at < scenario.steps().size() ? "step " + scenario.steps().get(at).number() : "end";
    return new AssertionError(step + ": " + why + "\n" + log);
  }

  private void note(String line) {
    log.append(line).append('\n');
  }

  private boolean takeQuestion(Scenario.Step step) throws IOException {
    if (step.kind() != Scenario.Kind.CHECK_OUT_QUERY) {
      return false;
    }
    Exchange entry = step.entry().orElseThrow();
    for (Pending each : List.copyOf(pending)) {
      if (fits(step, entry, each)) {
        note("step " + step.number() + ": the question was sent");
        at++;
        if (entry.adjust().contains("copy_id")) {
          answer(each, entry);
        }
        return true;
      }
    }
    return false;
  }

  private static boolean fits(Scenario.Step step, Exchange entry, Pending question) {
    return step.address().map(question.server().getAddress()::equals).orElse(true)
        && Matching.mismatch(entry, question.message(), question.carrier().name()).isEmpty();
  }

  private boolean takeAnswer(Scenario.Step step) {
    if (step.kind() != Scenario.Kind.CHECK_ANSWER || answers.isEmpty()) {
      return false;
    }
    Exchange entry = step.entry().orElseThrow();
    var why = new ArrayList<String>();
    for (Answer each : answers) {
      Optional<String> mismatch =
          step.address().map(each.client()::equals).orElse(true)
              ? Matching.mismatch(entry, each.message(), each.over())
              : Optional.of("went to " + each.client());
      if (mismatch.isEmpty()) {
        note("step " + step.number() + ": answered as wanted");
        answers.remove(each);
        at++;
        return true;
      }
      why.add(mismatch.get() + "\n" + each.message());
    }
    throw fail("the answer is not " + entry.shown() + ": " + String.join("\n", why));
  }

  private boolean answerFromRange(Scenario.Step step) throws IOException {
    for (Pending each : List.copyOf(pending)) {
      for (Scenario.Range range : scenario.ranges()) {
        if (!range.fits(step.number(), each.server().getAddress())) {
          continue;
        }
        for (Exchange entry : range.entries()) {
          if (Matching.mismatch(entry, each.message(), each.carrier().name()).isEmpty()) {
            answer(each, entry);
            return true;
          }
        }
      }
    }
    return false;
  }

  private void answer(Pending question, Exchange entry) throws IOException {
    pending.remove(question);
    note("  " + question.server().getAddress().getHostAddress() + " answers with " + entry.shown());
    act(
        machine.received(
            question.exchange(), question.server(), entry.answerTo(question.message()), moment()));
  }

  private void run(Scenario.Step step) throws IOException {
    note("step " + step.number() + " " + step.kind() + " " + step.argument());
    switch (step.kind()) {
      case NOTHING, TRAFFIC -> at++;
      case QUERY -> {
        at++;
        query(step);
      }
      case CHECK_ANSWER -> throw fail("there is no answer; waiting: " + waiting());
      case CHECK_OUT_QUERY -> throw fail("the question was not sent; waiting: " + waiting());
      case REPLY -> {
        at++;
        answer(newest(), step.entry().orElseThrow());
      }
      case TIMEOUT, ERROR -> {
        at++;
        Pending newest = newest();
        pending.remove(newest);
        act(
            machine.failed(
                newest.exchange(),
                step.kind() == Scenario.Kind.ERROR ? "closed" : "timeout",
                moment()));
      }
      case TIME_PASSES -> {
        pass(step);
        at++;
      }
      case ASSIGN -> {
        variables.assign(step.argument(), now);
        at++;
      }
      case INFRA_RTT, FLUSH_MESSAGE, EXPIRE_MESSAGE, CHECK_AUTOTRUST, CHECK_TEMPFILE ->
          throw fail("needs " + step.kind());
    }
  }

  private String waiting() {
    return pending.stream()
        .map(p ->
            Exchange.question(p.message())
                + " at "
                + p.server().getAddress().getHostAddress()
                + " ("
                + p.carrier()
                + ")")
        .toList()
        .toString();
  }

  private Pending newest() {
    if (pending.isEmpty()) {
      throw fail("no question to a server waits");
    }
    return pending.getFirst();
  }

  private void pass(Scenario.Step step) throws IOException {
    Duration by =
        step.argument().startsWith("ELAPSE")
            ? Variables.seconds(Double.parseDouble(step.argument().substring(6).strip()))
            : variables.eval(step.argument().substring(4).strip(), now);
    Duration until = now.plus(by);
    // alarms ring in their order, each at its own time
    while (true) {
      OptionalLong wake = machine.wakeAt();
      if (wake.isEmpty() || wake.getAsLong() > until.toNanos()) {
        break;
      }
      if (wake.getAsLong() > now.toNanos()) {
        now = Duration.ofNanos(wake.getAsLong());
      }
      act(machine.tick(moment()));
      if (machine.wakeAt().equals(wake)) {
        break;
      }
    }
    now = until;
    act(machine.tick(moment()));
  }

  private Moment moment() {
    return new Moment(now.toNanos(), fixedNow.orElse(Instant.EPOCH.plus(now)));
  }

  private void query(Scenario.Step step) throws IOException {
    Exchange entry = step.entry().orElseThrow();
    InetAddress from = step.address().orElse(InetAddress.ofLiteral("127.0.0.1"));
    var client = new InetSocketAddress(from, CLIENT_PORT);
    boolean stream = entry.match().contains("TCP");
    Consumer<Optional<byte[]>> then =
        answer -> answer.ifPresent(bytes -> came(from, stream ? "TCP" : "UDP", bytes));
    if (stream) {
      connections
          .computeIfAbsent(from, f -> streams.line(client, Trail.OFF))
          .take(entry.asQuestion(0), then);
    } else {
      datagrams.take(entry.asQuestion(0), client, Trail.OFF, then);
    }
  }

  private void came(InetAddress client, String over, byte[] answer) {
    try {
      answers.add(new Answer(client, over, new Message(answer)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A question that the server has looked at and let in. */
  private void ask(ClientQuery query, ReplySink sink) {
    long client = ++lastClient;
    try {
      clients.put(client, new Client(query.kept(), sink));
      act(machine.ask(client, Asked.of(query).with(Asked.Wish.TOLD), moment()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does what the resolver says, and lets it go on where it only let others go first. */
  private void act(List<Action> actions) throws IOException {
    perform(actions);
    for (int i = 0; i < MOST_ROUNDS; i++) {
      OptionalLong wake = machine.wakeAt();
      if (wake.isEmpty() || wake.getAsLong() > now.toNanos()) {
        return;
      }
      perform(machine.tick(moment()));
    }
  }

  private void perform(List<Action> actions) throws IOException {
    for (Action each : actions) {
      switch (each) {
        case Action.Send send -> {
          var question =
              new Pending(
                  send.exchange(), send.server(), send.carrier(), new Message(send.message()));
          note(
              "  asks "
                  + send.server().getAddress().getHostAddress()
                  + " "
                  + Exchange.question(question.message()));
          pending.addFirst(question);
          passIfSent(question);
        }
        case Action.Close close -> pending.removeIf(p -> p.exchange() == close.exchange());
        case Action.Answered answered -> {
          Client client = clients.remove(answered.client());
          if (client == null) {
            throw fail("an answer for a client that does not wait");
          }
          byte[] whole = ReplyWriter.whole(answered.reply(), client.query());
          client.sink().reply(whole, whole.length);
        }
        case Action.Dropped dropped -> {
          Client client = clients.remove(dropped.client());
          if (client != null) {
            client.sink().drop();
          }
        }
        case Action.Tell tell ->
            note(
                "    ("
                    + tell.step()
                    + ": "
                    + tell.because().reason()
                    + " "
                    + tell.because().arguments()
                    + ")");
      }
    }
  }

  /** A step that waits for a question is passed as soon as it is sent; the question waits on. */
  private void passIfSent(Pending question) {
    if (at < scenario.steps().size()) {
      Scenario.Step step = scenario.steps().get(at);
      if (step.kind() == Scenario.Kind.CHECK_OUT_QUERY
          && fits(step, step.entry().orElseThrow(), question)) {
        note("step " + step.number() + ": the question was sent");
        at++;
      }
    }
  }
}
