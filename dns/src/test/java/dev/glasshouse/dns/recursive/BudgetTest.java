package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What one client question may cost at most, each limit with its number. */
class BudgetTest {
  private final Budget budget = new Budget(RecursorLimits.DEFAULT);

  private static int allowed(BooleanSupplier charge) {
    int count = 0;
    while (charge.getAsBoolean()) {
      count++;
    }
    return count;
  }

  @Test
  void theNumbers() {
    assertThat(allowed(budget::question)).isEqualTo(50);
    assertThat(budget.spent()).isEqualTo(Optional.of("questions"));
    assertThat(allowed(budget::target)).isEqualTo(64);
    assertThat(allowed(budget::send)).isEqualTo(200);
    assertThat(budget.spent()).as("what was spent first").isEqualTo(Optional.of("questions"));
  }

  @Test
  void aQuestionSendsNoMoreThanItMay() {
    var limits = RecursorLimits.DEFAULT.but().sent(5).build();
    World world = new World(World.plain(), limits);
    // Aliases from name to name: each is a message.
    world.server(
        "192.0.2.1",
        question -> {
          Message answer = World.answer(question, Flags.AA);
          Name name = question.getQuestion().getName();
          if (name.equals(Name.root)) {
            answer.addRecord(World.record(". 600 IN NS ns.root."), Section.ANSWER);
            answer.addRecord(World.record("ns.root. 600 IN A 192.0.2.1"), Section.ADDITIONAL);
          } else {
            answer.addRecord(World.record(name + " 60 IN CNAME x" + name), Section.ANSWER);
          }
          return List.of(answer.toWire(65535));
        });
    assertThat(world.ask("a.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(world.sent).hasSize(5);
  }

  private static long lookedUp(World world, String pattern) {
    return world.sent.stream()
        .map(World::question)
        .filter(question -> question.matches(pattern))
        .distinct()
        .count();
  }

  /**
   * A delegation to sixteen servers without addresses, each in a zone of its own that has sixteen
   * such servers. Their addresses can be had, but who has them knows nothing of those zones.
   */
  private static World serversBelowServers(RecursorLimits limits) {
    World world = World.usual(World.plain(), limits);
    World.Zone top = world.zoneAt("192.0.2.2");
    top.records.add(World.record("other.test. 600 IN NS ns.other.test."));
    top.records.add(World.record("ns.other.test. 600 IN A 192.0.2.4"));
    for (int i = 0; i < 16; i++) {
      for (int j = 0; j < 16; j++) {
        top.records.add(World.record("d%d.test. 600 IN NS m%dx%d.other.test.".formatted(i, i, j)));
      }
    }
    world.server(
        "192.0.2.3",
        question -> {
          Message answer = World.answer(question);
          for (int i = 0; i < 16; i++) {
            answer.addRecord(
                World.record("sub.example.test. 600 IN NS n%d.d%d.test.".formatted(i, i)),
                Section.AUTHORITY);
          }
          return List.of(answer.toWire(65535));
        });
    world.server(
        "192.0.2.4",
        question -> {
          Message answer = World.answer(question, Flags.AA);
          Name name = question.getQuestion().getName();
          if (name.subdomain(World.name("other.test."))) {
            answer.addRecord(World.record(name + " 600 IN A 192.0.2.4"), Section.ANSWER);
          } else {
            answer.getHeader().setRcode(Rcode.REFUSED);
          }
          return List.of(answer.toWire(65535));
        });
    // The way to all of them is known.
    world.ask("a.other.test.", Type.A);
    world.sent.clear();
    return world;
  }

  private static final String SERVERS = "(n\\d+\\.d\\d+|m\\d+x\\d+\\.other)\\.test\\. A";

  @Test
  void nxnsAQuestionLooksUpSixtyFourServersAtMost() {
    World world =
        serversBelowServers(RecursorLimits.DEFAULT.but().questions(1000).sent(1000).build());
    assertThat(world.ask("a.sub.example.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(lookedUp(world, SERVERS)).isEqualTo(64);
  }

  @Test
  void aQuestionMakesFiftyQuestionsAtMost() {
    World world = serversBelowServers(RecursorLimits.DEFAULT);
    assertThat(world.ask("a.sub.example.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    // The client's own is one of them.
    assertThat(lookedUp(world, SERVERS)).isEqualTo(49);
    assertThat(world.sent).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void nxnsOfOneDelegationSixteenServersAreLookedUp() {
    World world = World.usual(World.plain());
    var top = world.zoneAt("192.0.2.2");
    for (int i = 0; i < 20; i++) {
      // They are there, and no help.
      top.records.add(World.record("n" + i + ".test. 600 IN A 192.0.2.2"));
    }
    world.server(
        "192.0.2.3",
        question -> {
          Message answer = World.answer(question);
          for (int i = 0; i < 20; i++) {
            answer.addRecord(
                World.record("sub.example.test. 600 IN NS n" + i + ".test."), Section.AUTHORITY);
          }
          return List.of(answer.toWire(65535));
        });
    assertThat(world.ask("a.sub.example.test.", Type.A).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(lookedUp(world, "n\\d+\\.test\\. A")).isEqualTo(16);
  }

  @Test
  void nxnsOfServersThatAreNotThereFewAreLookedUp() {
    World world = World.usual(World.plain());
    world.server(
        "192.0.2.3",
        question -> {
          Message answer = World.answer(question);
          for (int i = 0; i < 20; i++) {
            answer.addRecord(
                World.record("sub.example.test. 600 IN NS n" + i + ".test."), Section.AUTHORITY);
          }
          return List.of(answer.toWire(65535));
        });
    world.ask("a.sub.example.test.", Type.A);
    assertThat(lookedUp(world, "n\\d+\\.test\\. A")).isBetween(1L, 6L);
  }

  @Test
  void aWayDownHasThirtyReferralsAtMost() {
    World world = World.usual(World.plain());
    world.server(
        "192.0.2.3",
        question -> {
          // Each label is a zone of its own, served by the same server.
          Message answer = World.answer(question);
          Name name = question.getQuestion().getName();
          int level = (int) world.asked().stream().filter(q -> q.startsWith("192.0.2.3")).count();
          Name cut = new Name(name, Math.max(0, name.labels() - 3 - level));
          answer.addRecord(World.record(cut + " 600 IN NS ns." + cut), Section.AUTHORITY);
          answer.addRecord(World.record("ns." + cut + " 600 IN A 192.0.2.3"), Section.ADDITIONAL);
          return List.of(answer.toWire(65535));
        });
    Reply reply = world.ask("x.".repeat(80) + "example.test.", Type.A);
    assertThat(reply.rcode()).isEqualTo(Rcode.SERVFAIL);
    long down = world.asked().stream().filter(q -> q.startsWith("192.0.2.3")).count();
    assertThat(down).isBetween(25L, 30L);
  }

  @Test
  void fragmentsNoAnswerIsAskedForThatNeedsTwoPackets() {
    World world = World.usual(World.plain());
    assertThat(world.ask("www.example.test.", Type.A).rcode()).isEqualTo(Rcode.NOERROR);
    assertThat(world.sent)
        .isNotEmpty()
        .allMatch(send -> World.message(send.message()).getOPT().getPayloadSize() == 1232);
  }
}
