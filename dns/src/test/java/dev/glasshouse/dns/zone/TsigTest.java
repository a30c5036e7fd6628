package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.dns.peers.Peers;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.Carrier;
import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.journey.Trail;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;

/** Signatures of messages whose clocks differ (RFC 8945 section 5.2.3). */
class TsigTest {
  private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
  private static final TsigKey KEY = TsigKey.of("transfer.key:hmac-sha256:" + SECRET);
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @TempDir Path folder;

  private static TSIG signer(Instant at) throws Exception {
    return new TSIG(
        TSIG.HMAC_SHA256,
        Name.fromString("transfer.key."),
        new SecretKeySpec(Base64.getDecoder().decode(SECRET), "HmacSHA256"),
        Clock.fixed(at, ZoneOffset.UTC));
  }

  private static Authority authority() throws ZoneException {
    var rules = new TransferRules(new AccessList(List.of()), List.of(KEY));
    var authority = new Authority(ZoneLimits.DEFAULT, rules, InstantSource.fixed(NOW));
    authority.put(TransferTest.zone(TransferTest.text(1, 1)));
    return authority;
  }

  private static byte[] answer(Authority authority, byte[] question) {
    var scan = new MessageScan(WireLimits.QUESTION);
    assertThat(scan.scan(question)).isEqualTo(Fault.NONE);
    byte[][] said = new byte[1][];
    var client = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4000);
    authority.answer(
        ClientQuery.of(scan, client, Carrier.TCP, Trail.OFF),
        new ReplySink() {
          @Override
          public void reply(byte[] message, int length) {
            said[0] = Arrays.copyOf(message, length);
          }

          @Override
          public void drop() {
            throw new AssertionError("dropped");
          }
        });
    return said[0];
  }

  @Test
  void whoseClockIsWrongIsToldTheTimeAndCanCheckIt() throws Exception {
    Instant early = NOW.minusSeconds(3600);
    var question = new Message(Ask.question("site.test.", "SOA", Ask.How.TCP));
    question.setTSIG(signer(early));
    byte[] asked = question.toWire(65535);
    TSIGRecord theirs = new Message(asked).getTSIG();
    byte[] said = answer(authority(), asked);
    var answer = new Message(said);
    assertThat(answer.getRcode()).isEqualTo(Rcode.NOTAUTH);
    TSIGRecord ours = answer.getTSIG();
    assertThat(ours.getError()).isEqualTo(Rcode.BADTIME);
    assertThat(ours.getTimeSigned()).isEqualTo(early);
    assertThat(Bytes.u32(ours.getOther(), 2)).isEqualTo(NOW.getEpochSecond());
    assertThat(ours.getOther()).hasSize(6);
    assertThat(signer(early).verify(answer, said, theirs)).isEqualTo(Rcode.NOERROR);
    // And it is no signature of anything else.
    said[3] ^= 1;
    assertThat(signer(early).verify(new Message(said), said, theirs)).isEqualTo(Rcode.BADSIG);
  }

  @Test
  void aClockThatIsRightEnoughIsAnswered() throws Exception {
    for (int seconds : new int[] {-300, 0, 300}) {
      var question = new Message(Ask.question("site.test.", "SOA", Ask.How.TCP));
      question.setTSIG(signer(NOW.plusSeconds(seconds)));
      byte[] asked = question.toWire(65535);
      byte[] said = answer(authority(), asked);
      var answer = new Message(said);
      assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
      assertThat(signer(NOW).verify(answer, said, new Message(asked).getTSIG()))
          .isEqualTo(Rcode.NOERROR);
    }
  }

  /** What a copy's keeper reads, with BIND as the server. */
  @Test
  void bindSaysWhatItsClockShows() throws Exception {
    Files.writeString(folder.resolve("site"), TransferTest.text(5, 3));
    try (var peers = new Peers(folder)) {
      int bind =
          peers.bind(
              """
              key "transfer.key" { algorithm hmac-sha256; secret "%s"; };
              zone "site.test" { type primary; file "site"; allow-transfer { key transfer.key; }; };
              """
                  .formatted(SECRET),
              Ask.question("site.test.", "SOA", Ask.How.TCP));
      InstantSource late = InstantSource.offset(InstantSource.system(), Duration.ofHours(2));
      assertThatExceptionOfType(TransferException.class)
          .isThrownBy(() -> fetch(bind, KEY, late))
          .withMessageMatching(
              "the server says NOTAUTH, BADTIME: its clock shows 20.*Z, ours 20.*Z");
      var unknown = TsigKey.of("other.key:hmac-sha256:" + SECRET);
      assertThatExceptionOfType(TransferException.class)
          .isThrownBy(() -> fetch(bind, unknown, InstantSource.system()))
          .withMessage("the server says NOTAUTH, BADKEY: it has no key of that name and algorithm");
    }
  }

  private static ZoneTransfer.Outcome fetch(int port, TsigKey key, InstantSource clock)
      throws Exception {
    return ZoneTransfer.fetch(
        "site.test",
        Optional.empty(),
        new ZoneTransfer.Primary(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), Optional.of(key)),
        ZoneLimits.DEFAULT,
        Duration.ofSeconds(60),
        clock,
        Trail.OFF);
  }
}
