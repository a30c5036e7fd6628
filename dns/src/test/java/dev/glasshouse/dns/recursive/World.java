package dev.glasshouse.dns.recursive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Name servers without a network, and a resolver among them: what it sends is answered at once. */
final class World {
  static final InetAddress ROOT = InetAddress.ofLiteral("192.0.2.1");

  /** What a server answers to a message: any number of messages. */
  interface Server extends Function<Message, List<byte[]>> {}

  final Map<InetAddress, Server> servers = new HashMap<>();
  final List<Action.Send> sent = new ArrayList<>();
  final List<Action.Close> closed = new ArrayList<>();

  /** What journeys are told, of those who want that. */
  final List<Action.Tell> told = new ArrayList<>();

  final Map<Long, Reply> replies = new HashMap<>();
  final Recursor recursor;
  final Deque<Action.Send> waiting = new ArrayDeque<>();
  long now;
  private long clients;

  World(RecursorOptions.Builder options) {
    this(options, RecursorLimits.DEFAULT);
  }

  World(RecursorOptions.Builder options, RecursorLimits limits) {
    options.hints(List.of(new RootHint(name("ns.root."), List.of(ROOT))));
    recursor = new Recursor(options.build(), limits, new Random(7));
  }

  /** Options that make as few questions as can be. */
  static RecursorOptions.Builder plain() {
    return RecursorOptions.builder()
        .minimisation(RecursorOptions.Minimisation.OFF)
        .without(RecursorOptions.Feature.IPV6, RecursorOptions.Feature.ROUND_ROBIN);
  }

  static Name name(String text) {
    return Name.fromConstantString(text);
  }

  /** A server with a zone. */
  World zone(String address, String apex, String records) {
    servers.put(InetAddress.ofLiteral(address), new Zone(name(apex), records));
    return this;
  }

  World server(String address, Server server) {
    servers.put(InetAddress.ofLiteral(address), server);
    return this;
  }

  Moment moment() {
    return new Moment(now, Instant.EPOCH.plusNanos(now));
  }

  /** A client asks, and everything that comes of it is done. */
  Reply ask(String question, int type) {
    long client = begin(question, type);
    run();
    return reply(client);
  }

  /** A client asks. */
  long begin(String question, int type, Asked.Wish... more) {
    Set<Asked.Wish> wishes = EnumSet.of(Asked.Wish.RECURSION, Asked.Wish.EDNS);
    wishes.addAll(List.of(more));
    long client = clients++;
    act(recursor.ask(client, new Asked(Question.of(name(question), type), wishes), moment()));
    return client;
  }

  /** What a client was told. */
  Reply reply(long client) {
    return Objects.requireNonNull(replies.get(client), "no reply yet");
  }

  /** The zone that a server has. */
  Zone zoneAt(String address) {
    return (Zone) serverAt(address);
  }

  Server serverAt(String address) {
    return Objects.requireNonNull(servers.get(InetAddress.ofLiteral(address)));
  }

  /** Answers what is sent until nothing is. */
  void run() {
    while (!waiting.isEmpty()) {
      Action.Send send = waiting.poll();
      Server server = servers.get(send.server().getAddress());
      try {
        if (server == null) {
          act(recursor.failed(send.exchange(), "nobody listens there", moment()));
          continue;
        }
        for (byte[] message : server.apply(new Message(send.message()))) {
          act(recursor.received(send.exchange(), send.server(), message, moment()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Time passes. */
  void pass(Duration time) {
    now += time.toNanos();
    act(recursor.tick(moment()));
  }

  void act(List<Action> actions) {
    for (Action action : actions) {
      switch (action) {
        case Action.Send send -> {
          sent.add(send);
          waiting.add(send);
        }
        case Action.Close close -> {
          closed.add(close);
          waiting.removeIf(s -> s.exchange() == close.exchange());
        }
        case Action.Answered answered -> replies.put(answered.client(), answered.reply());
        case Action.Dropped dropped -> {
          // Nobody is told.
        }
        case Action.Tell tell -> told.add(tell);
      }
    }
  }

  /** The names asked for at servers. */
  List<String> asked() {
    var names = new ArrayList<String>();
    for (Action.Send send : sent) {
      names.add(send.server().getAddress().getHostAddress() + " " + question(send));
    }
    return names;
  }

  static String question(Action.Send send) {
    Record record = message(send.message()).getQuestion();
    return record.getName() + " " + Type.string(record.getType());
  }

  static Message message(byte[] bytes) {
    try {
      return new Message(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An answer to a question, to be filled. */
  static Message answer(Message question, int... flags) {
    var message = new Message(question.getHeader().getID());
    message.getHeader().setFlag(Flags.QR);
    for (int flag : flags) {
      message.getHeader().setFlag(flag);
    }
    message.addRecord(question.getQuestion(), Section.QUESTION);
    return message;
  }

  /** A line of a zone file. */
  static Record record(String line) {
    try (var master =
        new Master(
            new java.io.ByteArrayInputStream(
                (line + "\n").getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
            Name.root,
            3600)) {
      return master.nextRecord();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an authoritative server does (RFC 1034 section 4.3.2), in its simplest form. */
  static final class Zone implements Server {
    private final Name apex;
    final List<Record> records = new ArrayList<>();
    int questions;

    Zone(Name apex, String text) {
      this.apex = apex;
      for (String line : text.split("\n")) {
        if (!line.isBlank()) {
          records.add(record(line.strip()));
        }
      }
    }

    @Override
    public List<byte[]> apply(Message question) {
      questions++;
      Name name = question.getQuestion().getName();
      int type = question.getQuestion().getType();
      Message answer = answer(question);
      for (Record record : records) {
        if (record.getType() == Type.NS
            && !record.getName().equals(apex)
            && name.subdomain(record.getName())
            && !(type == Type.DS && name.equals(record.getName()))) {
          answer.addRecord(record, Section.AUTHORITY);
          Name server = ((NSRecord) record).getTarget();
          records.stream()
              .filter(r -> r.getName().equals(server) && r.getType() == Type.A)
              .forEach(r -> answer.addRecord(r, Section.ADDITIONAL));
        }
      }
      if (!answer.getSection(Section.AUTHORITY).isEmpty()) {
        return List.of(answer.toWire(65535));
      }
      answer.getHeader().setFlag(Flags.AA);
      boolean there = false;
      for (Record record : records) {
        there |= record.getName().subdomain(name);
        if (record.getName().equals(name)
            && (record.getType() == type || record.getType() == Type.CNAME)) {
          answer.addRecord(record, Section.ANSWER);
        }
      }
      if (answer.getSection(Section.ANSWER).isEmpty()) {
        if (!there) {
          answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        answer.addRecord(
            record(apex + " 300 IN SOA ns.test. host.test. 1 3600 600 86400 300"),
            Section.AUTHORITY);
      }
      return List.of(answer.toWire(65535));
    }
  }

  /** A usual world: root, test., example.test. */
  static World usual(RecursorOptions.Builder options) {
    return usual(options, RecursorLimits.DEFAULT);
  }

  static World usual(RecursorOptions.Builder options, RecursorLimits limits) {
    return new World(options, limits)
        .zone(
            "192.0.2.1",
            ".",
            """
            . 86400 IN NS ns.root.
            ns.root. 86400 IN A 192.0.2.1
            test. 86400 IN NS ns.test.
            ns.test. 86400 IN A 192.0.2.2
            """)
        .zone(
            "192.0.2.2",
            "test.",
            """
            test. 86400 IN NS ns.test.
            ns.test. 86400 IN A 192.0.2.2
            example.test. 600 IN NS ns.example.test.
            ns.example.test. 600 IN A 192.0.2.3
            """)
        .zone(
            "192.0.2.3",
            "example.test.",
            """
            example.test. 86400 IN NS ns.example.test.
            ns.example.test. 86400 IN A 192.0.2.3
            www.example.test. 300 IN A 198.51.100.1
            alias.example.test. 300 IN CNAME www.example.test.
            """);
  }

  static InetSocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
  }

  /** Limits under which no wait ends. */
  static RecursorLimits patient() {
    Duration ever = Duration.ofDays(1000);
    return RecursorLimits.DEFAULT.but().patience(ever, ever, ever).build();
  }
}
