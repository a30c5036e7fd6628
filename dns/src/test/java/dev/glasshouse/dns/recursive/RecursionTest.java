package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
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
}
