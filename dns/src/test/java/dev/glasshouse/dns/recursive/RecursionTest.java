package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.RecursionReason;
import dev.glasshouse.journey.RecursionStep;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The way from the root down, without a network. */
class RecursionTest {

  @Test
  void referralsAreFollowedFromTheRootDown() {
    World world = World.usual(World.plain());
    Reply reply = world.ask("www.example.test.", Type.A);
    assertThat(reply.rcode()).isEqualTo(Rcode.NOERROR);
    assertThat(reply.origin()).isEqualTo(Reply.Origin.SERVERS);
    assertThat(reply.answer().getFirst().rdataToString()).isEqualTo("198.51.100.1");
    assertThat(world.asked())
        .containsExactly(
            "192.0.2.1 . NS",
            "192.0.2.1 www.example.test. A",
            "192.0.2.2 www.example.test. A",
            "192.0.2.3 www.example.test. A");
  }

  @Test
  void theCacheAnswersAndCountsDown() {
    World world = World.usual(World.plain());
    world.ask("www.example.test.", Type.A);
    int before = world.sent.size();
    world.pass(Duration.ofSeconds(100));
    Reply reply = world.ask("www.example.test.", Type.A);
    assertThat(world.sent).hasSize(before);
    assertThat(reply.origin()).isEqualTo(Reply.Origin.CACHE);
    assertThat(reply.answer().getFirst().getTTL()).isEqualTo(200);
    world.pass(Duration.ofSeconds(201));
    assertThat(world.ask("www.example.test.", Type.A).origin()).isEqualTo(Reply.Origin.SERVERS);
    assertThat(world.sent).hasSize(before + 1);
  }

  @Test
  void thereIsNoneIsRememberedAsLongAsTheSoaSays() {
    World world = World.usual(World.plain());
    assertThat(world.ask("none.example.test.", Type.A).rcode()).isEqualTo(Rcode.NXDOMAIN);
    int before = world.sent.size();
    world.pass(Duration.ofSeconds(299));
    assertThat(world.ask("none.example.test.", Type.A).origin()).isEqualTo(Reply.Origin.CACHE);
    assertThat(world.sent).hasSize(before);
    world.pass(Duration.ofSeconds(2));
    world.ask("none.example.test.", Type.A);
    assertThat(world.sent).hasSize(before + 1);
  }

  @Test
  void serversSeeNoMoreOfANameThanTheyNeed() {
    World world = World.usual(World.plain().minimisation(RecursorOptions.Minimisation.RELAXED));
    assertThat(world.ask("www.example.test.", Type.A).answer()).hasSize(1);
    assertThat(world.asked())
        .containsExactly(
            "192.0.2.1 . NS",
            "192.0.2.1 test. A",
            "192.0.2.2 example.test. A",
            "192.0.2.3 www.example.test. A");
  }

  @Test
  void aliasesAreFollowed() {
    World world = World.usual(World.plain());
    Reply reply = world.ask("alias.example.test.", Type.A);
    assertThat(reply.answer())
        .extracting(r -> Type.string(r.getType()))
        .containsExactly("CNAME", "A");
  }

  @Test
  void aCutAnswerIsAskedForByTcp() {
    World world = World.usual(World.plain());
    var zone = world.zoneAt("192.0.2.3");
    boolean[] first = {true};
    world.server(
        "192.0.2.3",
        question -> {
          if (first[0]) {
            first[0] = false;
            return List.of(World.answer(question, Flags.TC, Flags.AA).toWire());
          }
          return zone.apply(question);
        });
    assertThat(world.ask("www.example.test.", Type.A).answer()).hasSize(1);
    assertThat(world.sent.getLast().carrier()).isEqualTo(Carrier.TCP);
  }

  @Test
  void aServerThatDoesNotKnowEdnsIsAskedWithout() {
    World world = World.usual(World.plain());
    var zone = world.zoneAt("192.0.2.3");
    world.server(
        "192.0.2.3",
        question -> {
          if (question.getOPT() != null) {
            Message answer = World.answer(question);
            answer.getHeader().setRcode(Rcode.FORMERR);
            return List.of(answer.toWire());
          }
          return zone.apply(question);
        });
    assertThat(world.ask("www.example.test.", Type.A).answer()).hasSize(1);
    int before = world.sent.size();
    world.ask("alias.example.test.", Type.A);
    // It is remembered.
    assertThat(World.message(world.sent.get(before).message()).getOPT()).isNull();
  }

  @Test
  void aServerThatDoesNotKeepTheLettersIsAskedByTcp() {
    World world = World.usual(World.plain().with(RecursorOptions.Feature.RANDOM_CASE));
    var zone = world.zoneAt("192.0.2.3");
    zone.records.add(World.record("letters-of-many-kinds.example.test. 60 IN A 198.51.100.2"));
    world.server(
        "192.0.2.3",
        question -> {
          Message lower = World.message(question.toWire());
          Record asked = lower.getQuestion();
          lower.removeAllRecords(Section.QUESTION);
          lower.addRecord(
              Question.of(asked.getName().canonicalize(), asked.getType()).record(),
              Section.QUESTION);
          return zone.apply(lower);
        });
    assertThat(world.ask("letters-of-many-kinds.example.test.", Type.A).answer()).hasSize(1);
    assertThat(world.sent.getLast().carrier()).isEqualTo(Carrier.TCP);
  }

  @Test
  void aLameServerIsPassedOverAndRemembered() {
    World world = World.usual(World.plain());
    var parent = world.zoneAt("192.0.2.2");
    parent.records.add(World.record("example.test. 600 IN NS lame.test."));
    parent.records.add(World.record("lame.test. 600 IN A 192.0.2.9"));
    world.server(
        "192.0.2.9",
        question -> {
          Message answer = World.answer(question);
          answer.addRecord(World.record(". 600 IN NS ns.root."), Section.AUTHORITY);
          return List.of(answer.toWire());
        });
    for (int i = 0; i < 20; i++) {
      assertThat(world.ask("n" + i + ".example.test.", Type.A).rcode()).isEqualTo(Rcode.NXDOMAIN);
    }
    assertThat(world.asked()).filteredOn(q -> q.startsWith("192.0.2.9")).hasSizeLessThan(2);
  }

  @Test
  void anOldAnswerIsBetterThanNone() {
    World world = World.usual(World.plain().stale(Stale.RFC_8767));
    world.ask("www.example.test.", Type.A);
    world.pass(Duration.ofSeconds(301));
    world.servers.clear();
    Reply reply = world.ask("www.example.test.", Type.A);
    assertThat(reply.origin()).isEqualTo(Reply.Origin.STALE);
    assertThat(reply.answer().getFirst().getTTL()).isEqualTo(30);
    assertThat(reply.errors()).extracting(ExtendedError::code).contains(Errors.STALE_ANSWER);
  }

  @Test
  void whatIsAskedForIsRenewedBeforeItIsOver() {
    World world = World.usual(World.plain());
    world.ask("www.example.test.", Type.A);
    world.pass(Duration.ofSeconds(280));
    int before = world.sent.size();
    assertThat(world.ask("www.example.test.", Type.A).answer().getFirst().getTTL()).isEqualTo(20);
    assertThat(world.sent).hasSize(before + 1);
    assertThat(world.ask("www.example.test.", Type.A).answer().getFirst().getTTL()).isEqualTo(300);
  }

  @Test
  void whatIsKnownIsToldOnce() {
    World world = World.usual(World.plain());
    for (boolean hit : new boolean[] {false, true}) {
      world.told.clear();
      world.begin("www.example.test.", Type.A, Asked.Wish.TOLD);
      world.run();
      assertThat(world.told)
          .extracting(Action.Tell::step)
          .filteredOn(RecursionStep.MemoryAsked.class::isInstance)
          .singleElement()
          .isEqualTo(
              new RecursionStep.MemoryAsked(
                  "www.example.test.", "A", hit, Duration.ofSeconds(hit ? 300 : 0)));
    }
  }

  @Test
  void whoAsksIsToldThatItIsRenewed() {
    World world = World.usual(World.plain());
    world.ask("www.example.test.", Type.A);
    world.pass(Duration.ofSeconds(280));
    long client = world.begin("www.example.test.", Type.A, Asked.Wish.TOLD);
    assertThat(world.reply(client).origin()).isEqualTo(Reply.Origin.CACHE);
    assertThat(world.told)
        .filteredOn(tell -> tell.client() == client)
        .filteredOn(tell -> tell.step() instanceof RecursionStep.AnswerRenewed)
        .singleElement()
        .satisfies(
            tell -> assertThat(tell.because().reason()).isEqualTo(RecursionReason.SOON_OVER));
    world.run();
    world.told.clear();
    world.begin("www.example.test.", Type.A, Asked.Wish.TOLD);
    assertThat(world.told).noneMatch(t -> t.step() instanceof RecursionStep.AnswerRenewed);
  }

  @Test
  void aFailureIsRememberedForAMoment() {
    World world = World.usual(World.plain());
    world.servers.remove(World.at("192.0.2.3").getAddress());
    assertThat(world.ask("www.example.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    int before = world.sent.size();
    assertThat(world.ask("www.example.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(world.sent).hasSize(before);
    world.pass(Duration.ofSeconds(6));
    world.ask("www.example.test.", Type.A);
    assertThat(world.sent.size()).isGreaterThan(before);
  }

  @Test
  void aForwarderIsAskedTheWholeQuestion() {
    var forward =
        new Upstream(
            World.name("."),
            Upstream.Kind.FORWARD,
            List.of(),
            List.of(World.at("192.0.2.50")),
            java.util.Set.of());
    World world = new World(World.plain().upstreams(List.of(forward)));
    world.server(
        "192.0.2.50",
        question -> {
          Message answer = World.answer(question, Flags.RA);
          answer.addRecord(World.record("www.example.test. 60 IN A 198.51.100.7"), Section.ANSWER);
          return List.of(answer.toWire());
        });
    assertThat(world.ask("www.example.test.", Type.A).answer()).hasSize(1);
    Message asked = World.message(world.sent.getFirst().message());
    assertThat(asked.getHeader().getFlag(Flags.RD)).isTrue();
  }

  @Test
  void aForwarderInsideTlsIsAskedNoOtherWay() {
    var forward =
        new Upstream(
            World.name("."),
            Upstream.Kind.FORWARD,
            List.of(),
            List.of(World.at("192.0.2.50")),
            java.util.Set.of(Upstream.Manner.TLS));
    World world = new World(World.plain().upstreams(List.of(forward)));
    // A cut answer, an answer without EDNS, and nothing at all: each is a reason to ask again.
    world.server(
        "192.0.2.50",
        question -> {
          Message answer = World.answer(question, Flags.RA);
          if (question.getQuestion().getName().toString().startsWith("cut")) {
            answer.getHeader().setFlag(Flags.TC);
          } else if (question.getQuestion().getName().toString().startsWith("old")) {
            answer.getHeader().setRcode(Rcode.FORMERR);
          } else {
            return List.of();
          }
          return List.of(answer.toWire());
        });
    for (String name : List.of("cut.test.", "old.test.", "none.test.")) {
      long client = world.begin(name, Type.A);
      world.run();
      for (int i = 0; i < 20; i++) {
        world.pass(Duration.ofSeconds(2));
        world.run();
      }
      assertThat(world.reply(client).rcode()).as(name).isEqualTo(Rcode.SERVFAIL);
    }
    assertThat(world.sent).hasSizeGreaterThan(3);
    assertThat(world.sent).extracting(Action.Send::carrier).containsOnly(Carrier.TLS);
  }

  /** A forwarder that starts anew refuses some connections meanwhile. */
  @Test
  void aForwarderInsideTlsIsAskedAsSoonAsItIsBack() {
    var forward =
        new Upstream(
            World.name("."),
            Upstream.Kind.FORWARD,
            List.of(),
            List.of(World.at("192.0.2.50")),
            java.util.Set.of(Upstream.Manner.TLS));
    World world = new World(World.plain().upstreams(List.of(forward)));
    for (int i = 0; i < 10; i++) {
      world.pass(Duration.ofMillis(1));
      assertThat(world.ask("n" + i + ".test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    }
    world.server(
        "192.0.2.50",
        question -> {
          Message answer = World.answer(question, Flags.RA);
          answer.addRecord(World.record("www.example.test. 60 IN A 198.51.100.7"), Section.ANSWER);
          return List.of(answer.toWire());
        });
    assertThat(world.ask("www.example.test.", Type.A).answer()).hasSize(1);
  }

  @Test
  void aStubZoneIsAskedFirstWhoItsServersAre() {
    var stub =
        new Upstream(
            World.name("example.test."),
            Upstream.Kind.STUB,
            List.of(),
            List.of(World.at("192.0.2.3")),
            java.util.Set.of(Upstream.Manner.PRIME));
    World world = World.usual(World.plain().upstreams(List.of(stub)));
    assertThat(world.ask("www.example.test.", Type.A).answer()).hasSize(1);
    assertThat(world.asked())
        .startsWith("192.0.2.3 example.test. NS")
        .contains("192.0.2.3 www.example.test. A")
        .noneMatch(q -> q.startsWith("192.0.2.1"));
    world.ask("mail.example.test.", Type.A);
    assertThat(world.asked()).filteredOn(q -> q.endsWith("example.test. NS")).hasSize(1);
  }

  @Test
  void aStubZoneThatDoesNotSayIsAskedAsItIsConfigured() {
    var stub =
        new Upstream(
            World.name("example.test."),
            Upstream.Kind.STUB,
            List.of(),
            List.of(World.at("192.0.2.3")),
            java.util.Set.of(Upstream.Manner.PRIME));
    World world = World.usual(World.plain().upstreams(List.of(stub)));
    world.zone("192.0.2.3", "example.test.", "www.example.test. 300 IN A 198.51.100.1");
    assertThat(world.ask("www.example.test.", Type.A).answer()).hasSize(1);
  }

  @Test
  void whoseServersNamesDoNotExistIsGivenUpAfterFive() {
    World world = World.usual(World.plain());
    var servers = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      servers.append("sub.example.test. 600 IN NS none").append(i).append(".test.\n");
    }
    world.zone("192.0.2.3", "example.test.", servers.toString());
    assertThat(world.ask("a.sub.example.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(world.asked()).filteredOn(q -> q.contains("none")).hasSize(6);
  }

  @Test
  void whatIsRenewedIsNotAskedOfServersWhoseTimeIsOverWithIt() {
    World world = World.usual(World.plain());
    world.zoneAt("192.0.2.3").records.add(World.record("long.example.test. 600 IN A 198.51.100.9"));
    world.ask("long.example.test.", Type.A);
    world.pass(Duration.ofSeconds(590));
    world.sent.clear();
    world.ask("long.example.test.", Type.A);
    // The delegation ends with the answer: its parent is asked whether there still is one.
    assertThat(world.asked())
        .containsExactly("192.0.2.2 long.example.test. A", "192.0.2.3 long.example.test. A");
  }

  @Test
  void aServerThatIsSilentIsAskedFiveTimes() {
    World world = new World(World.plain(), World.patient());
    world.server("192.0.2.1", question -> List.of());
    long client = world.begin("www.example.test.", Type.A);
    int times = 0;
    while (!world.replies.containsKey(client)) {
      Action.Send send = world.waiting.poll();
      world.act(world.recursor.failed(send.exchange(), "closed", world.moment()));
      times++;
    }
    assertThat(world.sent).hasSize(times);
    assertThat(world.reply(client).rcode()).isEqualTo(Rcode.SERVFAIL);
    // The root's servers are asked for themselves, and then as they are configured.
    assertThat(times).isBetween(5, 10);
  }

  @Test
  void aQuestionOfAnyClassGetsTheInternetsAnswer() {
    World world = World.usual(World.plain());
    world.act(
        world.recursor.ask(
            900,
            Asked.of(new Question(World.name("www.example.test."), Type.A, DClass.ANY)),
            world.moment()));
    world.run();
    Reply reply = world.reply(900);
    assertThat(reply.answer()).hasSize(1);
    assertThat(reply.asked().question().dclass()).isEqualTo(DClass.ANY);
  }

  /** What leads on to one name is asked once, whoever needs it; each is told that it waited. */
  @Test
  void whatSeveralAnswersNeedIsAskedOnce() {
    World world = World.usual(World.plain().minimisation(RecursorOptions.Minimisation.RELAXED));
    long four = world.begin("www.example.test.", Type.A, Asked.Wish.TOLD);
    long six = world.begin("www.example.test.", Type.AAAA, Asked.Wish.TOLD);
    long service = world.begin("_1._https.www.example.test.", Type.HTTPS, Asked.Wish.TOLD);
    world.run();
    assertThat(world.asked())
        .doesNotHaveDuplicates()
        .contains(
            "192.0.2.1 test. A", "192.0.2.2 example.test. A", "192.0.2.3 www.example.test. A");
    assertThat(world.reply(four).answer()).hasSize(1);
    assertThat(world.reply(six).rcode()).isEqualTo(Rcode.NOERROR);
    assertThat(world.reply(six).answer()).isEmpty();
    assertThat(world.reply(service).rcode()).isEqualTo(Rcode.NXDOMAIN);
    for (long waited : List.of(six, service)) {
      assertThat(
              world.told.stream()
                  .filter(tell -> tell.client() == waited)
                  .map(Action.Tell::step)
                  .filter(RecursionStep.QuestionJoined.class::isInstance))
          .contains(new RecursionStep.QuestionJoined("test.", "A"));
    }
  }

  @Test
  void whoWaitedForAServerThatIsNoUseAsksItself() {
    World world = World.usual(World.plain().minimisation(RecursorOptions.Minimisation.RELAXED));
    world.servers.remove(World.at("192.0.2.2").getAddress());
    long four = world.begin("www.example.test.", Type.A);
    long six = world.begin("www.example.test.", Type.AAAA);
    world.run();
    assertThat(world.reply(four).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(world.reply(six).rcode()).isEqualTo(Rcode.SERVFAIL);
    World gone = World.usual(World.plain().minimisation(RecursorOptions.Minimisation.RELAXED));
    long given = gone.begin("www.example.test.", Type.A);
    long other = gone.begin("www.example.test.", Type.AAAA);
    gone.act(gone.recursor.cancel(given, gone.moment()));
    gone.run();
    assertThat(gone.reply(other).rcode()).as("whoever asked wants it no more").isZero();
  }
}
