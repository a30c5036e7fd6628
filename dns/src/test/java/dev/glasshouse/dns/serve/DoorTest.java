package dev.glasshouse.dns.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
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
 * What a server does with questions before anybody answers them; no socket, and a clock of ours.
 */
class DoorTest {
  private static final byte[] SECRET = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
  private static final InetSocketAddress CLIENT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4000);
  private static final byte[] CLIENT_COOKIE = HexFormat.of().parseHex("3132333435363738");
  private Instant now = Instant.EPOCH;

  /** Answers every question with nothing. */
  private static void nothing(ClientQuery query, ReplySink sink) {
    byte[] out = new byte[1024];
    sink.reply(out, Cut.code(query, 0, out));
  }

  private QueryDoor door(Carrier carrier, String access) {
    NameServer.Settings settings =
        NameServer.Settings.DEFAULT
            .with(AccessList.of(List.of(access)))
            .with(ServeLimits.DEFAULT.withIdle(Duration.ofSeconds(30)))
            .withCookies(SECRET)
            .withIdentity(new byte[] {1, (byte) 0xfe});
    return QueryDoor.of(settings, carrier, DoorTest::nothing, () -> now);
  }

  private static byte[] question(EDNSOption... options) {
    Message message =
        Message.newQuery(Record.newRecord(Name.fromConstantString("x.example."), Type.A, 1));
    message.addRecord(new OPTRecord(1232, 0, 0, 0, List.of(options)), Section.ADDITIONAL);
    return message.toWire();
  }

  private static Message ask(QueryDoor door, byte[] question) throws IOException {
    var came = new ArrayList<byte[]>();
    door.take(question, CLIENT, Trail.OFF, answer -> answer.ifPresent(came::add));
    assertThat(came).hasSize(1);
    return new Message(came.getFirst());
  }

  private static CookieOption cookie(Message answer) {
    return (CookieOption) answer.getOPT().getOptions(EDNSOption.Code.COOKIE).getFirst();
  }

  /** RFC 9018 section 4: who has shown its address is answered; an hour later it shows it anew. */
  @Test
  void aCookieProvesAnAddress() throws Exception {
    QueryDoor door = door(Carrier.UDP, "127.0.0.0/8 allow_cookie");
    Message plain = new Message(question());
    plain.removeAllRecords(Section.ADDITIONAL);
    Message without = ask(door, plain.toWire());
    assertThat(without.getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(without.getHeader().getFlag(Flags.TC)).isTrue();
    Message first = ask(door, question(new CookieOption(CLIENT_COOKIE)));
    assertThat(first.getRcode()).isEqualTo(Rcode.BADCOOKIE);
    Optional<byte[]> ours = cookie(first).getServerCookie();
    assertThat(ours.orElseThrow())
        .asHexString()
        .isEqualToIgnoringCase("010000000000000038527BA8C6A4EA96");
    byte[] shown = question(new CookieOption(CLIENT_COOKIE, ours.get()));
    assertThat(ask(door, shown).getRcode()).isEqualTo(Rcode.NOERROR);
    now = now.plusSeconds(3601);
    assertThat(ask(door, shown).getRcode()).isEqualTo(Rcode.BADCOOKIE);
    byte[] forged = ours.get().clone();
    forged[15] ^= 1;
    assertThat(ask(door, question(new CookieOption(CLIENT_COOKIE, forged))).getRcode())
        .isEqualTo(Rcode.BADCOOKIE);
    // A connection shows it as well.
    assertThat(ask(door(Carrier.TCP, "127.0.0.0/8 allow_cookie"), question()).getRcode())
        .isEqualTo(Rcode.NOERROR);
  }

  @Test
  void whoMayNotAskIsToldWhy() throws Exception {
    QueryDoor door = door(Carrier.UDP, "127.0.0.0/8 refuse");
    Message refused = ask(door, question());
    assertThat(refused.getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(refused.getQuestion().getName().toString()).isEqualTo("x.example.");
    var error =
        (ExtendedErrorCodeOption)
            refused.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).getFirst();
    assertThat(error.getErrorCode()).isEqualTo(18);
    Message plain = new Message(question());
    plain.removeAllRecords(Section.ADDITIONAL);
    assertThat(ask(door, plain.toWire()).getQuestion()).isNull();
  }

  @Test
  void itsNameMayBeAnyBytes() throws Exception {
    Message answer =
        ask(door(Carrier.UDP, "127.0.0.0/8"), question(new GenericEDNSOption(3, new byte[0])));
    assertThat(answer.getOPT().getOptions(3)).hasSize(1);
    assertThat(HexFormat.of().formatHex(answer.getOPT().getOptions(3).getFirst().toWire()))
        .isEqualTo("0003000201fe");
  }

  /** RFC 7828: who asks once is told with every answer of that connection. */
  @Test
  void aConnectionSaysHowLongItIsKept() throws Exception {
    byte[] wants = question(new GenericEDNSOption(11, new byte[0]));
    byte[] says = question(new GenericEDNSOption(11, new byte[] {0, 5}));
    var answers = new ArrayList<Message>();
    QueryDoor.Line line = door(Carrier.TLS, "127.0.0.0/8").line(CLIENT, Trail.OFF);
    for (byte[] each : List.of(question(), wants, question())) {
      line.take(each, answer -> answers.add(message(answer)));
    }
    assertThat(answers)
        .extracting(DoorTest::keepAlive)
        .containsExactly("", "000b0002012c", "000b0002012c");
    assertThat(ask(door(Carrier.TCP, "127.0.0.0/8"), says).getRcode()).isEqualTo(Rcode.FORMERR);
    // Datagrams and QUIC have no such thing (RFC 7828 section 3.2.1, RFC 9250 section 5.5.2).
    for (Carrier carrier : List.of(Carrier.UDP, Carrier.QUIC, Carrier.HTTPS)) {
      assertThat(keepAlive(ask(door(carrier, "127.0.0.0/8"), wants))).isEmpty();
      assertThat(ask(door(carrier, "127.0.0.0/8"), says).getRcode()).isEqualTo(Rcode.NOERROR);
    }
  }

  private static Message message(Optional<byte[]> bytes) {
    try {
      return new Message(bytes.orElseThrow());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String keepAlive(Message answer) {
    return answer.getOPT().getOptions(11).stream()
        .map(option -> HexFormat.of().formatHex(option.toWire()))
        .findFirst()
        .orElse("");
  }
}
