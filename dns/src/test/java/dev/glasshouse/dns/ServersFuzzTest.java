package dev.glasshouse.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.local.RecordText;
import dev.glasshouse.dns.policy.Policed;
import dev.glasshouse.dns.policy.PolicyFile;
import dev.glasshouse.dns.policy.PolicyLimits;
import dev.glasshouse.dns.recursive.Action;
import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.Moment;
import dev.glasshouse.dns.recursive.Question;
import dev.glasshouse.dns.recursive.Recursive;
import dev.glasshouse.dns.recursive.RecursiveAnswerer;
import dev.glasshouse.dns.recursive.Recursor;
import dev.glasshouse.dns.recursive.RecursorLimits;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.Reply;
import dev.glasshouse.dns.recursive.RootHint;
import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.Carrier;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.QueryDoor;
import dev.glasshouse.dns.serve.ServerCount;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.dns.zone.Authority;
import dev.glasshouse.dns.zone.SigningKey;
import dev.glasshouse.dns.zone.Zone;
import dev.glasshouse.dns.zone.ZoneException;
import dev.glasshouse.dns.zone.ZoneFile;
import dev.glasshouse.dns.zone.ZoneLimits;
import dev.glasshouse.dns.zone.ZoneSigner;
import dev.glasshouse.journey.Trail;
import io.netty.channel.DefaultEventLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Broken bytes at every door of the servers: only refusals come out, and nothing waits for ever.
 */
@Timeout(120)
class ServersFuzzTest {
  private static final InetAddress ROOT = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress TOP = InetAddress.ofLiteral("192.0.2.2");
  private static final InetAddress OWNER = InetAddress.ofLiteral("192.0.2.3");
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4000);
  private static final String ROOT_ZONE =
      """
      . 300 SOA a.root. nobody. 1 3600 600 86400 60
      . 300 NS a.root.
      a.root. 300 A 192.0.2.1
      test. 300 NS ns.test.
      ns.test. 300 A 192.0.2.2
      """;
  private static final String TOP_ZONE =
      """
      test. 300 SOA ns.test. nobody. 1 3600 600 86400 60
      test. 300 NS ns.test.
      ns.test. 300 A 192.0.2.2
      site.test. 300 NS ns.site.test.
      ns.site.test. 300 A 192.0.2.3
      """;
  private static final String OWNER_ZONE =
      """
      $ORIGIN site.test.
      $TTL 300
      @ SOA ns nobody 1 3600 600 86400 60
      @ NS ns
      ns A 192.0.2.3
      www A 192.0.2.80
      www AAAA 2001:db8::80
      alias CNAME www
      old DNAME site.test.
      * TXT "any (" "thing" ; said
      mail MX 10 www
      web HTTPS 1 . alpn=h2,h3 ipv4hint=192.0.2.80
      $GENERATE 1-9 host$ A 192.0.2.$
      key DS ( 1 13 2 00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF )
      """;
  private static final List<String> NAMES =
      List.of(
          "www.site.test.",
          "alias.site.test.",
          "x.old.site.test.",
          "host3.site.test.",
          "mail.site.test.",
          "a.b.c.site.test.",
          "missing.test.",
          "test.",
          ".");
  private static final int[] TYPES = {
    Type.A,
    Type.AAAA,
    Type.TXT,
    Type.MX,
    Type.HTTPS,
    Type.NS,
    Type.SOA,
    Type.DS,
    Type.ANY,
    Type.AXFR
  };

  private final Random random = new Random(20_261_122);

  private static Zone zone(String name, String text) throws Exception {
    return ZoneFile.read(text, name, ZoneLimits.DEFAULT).zone();
  }

  private static Authority authority(String name, String text) throws Exception {
    var authority = new Authority(ZoneLimits.DEFAULT);
    authority.put(zone(name, text));
    return authority;
  }

  private byte[] question() throws Exception {
    var message = new Message(random.nextInt(65_536));
    message.getHeader().setFlag(Flags.RD);
    Name name = Name.fromString(NAMES.get(random.nextInt(NAMES.size())));
    int type = TYPES[random.nextInt(TYPES.length)];
    message.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
    if (random.nextInt(3) > 0) {
      var options = new ArrayList<EDNSOption>();
      for (int code : new int[] {3, 8, 10, 12}) {
        if (random.nextBoolean()) {
          options.add(new GenericEDNSOption(code, new byte[random.nextInt(24)]));
        }
      }
      int flags = random.nextBoolean() ? ExtendedFlags.DO : 0;
      message.addRecord(new OPTRecord(1232, 0, 0, flags, options), Section.ADDITIONAL);
    }
    return message.toWire();
  }

  /** Some bytes are others, missing, doubled, or follow. */
  private byte[] mutated(byte[] bytes, int from) {
    byte[] to = bytes.clone();
    for (int times = 1 + random.nextInt(4); times > 0 && to.length > from + 2; times--) {
      int at = from + random.nextInt(to.length - from);
      switch (random.nextInt(7)) {
        case 0, 1 -> to[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> to[at] = (byte) random.nextInt(256);
        case 3 -> to[at] = (byte) (random.nextBoolean() ? 0xff : 0xc0);
        case 4 -> to = Arrays.copyOf(to, at);
        case 5 -> to = Arrays.copyOf(to, to.length + 1 + random.nextInt(20));
        default -> {
          int length = random.nextInt(to.length - at);
          byte[] twice = Arrays.copyOf(to, to.length + length);
          System.arraycopy(to, at, twice, at + length, to.length - at);
          to = twice;
        }
      }
    }
    return to;
  }

  /** What may leave a server for these bytes: nothing, or a whole response with their id. */
  private static void wellFormed(byte[] asked, Optional<byte[]> answer) {
    if (answer.isEmpty()) {
      assertThat(asked.length < 12 || (asked[2] & 0x80) != 0)
          .as("dropped: too short, or a response")
          .isTrue();
      return;
    }
    var scan = new MessageScan(WireLimits.TRANSFER);
    assertThat(scan.scan(answer.get())).as(scan.text()).isEqualTo(Fault.NONE);
    assertThat(scan.trailing()).isZero();
    assertThat(scan.isResponse()).isTrue();
    assertThat(scan.id()).isEqualTo(Bytes.u16(asked, 0));
  }

  @Test
  void brokenQuestionsGetWholeAnswers() throws Exception {
    Authority zones = authority("site.test.", OWNER_ZONE);
    Answerer policed =
        new Policed(
            PolicyFile.read(
                """
                block under b.c.site.test
                redirect www.site.test to mail.site.test
                rewrite under old.site.test to site.test
                """,
                "rules",
                PolicyLimits.DEFAULT),
            zones,
            PolicyLimits.DEFAULT);
    for (Carrier carrier : List.of(Carrier.UDP, Carrier.TLS)) {
      QueryDoor door = QueryDoor.of(NameServer.Settings.DEFAULT, carrier, policed);
      for (int i = 0; i < 10_000; i++) {
        byte[] bytes = i % 10 == 0 ? question() : mutated(question(), 0);
        var answers = new ArrayList<Optional<byte[]>>();
        door.take(bytes, CLIENT, Trail.OFF, answers::add);
        assertThat(answers).hasSize(1);
        wellFormed(bytes, answers.getFirst());
      }
      assertThat(door.counts().of(ServerCount.FAILED)).as("our own faults").isZero();
      assertThat(door.counts().of(ServerCount.MALFORMED)).isGreaterThan(1000);
      assertThat(door.counts().of(ServerCount.ANSWERS)).isGreaterThan(1000);
    }
  }

  @Test
  void aResolverAnswersWhatGetsPastTheDoor() throws Exception {
    var loop = new DefaultEventLoop();
    Transport dead =
        new Transport() {
          @Override
          public Exchange udp(InetSocketAddress to, byte[] message, Replies replies) {
            replies.failed("nobody is there");
            return () -> {};
          }

          @Override
          public Exchange tcp(InetSocketAddress to, byte[] message, Replies replies) {
            return udp(to, message, replies);
          }
        };
    try (var resolver =
        new Recursive(new Recursor(options(), RecursorLimits.DEFAULT, new Random(1)), dead, loop)) {
      QueryDoor door =
          QueryDoor.of(
              NameServer.Settings.DEFAULT, Carrier.TLS, new RecursiveAnswerer(resolver, 1 << 20));
      for (int i = 0; i < 1500; i++) {
        byte[] bytes = mutated(question(), 0);
        var answer = new CompletableFuture<Optional<byte[]>>();
        loop.execute(() -> door.take(bytes, CLIENT, Trail.OFF, answer::complete));
        wellFormed(bytes, answer.get(60, TimeUnit.SECONDS));
      }
      assertThat(door.counts().of(ServerCount.FAILED)).as("our own faults").isZero();
    } finally {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }

  private static RecursorOptions options() throws Exception {
    return RecursorOptions.builder()
        .hints(List.of(new RootHint(Name.fromString("a.root."), List.of(ROOT))))
        .build();
  }

  @Test
  void brokenAnswersOfServersLeadToAnAnswerAllTheSame() throws Exception {
    Map<InetAddress, QueryDoor> servers =
        Map.of(
            ROOT, door(authority(".", ROOT_ZONE)),
            TOP, door(authority("test.", TOP_ZONE)),
            OWNER, door(authority("site.test.", OWNER_ZONE)));
    int good = 0;
    int rounds = 1200;
    for (int round = 0; round < rounds; round++) {
      var world = new World(servers, new Recursor(options(), RecursorLimits.DEFAULT, random));
      for (int i = 0; i < 2; i++) {
        Name name = Name.fromString(NAMES.get(random.nextInt(NAMES.size())));
        Reply reply = world.ask(Question.of(name, TYPES[random.nextInt(TYPES.length - 1)]));
        byte[] wire = reply.message(7, 0).toWire();
        assertThat(new MessageScan(WireLimits.TRANSFER).scan(wire)).isEqualTo(Fault.NONE);
        good += reply.rcode() == Rcode.NOERROR ? 1 : 0;
      }
    }
    // Many a byte does not matter, and whoever hears nonsense asks again.
    assertThat(good).isGreaterThan(rounds / 4);
  }

  /** Servers that sign what they answer, and a resolver that checks it. */
  private record Signed(Map<InetAddress, QueryDoor> servers, RecursorOptions options) {}

  private static Signed signed() throws Exception {
    // What is signed holds from an hour before on: the time of the worlds here begins in 1970.
    var signer =
        new ZoneSigner(
            SigningKey.generate(SigningKey.Algorithm.ED25519),
            InstantSource.fixed(Instant.EPOCH.plusSeconds(3600)));
    Zone owner = zone("site.test.", OWNER_ZONE);
    Zone top = zone("test.", TOP_ZONE + ds(signer, owner));
    Zone root = zone(".", ROOT_ZONE + ds(signer, top));
    var options =
        RecursorOptions.builder()
            .hints(List.of(new RootHint(Name.fromString("a.root."), List.of(ROOT))))
            .anchors(List.of(RecordText.of(ds(signer, root).strip())))
            .build();
    return new Signed(
        Map.of(ROOT, door(signer, root), TOP, door(signer, top), OWNER, door(signer, owner)),
        options);
  }

  private static String ds(ZoneSigner signer, Zone zone) {
    return signer.ds(zone).replace(" IN DS ", " 300 IN DS ") + "\n";
  }

  private static QueryDoor door(ZoneSigner signer, Zone zone) {
    var authority = new Authority(ZoneLimits.DEFAULT);
    authority.put(zone, signer);
    return door(authority);
  }

  /** What an answer says, whatever its order, its spelling and the time that is left. */
  private static String said(Reply reply) {
    return Rcode.string(reply.rcode())
        + reply.answer().stream()
            .filter(r -> r.getType() != Type.RRSIG)
            .map(r ->
                (r.getName() + " " + Type.string(r.getType()) + " " + r.rdataToString())
                    .toLowerCase(Locale.ROOT))
            .sorted()
            .toList();
  }

  /** Whatever servers say besides: what is called authentic is what the owner signed. */
  @Test
  void brokenAnswersAreNeverAuthentic() throws Exception {
    Signed signed = signed();
    List<Integer> types = List.of(Type.A, Type.AAAA, Type.TXT, Type.MX, Type.NS, Type.SOA, Type.DS);
    Map<Question, String> truth = new HashMap<>();
    for (String name : NAMES) {
      for (int type : types) {
        Question question = Question.of(Name.fromString(name), type);
        Reply reply = new HonestWorld(signed).ask(question);
        assertThat(reply.authentic()).as(question.toString()).isTrue();
        truth.put(question, said(reply));
      }
    }
    assertThat(Set.copyOf(truth.values())).as("different answers").hasSizeGreaterThan(10);
    int authentic = 0;
    int failed = 0;
    int rounds = 400;
    for (int round = 0; round < rounds; round++) {
      var world =
          new World(
              signed.servers(), new Recursor(signed.options(), RecursorLimits.DEFAULT, random));
      for (int i = 0; i < 2; i++) {
        Name name = Name.fromString(NAMES.get(random.nextInt(NAMES.size())));
        Question question = Question.of(name, types.get(random.nextInt(types.size())));
        Reply reply = world.ask(question);
        if (reply.authentic()) {
          assertThat(said(reply)).as(question.toString()).isEqualTo(truth.get(question));
          authentic++;
        } else {
          assertThat(reply.rcode()).as(question + " " + said(reply)).isEqualTo(Rcode.SERVFAIL);
          failed++;
        }
      }
    }
    assertThat(authentic).isGreaterThan(rounds / 4);
    assertThat(failed).isPositive();
  }

  private static QueryDoor door(Authority authority) {
    return QueryDoor.of(NameServer.Settings.DEFAULT, Carrier.TCP, authority);
  }

  /** A resolver whose time passes when nothing else happens, and servers that talk nonsense. */
  private class World {
    private final Map<InetAddress, QueryDoor> servers;
    private final Recursor recursor;
    private final ArrayDeque<Action.Send> sent = new ArrayDeque<>();
    private Optional<Reply> answer = Optional.empty();
    private long nanos = 1;
    private long client;

    World(Map<InetAddress, QueryDoor> servers, Recursor recursor) {
      this.servers = servers;
      this.recursor = recursor;
    }

    private Moment now() {
      return new Moment(nanos, Instant.EPOCH.plusNanos(nanos));
    }

    Reply ask(Question question) {
      answer = Optional.empty();
      perform(recursor.ask(client++, Asked.of(question), now()));
      for (int events = 0; answer.isEmpty(); events++) {
        assertThat(events).as("events until " + question + " is answered").isLessThan(5000);
        Action.Send next = sent.poll();
        if (next != null) {
          answered(next);
        } else {
          nanos = Math.max(nanos + 1, recursor.wakeAt().orElseThrow());
          perform(recursor.tick(now()));
        }
      }
      return answer.get();
    }

    void answered(Action.Send send) {
      QueryDoor server = servers.get(send.server().getAddress());
      int luck = random.nextInt(10);
      if (server == null || luck == 0) {
        perform(recursor.failed(send.exchange(), "nobody is there", now()));
        return;
      }
      if (luck == 1) {
        return;
      }
      byte[] whole = whole(server, send);
      for (int i = random.nextInt(3); i > 0; i--) {
        byte[] broken = mutated(whole, random.nextInt(4) == 0 ? 0 : 2);
        came(send, broken);
      }
      if (luck > 4) {
        came(send, whole);
      }
    }

    final byte[] whole(QueryDoor server, Action.Send send) {
      var said = new ArrayList<Optional<byte[]>>();
      server.take(send.message(), CLIENT, Trail.OFF, said::add);
      return said.getFirst().orElseThrow();
    }

    final void came(Action.Send send, byte[] message) {
      perform(recursor.received(send.exchange(), send.server(), message, now()));
    }

    private void perform(List<Action> actions) {
      for (Action action : actions) {
        switch (action) {
          case Action.Send send -> sent.add(send);
          case Action.Answered(long _, Reply reply) -> answer = Optional.of(reply);
          case Action.Close _, Action.Dropped _, Action.Tell _ -> {}
        }
      }
    }
  }

  /** One whose servers say what is true, and nothing else. */
  private final class HonestWorld extends World {
    private final Map<InetAddress, QueryDoor> servers;

    HonestWorld(Signed signed) {
      super(signed.servers(), new Recursor(signed.options(), RecursorLimits.DEFAULT, random));
      this.servers = signed.servers();
    }

    @Override
    void answered(Action.Send send) {
      QueryDoor server = Objects.requireNonNull(servers.get(send.server().getAddress()));
      came(send, whole(server, send));
    }
  }

  @Test
  void brokenZonesAreZonesOrFaults() throws Exception {
    byte[] text = OWNER_ZONE.getBytes(StandardCharsets.ISO_8859_1);
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      String broken = new String(mutated(text, 0), StandardCharsets.ISO_8859_1);
      if (broken.contains("$INCLUDE")) {
        continue;
      }
      try {
        ZoneFile.read(broken, "site.test.", ZoneLimits.DEFAULT);
      } catch (ZoneException e) {
        refused++;
        assertThat(e.faults()).isNotEmpty();
      }
    }
    assertThat(refused).isBetween(100, 1499);
  }
}
