package dev.glasshouse.dns.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.recursive.Action;
import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.Caller;
import dev.glasshouse.dns.recursive.Moment;
import dev.glasshouse.dns.recursive.Question;
import dev.glasshouse.dns.recursive.Recursor;
import dev.glasshouse.dns.recursive.RecursorLimits;
import dev.glasshouse.dns.recursive.RecursorOptions;
import dev.glasshouse.dns.recursive.Reply;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.zone.ZoneDigest;
import dev.glasshouse.dns.zone.ZoneException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Copies of zones in a resolver: a real one stands behind, which asks nobody else. */
class CopiesTest {
  private static final Moment NOW = new Moment(0, Instant.EPOCH);
  private static final String ZONE =
      """
      $TTL 100
      @ SOA ns host 7 1 1 1 30
      @ NS ns.elsewhere.
      @ ZONEMD 7 1 1 000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000
      www A 192.0.2.1
      alias CNAME www
      sub NS ns.sub
      ns.sub A 192.0.2.53
      """;

  @TempDir Path folder;

  private FrontWords said(String... words) throws Exception {
    Path file = folder.resolve("zone");
    if (!Files.exists(file)) {
      Files.writeString(file, ZONE);
    }
    return SettingsFile.read(
            "auth-zone:\nname: own.example.\nzonefile: " + file + "\n" + String.join("\n", words),
            "test")
        .front();
  }

  private Front front(String... words) throws Exception {
    FrontWords said = said(words);
    FrontSettings settings = said.settings(List.of()).with(said.copies());
    RecursorOptions options =
        RecursorOptions.builder().hints(List.of()).build().and(settings.upstreams());
    return new Front(new Recursor(options, RecursorLimits.DEFAULT, new Random(1)), settings);
  }

  private static List<Action> ask(Front front, String name, int type) {
    var caller = new Caller(InetAddress.ofLiteral("192.0.2.99"), AccessList.Verdict.ALLOW);
    return front.ask(
        3,
        new Asked(
            Question.of(Name.fromConstantString(name), type), Set.of(Asked.Wish.RECURSION), caller),
        NOW);
  }

  private static Reply answer(List<Action> actions) {
    return actions.stream()
        .filter(Action.Answered.class::isInstance)
        .map(each -> ((Action.Answered) each).reply())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no answer: " + actions));
  }

  @Test
  void clientsGetTheZonesOwnWord() throws Exception {
    Front front = front("for-upstream: no");
    Reply reply = answer(ask(front, "alias.own.example.", Type.A));
    assertThat(reply.authoritative()).isTrue();
    assertThat(reply.answer()).extracting(Record::getType).containsExactly(Type.CNAME, Type.A);
    Reply none = answer(ask(front, "none.own.example.", Type.A));
    assertThat(none.rcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(none.authority()).singleElement().extracting(Record::getTTL).isEqualTo(30L);
    // A zone's DS record stands above it.
    assertThat(ask(front, "own.example.", Type.DS))
        .noneMatch(action ->
            action instanceof Action.Answered answered && answered.reply().authoritative());
  }

  @Test
  void resolvingAsksTheCopyAndNobodyElse() throws Exception {
    Front front = front("for-downstream: no");
    List<Action> actions = ask(front, "alias.own.example.", Type.A);
    Reply reply = answer(actions);
    assertThat(reply.authoritative()).isFalse();
    assertThat(reply.origin()).isEqualTo(Reply.Origin.SERVERS);
    assertThat(reply.answer()).hasSize(2);
    assertThat(actions).noneMatch(Action.Send.class::isInstance);
    assertThat(answer(ask(front, "www.own.example.", Type.A)).origin())
        .isEqualTo(Reply.Origin.CACHE);
    // What is delegated away is asked for there.
    assertThat(ask(front, "x.sub.own.example.", Type.A))
        .filteredOn(Action.Send.class::isInstance)
        .singleElement()
        .extracting(send -> ((Action.Send) send).server().getAddress().getHostAddress())
        .isEqualTo("192.0.2.53");
  }

  @ParameterizedTest
  @CsvSource({
    "zonemd-check: no, NOERROR",
    "zonemd-check: yes, SERVFAIL",
    "'zonemd-check: yes\nserver:\nzonemd-permissive-mode: yes', NOERROR",
  })
  void aCopyWithAWrongDigestIsNotBelieved(String words, String rcode) throws Exception {
    for (String use : List.of("for-upstream: no", "for-downstream: no")) {
      Front front = front(use, words);
      assertThat(Rcode.string(answer(ask(front, "www.own.example.", Type.A)).rcode()))
          .as(use)
          .isEqualTo(rcode);
    }
  }

  @Test
  void whatCameOfADigestIsKnownAndToldBeforeAnybodyAsks() throws Exception {
    assertThat(said().copies().getFirst().told()).isEmpty();
    OwnZone wrong = said("zonemd-check: yes").copies().getFirst();
    assertThat(wrong.digest()).contains(ZoneDigest.Verdict.WRONG);
    assertThat(wrong.told())
        .contains(
            "the copy of own.example. (serial 7): its digest is wrong, so it is not believed");
    OwnZone permitted =
        said("zonemd-check: yes", "server:", "zonemd-permissive-mode: yes").copies().getFirst();
    assertThat(permitted.told())
        .contains("the copy of own.example. (serial 7): its digest is wrong");
  }

  @Test
  void aRightDigestMayBeWanted() throws Exception {
    Files.writeString(
        folder.resolve("zone"),
        ZONE.lines().filter(l -> !l.contains("ZONEMD")).reduce("", (a, b) -> a + b + "\n"));
    assertThat(answer(ask(front("zonemd-check: yes"), "www.own.example.", Type.A)).rcode())
        .isEqualTo(Rcode.NOERROR);
    Front wanted = front("zonemd-check: yes", "zonemd-reject-absence: yes");
    assertThat(answer(ask(wanted, "www.own.example.", Type.A)).rcode()).isEqualTo(Rcode.SERVFAIL);
  }

  @Test
  void aBrokenFileIsNamedWithItsLines() throws Exception {
    Files.writeString(folder.resolve("zone"), "@ SOA ns host 7 1 1 1 30\nwww A here\nx NOSUCH y\n");
    assertThatThrownBy(() -> front())
        .isInstanceOf(ZoneException.class)
        .hasMessageContaining("zone:2: ")
        .hasMessageContaining("zone:3: there is no type NOSUCH");
    Files.writeString(folder.resolve("zone"), "$TTL 9\nwww A 192.0.2.1\n");
    assertThatThrownBy(() -> front()).hasMessageContaining("has no SOA record");
  }
}
