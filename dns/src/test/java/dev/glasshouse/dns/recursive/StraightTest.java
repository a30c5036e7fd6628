package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** The straight way to an answer, and what happens where it is none. */
class StraightTest {
  private static final String OWNER = "192.0.2.3 ";

  /** A world in which the servers of example.test. are known. */
  private static World known() {
    World world = World.usual(World.plain());
    world
        .zoneAt("192.0.2.3")
        .records
        .addAll(
            List.of(
                World.record("mail.example.test. 300 IN A 198.51.100.2"),
                World.record("deep.below.example.test. 300 IN A 198.51.100.3"),
                World.record("zero.example.test. 0 IN A 198.51.100.4")));
    world.ask("www.example.test.", Type.A);
    world.sent.clear();
    return world;
  }

  @Test
  void oneQuestionFetchesTheAnswerAndItIsRemembered() {
    World world = known();
    Reply reply = world.ask("mail.example.test.", Type.A);
    assertThat(reply.origin()).isEqualTo(Reply.Origin.SERVERS);
    assertThat(reply.answer().getFirst().rdataToString()).isEqualTo("198.51.100.2");
    assertThat(world.asked()).containsExactly(OWNER + "mail.example.test. A");
    assertThat(world.ask("mail.example.test.", Type.A).origin()).isEqualTo(Reply.Origin.CACHE);
    assertThat(world.sent).hasSize(1);
  }

  @Test
  void whatElseComesIsTakenWithoutAskingAgain() {
    World world = known();
    assertThat(world.ask("none.example.test.", Type.A).rcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(world.ask("mail.example.test.", Type.AAAA).answer()).isEmpty();
    assertThat(world.ask("alias.example.test.", Type.A).answer()).hasSize(2);
    assertThat(world.asked())
        .containsExactly(
            OWNER + "none.example.test. A",
            OWNER + "mail.example.test. AAAA",
            OWNER + "alias.example.test. A");
  }

  @Test
  void whatMayNotBeRememberedIsToldAllTheSame() {
    World world = known();
    for (int times = 1; times <= 2; times++) {
      Reply reply = world.ask("zero.example.test.", Type.A);
      assertThat(reply.answer().getFirst().rdataToString()).isEqualTo("198.51.100.4");
      assertThat(world.sent).hasSize(times);
    }
  }

  @Test
  void aNameFurtherDownTakesTheUsualWay() {
    World world = known();
    Reply reply = world.ask("deep.below.example.test.", Type.A);
    assertThat(reply.answer().getFirst().rdataToString()).isEqualTo("198.51.100.3");
  }

  @Test
  void whoAsksTheSameMeanwhileWaitsForTheOneAnswer() {
    World world = known();
    long one = world.begin("mail.example.test.", Type.A);
    long other = world.begin("mail.example.test.", Type.A, Asked.Wish.CHECKING_DISABLED);
    assertThat(world.sent).hasSize(1);
    world.run();
    assertThat(world.reply(one).answer()).hasSize(1);
    assertThat(world.reply(other).answer()).hasSize(1);
    assertThat(world.sent).hasSize(1);
  }

  @Test
  void aSilentServerIsAskedAgainAndInTheEndGivenUp() {
    World world = known();
    world.server("192.0.2.3", question -> List.of());
    long client = world.begin("mail.example.test.", Type.A);
    for (int i = 0; i < 200 && !world.replies.containsKey(client); i++) {
      world.run();
      world.pass(Duration.ofMillis(500));
    }
    assertThat(world.reply(client).rcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(world.asked()).filteredOn(q -> q.startsWith(OWNER)).hasSizeGreaterThan(1);
    assertThat(world.asked()).hasSizeLessThan(RecursorLimits.DEFAULT.sent() + 1);
  }

  @Test
  void aClientThatGoesAwayLeavesNothingBehind() {
    World world = known();
    long client = world.begin("mail.example.test.", Type.A);
    world.act(world.recursor.cancel(client, world.moment()));
    world.run();
    assertThat(world.replies).doesNotContainKey(client);
    assertThat(world.ask("mail.example.test.", Type.A).origin()).isEqualTo(Reply.Origin.CACHE);
    assertThat(world.closed).hasSizeGreaterThanOrEqualTo(world.sent.size());
  }

  /** The straight way begins with the second name of a zone already. */
  @Test
  void theServersThatAReferralNamesAreHeldAtOnce() {
    World world = World.usual(World.plain());
    world.ask("www.example.test.", Type.A);
    Delegation held = held(world, "example.test.").orElseThrow();
    assertThat(held.targets())
        .extracting(target -> target.address().getAddress().getHostAddress())
        .containsExactly("192.0.2.3");
    assertThat(held.targets()).allMatch(target -> target.tries() == 0);
  }

  /** A zone's servers are believed for as long as those above it: held they are all the same. */
  @Test
  void serversThatAreBelievedForShorterThanTheyWereNamedForAreHeldToo() {
    World world = World.usual(World.plain());
    world
        .zoneAt("192.0.2.2")
        .records
        .addAll(
            List.of(
                World.record("long.test. 86400 IN NS ns.long.test."),
                World.record("ns.long.test. 86400 IN A 192.0.2.4")));
    world.zone("192.0.2.4", "long.test.", "www.long.test. 300 IN A 198.51.100.5\n");
    world.ask("www.example.test.", Type.A);
    world.pass(Duration.ofMinutes(1));
    world.ask("www.long.test.", Type.A);
    Delegation above = held(world, "test.").orElseThrow();
    Delegation held = held(world, "long.test.").orElseThrow();
    assertThat(held.targets())
        .extracting(target -> target.address().getAddress().getHostAddress())
        .containsExactly("192.0.2.4");
    assertThat(held.until()).isEqualTo(above.until());
  }

  /** What is held then is what would be found: glue is not believed against a better word. */
  @Test
  void glueThatAServerItselfSaysOtherwiseIsNotHeld() {
    World world = World.usual(World.plain());
    world
        .zoneAt("192.0.2.2")
        .records
        .addAll(
            List.of(
                World.record("other.test. 600 IN NS ns.other.test."),
                World.record("second.test. 600 IN NS ns.other.test."),
                World.record("ns.other.test. 600 IN A 192.0.2.9")));
    String second =
        """
        www.second.test. 300 IN A 198.51.100.5
        mail.second.test. 300 IN A 198.51.100.6
        """;
    world.zone("192.0.2.9", "test.", "ns.other.test. 600 IN A 192.0.2.4\n" + second);
    world.zone("192.0.2.4", "second.test.", second);
    world.ask("ns.other.test.", Type.A);
    world.ask("www.second.test.", Type.A);
    assertThat(held(world, "second.test.")).isEmpty();
    world.ask("mail.second.test.", Type.A);
    assertThat(held(world, "second.test.").orElseThrow().targets())
        .extracting(target -> target.address().getAddress().getHostAddress())
        .containsExactly("192.0.2.4");
  }

  private static Optional<Delegation> held(World world, String zone) {
    return world.recursor.machine().memory().held(World.name(zone), world.moment().nanos());
  }
}
