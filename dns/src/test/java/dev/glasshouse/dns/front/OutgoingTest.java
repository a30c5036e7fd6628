package dev.glasshouse.dns.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.recursive.Action;
import dev.glasshouse.dns.recursive.Carrier;
import dev.glasshouse.dns.serve.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What questions to servers carry, and which answers are believed for it. */
class OutgoingTest {
  private static final byte[] SECRET = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
  private static final InetSocketAddress SERVER = at("192.0.2.53");
  private static final byte[] THEIRS = {1, 2, 3, 4, 5, 6, 7, 8};

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
  }

  private static Outgoing withCookies() {
    return new Outgoing(ClientStrings.NONE, Optional.of(SECRET));
  }

  private static Message question(boolean edns) {
    Message message =
        Message.newQuery(Record.newRecord(Name.fromConstantString("x.example."), Type.A, 1));
    if (edns) {
      message.addRecord(new OPTRecord(1232, 0, 0, 0x8000), Section.ADDITIONAL);
    }
    return message;
  }

  private static Action.Send send(int exchange, InetSocketAddress server, Carrier carrier) {
    return new Action.Send(exchange, server, carrier, question(true).toWire());
  }

  private static Optional<CookieOption> cookie(Action.Send send) throws Exception {
    return new Message(send.message())
        .getOPT().getOptions(EDNSOption.Code.COOKIE).stream()
            .map(CookieOption.class::cast)
            .findFirst();
  }

  /** An answer of the server, with a cookie option of these bytes. */
  private static byte[] answer(int rcode, byte[] client, byte[] server) {
    Message message = question(false);
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setRcode(rcode & 0xf);
    message.addRecord(
        new OPTRecord(1232, rcode >> 4, 0, 0, List.of(new CookieOption(client, server))),
        Section.ADDITIONAL);
    return message.toWire();
  }

  @Test
  void eachServerHasItsOwnCookieAndGetsTheirsBack() throws Exception {
    Outgoing outgoing = withCookies();
    CookieOption first = cookie(outgoing.dressed(send(1, SERVER, Carrier.UDP))).orElseThrow();
    CookieOption other =
        cookie(outgoing.dressed(send(2, at("192.0.2.54"), Carrier.UDP))).orElseThrow();
    assertThat(first.getClientCookie()).hasSize(8).isNotEqualTo(other.getClientCookie());
    assertThat(first.getServerCookie()).isEmpty();
    byte[] answer = answer(0, first.getClientCookie(), THEIRS);
    assertThat(outgoing.verdict(1, SERVER, answer)).isEqualTo(Outgoing.Verdict.FITS);
    CookieOption next = cookie(outgoing.dressed(send(3, SERVER, Carrier.TCP))).orElseThrow();
    assertThat(next.getClientCookie()).isEqualTo(first.getClientCookie());
    assertThat(next.getServerCookie()).hasValue(THEIRS);
    assertThat(cookie(withCookies().dressed(send(9, SERVER, Carrier.UDP))).orElseThrow())
        .isEqualTo(first);
  }

  /** RFC 7873 section 5.3: of 10,000 guesses none is believed. */
  @Test
  void anAnswerWithAnotherCookieIsForged() throws Exception {
    Outgoing outgoing = withCookies();
    outgoing.dressed(send(1, SERVER, Carrier.UDP));
    var random = new Random(5);
    byte[] guess = new byte[8];
    for (int i = 0; i < 10_000; i++) {
      random.nextBytes(guess);
      assertThat(outgoing.verdict(1, SERVER, answer(0, guess, THEIRS)))
          .isEqualTo(Outgoing.Verdict.FORGED);
    }
    // A server that knows no cookies is believed as far as before.
    byte[] without = question(true).toWire();
    assertThat(outgoing.verdict(1, SERVER, without)).isEqualTo(Outgoing.Verdict.FITS);
    outgoing.closed(1);
    assertThat(outgoing.verdict(1, SERVER, answer(0, guess, THEIRS)))
        .isEqualTo(Outgoing.Verdict.FITS);
  }

  @Test
  void aServerThatWantsItsCookieIsAskedOnceMore() throws Exception {
    Outgoing outgoing = withCookies();
    byte[] ours =
        cookie(outgoing.dressed(send(1, SERVER, Carrier.UDP))).orElseThrow().getClientCookie();
    byte[] wants = answer(23, ours, THEIRS);
    assertThat(outgoing.verdict(1, SERVER, wants)).isEqualTo(Outgoing.Verdict.AGAIN);
    Action.Send again = outgoing.again(1);
    assertThat(cookie(again).orElseThrow().getServerCookie()).hasValue(THEIRS);
    assertThat(outgoing.verdict(1, SERVER, wants)).isEqualTo(Outgoing.Verdict.FITS);
  }

  @Test
  void certainServersAreToldSomething() throws Exception {
    var strings =
        new ClientStrings(
            65_001,
            List.of(
                new ClientStrings.Rule(AddressRange.of("192.0.2.0/24"), bytes("all of them")),
                new ClientStrings.Rule(AddressRange.of("192.0.2.53"), bytes("this one"))));
    var outgoing = new Outgoing(strings, Optional.empty());
    assertThat(told(outgoing.dressed(send(1, SERVER, Carrier.UDP)))).isEqualTo("this one");
    assertThat(told(outgoing.dressed(send(2, at("192.0.2.9"), Carrier.TCP))))
        .isEqualTo("all of them");
    Action.Send stranger = send(3, at("198.51.100.1"), Carrier.UDP);
    assertThat(outgoing.dressed(stranger)).isSameAs(stranger);
    var plain = new Action.Send(4, SERVER, Carrier.UDP, question(false).toWire());
    assertThat(outgoing.dressed(plain)).isSameAs(plain);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String told(Action.Send send) throws Exception {
    byte[] option = new Message(send.message()).getOPT().getOptions(65_001).getFirst().toWire();
    return new String(Arrays.copyOfRange(option, 4, option.length), StandardCharsets.US_ASCII);
  }

  /** Nothing but a verdict comes out, whatever comes in. */
  @Test
  void anyMessageHasAVerdict() {
    Outgoing outgoing = withCookies();
    outgoing.dressed(send(1, SERVER, Carrier.UDP));
    var random = new Random(6);
    byte[] good = answer(23, THEIRS, THEIRS);
    for (int i = 0; i < 20_000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 4));
      for (int n = random.nextInt(4); n > 0 && bad.length > 0; n--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt();
      }
      assertThat(outgoing.verdict(1, SERVER, bad)).isNotNull();
    }
  }
}
