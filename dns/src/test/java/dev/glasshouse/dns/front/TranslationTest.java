package dev.glasshouse.dns.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.local.RecordText;
import dev.glasshouse.dns.recursive.Action;
import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.Moment;
import dev.glasshouse.dns.recursive.Question;
import dev.glasshouse.dns.recursive.Reply;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Addresses for clients, and ways for ourselves, behind a translator. */
class TranslationTest {
  private static final Moment NOW = new Moment(0, Instant.EPOCH);
  private static final Inet4Address FOUR = (Inet4Address) InetAddress.ofLiteral("192.0.2.33");

  /** The examples of RFC 6052 section 2.4. */
  @ParameterizedTest
  @CsvSource({
    "2001:db8::/32, 2001:db8:c000:221::",
    "2001:db8:100::/40, 2001:db8:1c0:2:21::",
    "2001:db8:122::/48, 2001:db8:122:c000:2:2100::",
    "2001:db8:122:300::/56, 2001:db8:122:3c0:0:221::",
    "2001:db8:122:344::/64, 2001:db8:122:344:c0:2:2100::",
    "2001:db8:122:344::/96, 2001:db8:122:344::192.0.2.33",
    "64:ff9b::0/96, 64:ff9b::192.0.2.33",
    "64:ff9b::, 64:ff9b::192.0.2.33",
  })
  void anAddressStandsBehindThePrefix(String prefix, String whole) {
    var its = TranslationPrefix.of(prefix);
    assertThat(its.of(FOUR)).isEqualTo(InetAddress.ofLiteral(whole));
    assertThat(its.in(its.of(FOUR).getAddress())).hasValue(FOUR);
    assertThat(its.in(new byte[16])).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "64:ff9b::/95", "64:ff9b::/72", "192.0.2.0/96", "x/96", "::/0", "::/x"})
  void otherTextsAreNoPrefix(String text) {
    assertThatThrownBy(() -> TranslationPrefix.of(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Front front(Behind behind, String... words) throws Exception {
    return new Front(
        behind, SettingsFile.read(String.join("\n", words), "t").front().settings(List.of()));
  }

  private static Asked asked(String name, int type, Asked.Wish... more) {
    var wishes = new java.util.HashSet<>(Set.of(Asked.Wish.RECURSION));
    wishes.addAll(Arrays.asList(more));
    return new Asked(Question.of(Name.fromConstantString(name), type), wishes);
  }

  /** Answers by type: AAAA with six, A with four; the records' owner is the question's name. */
  private static Behind hosts(int rcode, String six, String four) {
    return new Behind(asked -> {
      boolean aaaa = asked.question().type() == Type.AAAA;
      String data = aaaa ? six : four;
      List<Record> records =
          data.isEmpty() ? List.of() : List.of(RecordText.of(asked.question().name(), data));
      List<Record> authority =
          aaaa ? List.of(RecordText.of("example. 90 SOA a. b. 1 2 3 4 5")) : List.of();
      return List.of(
          new Reply(
              asked,
              aaaa ? rcode : Rcode.NOERROR,
              true,
              false,
              Reply.Origin.SERVERS,
              records,
              authority,
              List.of(),
              List.of()));
    });
  }

  private static Reply ask(Front front, Asked asked) {
    return ((Action.Answered) front.ask(1, asked, NOW).getLast()).reply();
  }

  @ParameterizedTest
  @CsvSource({
    "h.example., NOERROR, '', 100 A 192.0.2.33, 64:ff9b::c000:221",
    "h.example., NOERROR, 50 AAAA 2001:db8::5, 100 A 192.0.2.33, 2001:db8::5",
    // An IPv4-mapped address is none that serves.
    "h.example., NOERROR, 50 AAAA ::ffff:10.0.0.1, 100 A 192.0.2.33, 64:ff9b::c000:221",
    "h.example., NXDOMAIN, '', 100 A 192.0.2.33, ''",
    "h.example., NOERROR, '', '', ''",
    "x.second.example., NOERROR, 50 AAAA 2001:db8::5, 100 A 192.0.2.33, 64:ff9b::c000:221",
    "x.second.example., NOERROR, 50 AAAA 2001:db8::5, '', 2001:db8::5",
  })
  void hostsWithoutIpv6AreGivenSome(
      String name, String rcode, String six, String four, String address) throws Exception {
    Behind behind = hosts(Rcode.value(rcode), six, four);
    Front front = front(behind, "dns64-prefix: 64:ff9b::/96", "dns64-ignore-aaaa: second.example.");
    Reply reply = ask(front, asked(name, Type.AAAA));
    assertThat(reply.asked().question().type()).isEqualTo(Type.AAAA);
    assertThat(reply.rcode()).isEqualTo(Rcode.value(rcode));
    if (address.isEmpty()) {
      assertThat(reply.answer()).isEmpty();
    } else {
      assertThat(reply.answer())
          .singleElement()
          .isEqualTo(RecordText.of(Name.fromConstantString(name), "AAAA " + address));
      boolean made = address.startsWith("64:");
      // The denial's time counts where there is one, else ten minutes (section 5.1.7).
      assertThat(reply.answer().getFirst().getTTL())
          .isEqualTo(!made ? 50 : name.startsWith("h") ? 90 : 100);
      assertThat(reply.authentic()).isTrue();
    }
  }

  @Test
  void whoChecksSignaturesItselfGetsTheTruth() throws Exception {
    Behind behind = hosts(Rcode.NOERROR, "", "100 A 192.0.2.33");
    Front front = front(behind, "dns64-prefix: 64:ff9b::/96");
    Asked checking = asked("h.example.", Type.AAAA, Asked.Wish.CHECKING_DISABLED);
    assertThat(ask(front, checking).answer()).isEmpty();
    assertThat(behind.asked).hasSize(1);
  }

  @Test
  void aMadeAddressHasTheOtherOnesName() throws Exception {
    var behind =
        new Behind(asked ->
            List.of(
                new Reply(
                    asked,
                    Rcode.NOERROR,
                    false,
                    false,
                    Reply.Origin.SERVERS,
                    List.of(RecordText.of(asked.question().name(), "PTR h.example.")),
                    List.of(),
                    List.of(),
                    List.of())));
    Front front = front(behind, "dns64-prefix: 64:ff9b::/96");
    String reverse = "1.2.2.0.0.0.0.c" + ".0".repeat(16) + ".b.9.f.f.4.6.0.0.ip6.arpa.";
    Reply reply = ask(front, asked(reverse, Type.PTR));
    assertThat(behind.asked.getFirst().question().name().toString())
        .isEqualTo("33.2.0.192.in-addr.arpa.");
    assertThat(reply.answer())
        .singleElement()
        .asString()
        .startsWith(reverse)
        .contains("h.example.");
    // Another prefix's is nobody's.
    ask(front, asked(reverse.replace("4.6.0.0", "5.6.0.0"), Type.PTR));
    assertThat(behind.asked.getLast().question().name().toString()).startsWith("1.2.2.0");
  }

  @Test
  void serversAreAskedThroughTheTranslator() throws Exception {
    var server = new InetSocketAddress(FOUR, 53);
    var received = new java.util.ArrayList<InetSocketAddress>();
    var behind =
        new Behind(asked -> List.of()) {
          @Override
          public List<Action> ask(long client, Asked question, Moment now) {
            return List.of(
                new Action.Send(
                    9, server, dev.glasshouse.dns.recursive.Carrier.UDP, new byte[] {1}));
          }

          @Override
          public List<Action> received(
              int exchange, InetSocketAddress from, byte[] message, Moment now) {
            received.add(from);
            return List.of();
          }
        };
    Front front = front(behind, "do-nat64: yes", "nat64-prefix: 2001:db8:122::/48");
    var send = (Action.Send) front.ask(1, asked("h.example.", Type.A), NOW).getFirst();
    assertThat(send.server().getAddress())
        .isEqualTo(InetAddress.ofLiteral("2001:db8:122:c000:2:2100::"));
    assertThat(send.exchange()).isEqualTo(9);
    front.received(9, send.server(), new byte[] {2}, NOW);
    var other = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 53);
    front.received(9, other, new byte[] {2}, NOW);
    assertThat(received).containsExactly(server, other);
  }
}
