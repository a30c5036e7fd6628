package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.cache.AnswerCache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Known attacks on resolvers, each with its number. */
class AttacksTest {

  @Test
  void birthdayAThousandClientsAreOneQuestion() {
    World world = World.usual(World.plain());
    world.ask("other.example.test.", Type.A);
    int before = world.sent.size();
    for (int i = 0; i < 1000; i++) {
      world.begin("www.example.test.", Type.A);
    }
    assertThat(world.sent).hasSize(before + 1);
    world.run();
    assertThat(world.sent).hasSize(before + 1);
    assertThat(world.replies.values())
        .filteredOn(r -> r.asked().question().name().equals(World.name("www.example.test.")))
        .hasSize(1000)
        .allMatch(r -> r.answer().size() == 1);
  }

  @Test
  void kaminskyIdsAreSpreadAndANearMissGoesToTcp() {
    World world = World.usual(World.plain());
    world.ask("www.example.test.", Type.A);
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      world.ask("n" + i + ".example.test.", Type.A);
      ids.add(World.message(world.sent.getLast().message()).getHeader().getID());
      if (i % 100 == 0) {
        world.sent.clear();
        world.closed.clear();
      }
    }
    assertThat(ids.size()).isGreaterThan(8_000);

    world.begin("near.example.test.", Type.A);
    Action.Send udp = world.waiting.poll();
    Message forged = World.answer(World.message(udp.message()), Flags.AA);
    forged.getHeader().setID(forged.getHeader().getID() ^ 1);
    forged.addRecord(World.record("near.example.test. 60 IN A 203.0.113.66"), Section.ANSWER);
    world.act(
        world.recursor.received(udp.exchange(), udp.server(), forged.toWire(), world.moment()));
    assertThat(world.closed).contains(new Action.Close(udp.exchange()));
    assertThat(world.waiting.peek().carrier()).isEqualTo(Carrier.TCP);
  }

  @Test
  void anAnswerFromAnotherAddressOrInAnotherCaseIsNone() {
    World world = World.usual(World.plain().with(RecursorOptions.Feature.RANDOM_CASE));
    world.ask("a-name-with-many-letters.example.test.", Type.A);
    world.begin("another-name-with-many-letters.example.test.", Type.A);
    Action.Send udp = world.waiting.poll();
    Name sent = World.message(udp.message()).getQuestion().getName();
    assertThat(sent.toString()).isNotEqualTo("another-name-with-many-letters.example.test.");
    Message lower = new Message(World.message(udp.message()).getHeader().getID());
    lower.getHeader().setFlag(Flags.QR);
    lower.addRecord(
        Question.of(World.name("another-name-with-many-letters.example.test."), Type.A).record(),
        Section.QUESTION);
    world.act(
        world.recursor.received(udp.exchange(), udp.server(), lower.toWire(), world.moment()));
    assertThat(world.waiting.peek().carrier()).isEqualTo(Carrier.TCP);
  }

  @Test
  void anAnswerFromAnotherAddressGoesToTcp() {
    World world = World.usual(World.plain());
    world.ask("www.example.test.", Type.A);
    world.begin("near.example.test.", Type.A);
    Action.Send udp = world.waiting.poll();
    // All fits, but for who sends it.
    Message forged = World.answer(World.message(udp.message()), Flags.AA);
    forged.addRecord(World.record("near.example.test. 60 IN A 203.0.113.66"), Section.ANSWER);
    world.act(
        world.recursor.received(
            udp.exchange(), World.at("203.0.113.9"), forged.toWire(), world.moment()));
    assertThat(world.closed).contains(new Action.Close(udp.exchange()));
    assertThat(world.waiting.peek().carrier()).isEqualTo(Carrier.TCP);
    world.run();
    assertThat(world.ask("near.example.test.", Type.A).rcode()).isEqualTo(Rcode.NXDOMAIN);
  }

  @Test
  void nobodyIsBelievedOnNamesOfOthers() {
    World world = World.usual(World.plain().with(RecursorOptions.Feature.UNASKED_AUTHORITY));
    world.server(
        "192.0.2.3",
        question -> {
          Message answer = World.answer(question, Flags.AA);
          Name name = question.getQuestion().getName();
          answer.addRecord(World.record(name + " 60 IN A 198.51.100.1"), Section.ANSWER);
          answer.addRecord(World.record("victim.test. 60 IN A 203.0.113.66"), Section.ANSWER);
          answer.addRecord(World.record("test. 60 IN NS ns.evil.test."), Section.AUTHORITY);
          answer.addRecord(World.record("victim.test. 60 IN A 203.0.113.66"), Section.ADDITIONAL);
          answer.addRecord(World.record("ns.test. 60 IN A 203.0.113.66"), Section.ADDITIONAL);
          return List.of(answer.toWire(65535));
        });
    Reply reply = world.ask("www.example.test.", Type.A);
    assertThat(reply.answer()).hasSize(1);
    world.sent.clear();
    assertThat(world.ask("victim.test.", Type.A).rcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(world.asked()).containsExactly("192.0.2.2 victim.test. A");
  }

  @Test
  void aForwarderIsNotBelievedOnNamesOfOthersEither() {
    var forward =
        new Upstream(
            World.name("example.test."),
            Upstream.Kind.FORWARD,
            List.of(),
            List.of(World.at("192.0.2.50")),
            Set.of());
    World world = World.usual(World.plain().upstreams(List.of(forward)));
    world.server(
        "192.0.2.50",
        question -> {
          Message answer = World.answer(question, Flags.RA);
          Name name = question.getQuestion().getName();
          answer.addRecord(World.record(name + " 60 IN CNAME victim.test."), Section.ANSWER);
          answer.addRecord(World.record("victim.test. 60 IN A 203.0.113.66"), Section.ANSWER);
          return List.of(answer.toWire(65535));
        });
    Reply reply = world.ask("www.example.test.", Type.A);
    assertThat(reply.rcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(reply.answer()).hasSize(1);
    assertThat(world.asked()).contains("192.0.2.2 victim.test. A");
  }

  @Test
  void ghostNamesEndWithTheirParentsWord() {
    ghost(World.plain().with(RecursorOptions.Feature.UNASKED_AUTHORITY));
  }

  /** Old answers are for servers that do not answer; these do, and their parent says otherwise. */
  @Test
  void ghostNamesEndThoughOldAnswersAreServed() {
    ghost(World.plain().stale(Stale.RFC_8767));
  }

  private static void ghost(RecursorOptions.Builder options) {
    World world = World.usual(options);
    world.ask("www.example.test.", Type.A);
    var parent = world.zoneAt("192.0.2.2");
    parent.records.removeIf(r -> r.getName().subdomain(World.name("example.test.")));
    // The child says of itself that it lives for a day; its parent gave it 600 s.
    for (int i = 0; i < 12; i++) {
      world.pass(Duration.ofSeconds(49));
      world.ask("n" + i + ".example.test.", Type.A);
      world.ask("example.test.", Type.NS);
      world.ask("ns.example.test.", Type.A);
    }
    world.pass(Duration.ofSeconds(13));
    assertThat(world.ask("late.example.test.", Type.A).rcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(world.asked().getLast()).startsWith("192.0.2.2");
    Reply reply = world.ask("www.example.test.", Type.A);
    assertThat(reply.rcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(reply.answer()).isEmpty();
  }

  @Test
  void nxnsADelegationToManyNamesIsNotLookedUpWhole() {
    World world = World.usual(World.plain());
    world.server(
        "192.0.2.3",
        question -> {
          Message answer = World.answer(question);
          for (int i = 0; i < 100; i++) {
            answer.addRecord(
                World.record("sub.example.test. 600 IN NS n" + i + ".test."), Section.AUTHORITY);
          }
          return List.of(answer.toWire(65535));
        });
    assertThat(world.ask("a.sub.example.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(sought(world)).isBetween(1L, 16L);
    assertThat(world.sent.size()).isLessThanOrEqualTo(200);
  }

  private static long sought(World world) {
    return world.sent.stream()
        .map(World::question)
        .filter(q -> q.matches("n\\d+\\.test\\. A"))
        .distinct()
        .count();
  }

  @Test
  void nxnsOneQuestionLooksUpSoManyServersAndNoMore() {
    World world = World.usual(World.plain());
    int[] level = {0};
    world.server(
        "192.0.2.3",
        question -> {
          // Each name of a server leads to another delegation with many servers.
          Message answer = World.answer(question);
          Name name = question.getQuestion().getName();
          level[0]++;
          for (int i = 0; i < 16; i++) {
            answer.addRecord(
                World.record(name + " 600 IN NS l" + level[0] + "n" + i + ".example.test."),
                Section.AUTHORITY);
          }
          return List.of(answer.toWire(65535));
        });
    assertThat(world.ask("a.example.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    long names =
        world.sent.stream()
            .map(World::question)
            .filter(q -> q.matches("l\\d+n\\d+.*"))
            .distinct()
            .count();
    assertThat(names).isLessThanOrEqualTo(64);
    assertThat(world.sent.size()).isLessThanOrEqualTo(200);
  }

  @Test
  void nrDelegationOfAReferralWithManyServersFewAreTaken() {
    World world = World.usual(World.plain());
    world.server(
        "192.0.2.3",
        question -> {
          Message answer = World.answer(question);
          for (int i = 0; i < 1500; i++) {
            answer.addRecord(
                World.record("sub.example.test. 600 IN NS n" + i + ".test."), Section.AUTHORITY);
          }
          return List.of(answer.toWire(65535));
        });
    assertThat(world.ask("a.sub.example.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(sought(world)).isLessThanOrEqualTo(16);
  }

  @Test
  void aliasesEndAfterElevenRestarts() {
    World world = World.usual(World.plain().minimisation(RecursorOptions.Minimisation.RELAXED));
    int[] count = {0};
    world.server(
        "192.0.2.3",
        question -> {
          Message answer = World.answer(question, Flags.AA);
          Name name = question.getQuestion().getName();
          answer.addRecord(
              World.record(name + " 60 IN CNAME c" + ++count[0] + ".example.test."),
              Section.ANSWER);
          return List.of(answer.toWire(65535));
        });
    assertThat(world.ask("c.example.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(count[0]).isEqualTo(12);
  }

  @Test
  void aliasesInACircleEndAtOnce() {
    World world = World.usual(World.plain());
    var zone = world.zoneAt("192.0.2.3");
    zone.records.add(World.record("one.example.test. 60 IN CNAME two.example.test."));
    zone.records.add(World.record("two.example.test. 60 IN CNAME one.example.test."));
    assertThat(world.ask("one.example.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(zone.questions).isLessThanOrEqualTo(2);
  }

  @Test
  void tsuNameZonesThatNeedEachOtherCostLittle() {
    World world =
        World.usual(World.plain())
            .zone(
                "192.0.2.2",
                "test.",
                """
                one.test. 600 IN NS ns.two.test.
                two.test. 600 IN NS ns.one.test.
                """);
    assertThat(world.ask("www.one.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(world.sent.size()).isLessThanOrEqualTo(20);
    int before = world.sent.size();
    assertThat(world.ask("www.one.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(world.sent).hasSize(before);
  }

  @Test
  void questionsForQuestionsGoSevenLevelsDeep() {
    World world = World.usual(World.plain());
    world.server(
        "192.0.2.2",
        question -> {
          // To know a zone's server, another zone's server has to be known, and so on for ever.
          Message answer = World.answer(question);
          Name name = question.getQuestion().getName();
          Name zone = new Name(name, Math.max(0, name.labels() - 3));
          String label = zone.getLabelString(0);
          int number = label.matches("z\\d+") ? Integer.parseInt(label.substring(1)) : 0;
          answer.addRecord(
              World.record(zone + " 600 IN NS ns.z" + (number + 1) + ".test."), Section.AUTHORITY);
          return List.of(answer.toWire());
        });
    assertThat(world.ask("www.z0.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(world.asked())
        .anyMatch(q -> q.contains(" ns.z7."))
        .noneMatch(q -> q.contains(" ns.z8."));
    assertThat(world.sent.size()).isLessThanOrEqualTo(200);
  }

  @Test
  void whoIsSilentIsNotWaitedForTooOften() {
    World world = World.usual(World.plain());
    world.server("192.0.2.3", question -> List.of());
    world.ask("ns.test.", Type.A);
    long client = world.begin("www.example.test.", Type.A);
    for (int i = 0; i < 100 && !world.replies.containsKey(client); i++) {
      world.run();
      world.pass(Duration.ofMillis(500));
    }
    assertThat(world.reply(client).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(world.asked())
        .filteredOn(q -> q.startsWith("192.0.2.3"))
        .hasSizeLessThanOrEqualTo(6);
  }

  @Test
  void cacheFlushAMillionJunkNamesLeaveTheHotOnes() {
    var cache = new AnswerCache(4L << 20);
    var copy = new AnswerCache.Copy();
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 500; i++) {
        askFor(cache, copy, "hot" + i);
      }
    }
    for (int i = 0; i < 1_000_000; i++) {
      askFor(cache, copy, "junk" + i);
      if (i % 10 == 0) {
        askFor(cache, copy, "hot" + i / 10 % 500);
      }
    }
    assertThat(cache.weight()).isLessThanOrEqualTo(4L << 20);
    long kept = 0;
    for (int i = 0; i < 500; i++) {
      kept += cache.get(key(answer("hot" + i)), 0, copy) ? 1 : 0;
    }
    assertThat(kept).isGreaterThan(450);
  }

  @Test
  void cacheFlushJunkLeavesTheHotNamesOfTheResolverToo() {
    World world =
        World.usual(World.plain(), RecursorLimits.DEFAULT.but().recordCache(256 << 10).build());
    World.Zone zone = world.zoneAt("192.0.2.3");
    for (int i = 0; i < 50; i++) {
      zone.records.add(World.record("hot" + i + ".example.test. 3600 IN A 198.51.100." + i));
    }
    for (int i = 0; i < 300; i++) {
      world.ask("hot" + i % 50 + ".example.test.", Type.A);
    }
    int most = 20_000;
    for (int i = 0; i < most; i++) {
      world.ask("junk" + i + ".example.test.", Type.A);
      if (i % 10 == 0) {
        world.ask("hot" + i / 10 % 50 + ".example.test.", Type.A);
      }
      if (i % 1000 == 0) {
        forget(world);
      }
    }
    forget(world);
    int known = 0;
    for (int i = 0; i < 50; i++) {
      known +=
          world.ask("hot" + i + ".example.test.", Type.A).origin() == Reply.Origin.CACHE ? 1 : 0;
    }
    assertThat(known).isGreaterThan(45);
    int junk = 0;
    for (int i = most - 2000; i < most; i++) {
      Reply reply = world.ask("junk" + i + ".example.test.", Type.A);
      junk += reply.origin() == Reply.Origin.CACHE ? 1 : 0;
    }
    assertThat(junk).as("what does not fit is not held").isLessThan(1500);
  }

  private static void forget(World world) {
    world.sent.clear();
    world.closed.clear();
    world.replies.clear();
  }

  private static void askFor(AnswerCache cache, AnswerCache.Copy copy, String label) {
    byte[] message = answer(label);
    if (!cache.get(key(message), 0, copy)) {
      cache.put(
          key(message),
          new AnswerCache.Stored(message, new int[] {80}, -1, "", 0, Long.MAX_VALUE / 2));
    }
  }

  private static AnswerCache.Key key(byte[] message) {
    return new AnswerCache.Key().set(message, 12, 12 + message[12] + 6, 0);
  }

  /** Something of the length of an answer, with a question behind its header. */
  private static byte[] answer(String label) {
    byte[] name = label.getBytes(StandardCharsets.US_ASCII);
    byte[] message = new byte[100];
    message[12] = (byte) name.length;
    System.arraycopy(name, 0, message, 13, name.length);
    return message;
  }
}
