package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.front.SettingsException;
import dev.glasshouse.dns.front.SettingsFile;
import dev.glasshouse.dns.local.RecordText;
import dev.glasshouse.dns.policy.PolicyException;
import dev.glasshouse.dns.policy.PolicyFile;
import dev.glasshouse.dns.policy.PolicyLimits;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Damaged transfers, rules, keys and lists: each is taken or refused, and nothing else comes out.
 */
class DecodersFuzzTest {
  private static final int ROUNDS = 3000;
  private static final byte[] APEX = {4, 's', 'i', 't', 'e', 4, 't', 'e', 's', 't', 0};

  private final Random random = new Random(20261122);

  @TempDir Path folder;

  private byte[] damaged(byte[] bytes) {
    byte[] copy = bytes.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      switch (random.nextInt(3)) {
        case 0 -> copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        case 1 -> copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        default -> {
          int from = random.nextInt(copy.length);
          int to = Math.min(copy.length, from + random.nextInt(20));
          System.arraycopy(
              bytes, random.nextInt(bytes.length - (to - from) + 1), copy, from, to - from);
        }
      }
    }
    return random.nextInt(5) == 0 ? Arrays.copyOf(copy, 1 + random.nextInt(copy.length)) : copy;
  }

  private String damaged(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return new String(damaged(bytes), StandardCharsets.ISO_8859_1);
  }

  private static Message message(String... records) throws Exception {
    var message = new Message(7);
    message.getHeader().setFlag(Flags.QR);
    message.addRecord(
        Record.newRecord(Name.fromString("site.test."), Type.AXFR, 1), Section.QUESTION);
    for (String each : records) {
      message.addRecord(RecordText.of(each), Section.ANSWER);
    }
    return message;
  }

  @Test
  void transfers() throws Exception {
    String soa = "site.test. 300 IN SOA ns.site.test. me.site.test. %d 3600 600 86400 60";
    byte[] whole =
        message(
                soa.formatted(5),
                "site.test. 300 IN NS ns.site.test.",
                "ns.site.test. 300 IN A 192.0.2.1",
                "www.site.test. 300 IN A 192.0.2.2",
                "text.site.test. 300 IN TXT hello",
                soa.formatted(5))
            .toWire();
    byte[] changes =
        message(
                soa.formatted(6),
                soa.formatted(5),
                "www.site.test. 300 IN A 192.0.2.2",
                soa.formatted(6),
                "www.site.test. 300 IN A 192.0.2.3",
                soa.formatted(6))
            .toWire();
    assertThat(came(whole, Optional.empty())).isEqualTo("a zone");
    var have = new InTransfer(APEX, Optional.empty(), 7, ZoneLimits.DEFAULT);
    have.scan().scan(whole);
    have.take();
    Zone old = have.zone();
    assertThat(came(changes, Optional.of(old))).isEqualTo("a zone");
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      refused += came(damaged(whole), Optional.empty()).equals("refused") ? 1 : 0;
      refused += came(damaged(changes), Optional.of(old)).equals("refused") ? 1 : 0;
    }
    assertThat(refused).isBetween(ROUNDS / 2, 2 * ROUNDS - 1);
  }

  private static String came(byte[] message, Optional<Zone> have) {
    var transfer = new InTransfer(APEX, have, 7, ZoneLimits.DEFAULT);
    transfer.scan().scan(message);
    try {
      if (transfer.take() != InTransfer.Verdict.WHOLE) {
        return "more";
      }
      transfer.zone();
      return "a zone";
    } catch (TransferException e) {
      return "refused";
    }
  }

  /** Reads a text, and throws what refuses it. */
  private interface Reader {
    void read(String text) throws Exception;
  }

  private int refused(List<String> texts, Class<? extends Exception> refusal, Reader reader)
      throws Exception {
    for (String each : texts) {
      reader.read(each);
    }
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String text = damaged(texts.get(random.nextInt(texts.size())));
      try {
        reader.read(text);
      } catch (Exception e) {
        assertThat(e).as(text).isInstanceOf(refusal).isNotInstanceOf(NumberFormatException.class);
        assertThat(e.getMessage()).as(text).isNotBlank();
        refused++;
      }
    }
    return refused;
  }

  @Test
  void rules() throws Exception {
    assertThat(
            refused(
                List.of(
                    """
                    block under bad.test with nodata because "no"
                    redirect www.site.test to mail.site.test
                    rewrite under old.site.test to site.test
                    pass www.good.test
                    """),
                PolicyException.class,
                text -> PolicyFile.read(text, "rules", PolicyLimits.DEFAULT)))
        .isBetween(100, ROUNDS);
    assertThat(
            refused(
                List.of(
                    """
                    network telecom 192.0.2.0/24 2001:db8::/32
                    www.site.test. A for telecom 192.0.2.7
                    www.site.test. A weight 192.0.2.7=3 192.0.2.8=1
                    www.site.test. A probe tcp 80
                    """),
                ZoneException.class,
                text -> SmartRules.parse(text, "rules")))
        .isBetween(100, ROUNDS);
    assertThat(
            refused(
                List.of("server:\n  local-zone: \"site.test.\" static\n"),
                SettingsException.class,
                text -> SettingsFile.read(text, "settings")))
        .isBetween(1, ROUNDS);
  }

  @Test
  void keysListsAndRecords() throws Exception {
    var texts =
        new ArrayList<>(List.of("k1.site.test:hmac-sha256:c2VjcmV0c2VjcmV0", "k:hmac-sha512:AAAA"));
    assertThat(refused(texts, IllegalArgumentException.class, text -> TsigKey.of(text)))
        .isBetween(100, ROUNDS);
    assertThat(
            refused(
                List.of("192.0.2.0/24", "2001:db8::/32 drop", "::/0 refuse", "10.0.0.1"),
                IllegalArgumentException.class,
                text -> AccessList.of(List.of(text))))
        .isBetween(100, ROUNDS);
    assertThat(
            refused(
                List.of(
                    "www.site.test. 300 IN A 192.0.2.1",
                    "site.test. MX 10 mail.site.test.",
                    "x. TXT \"some text\" more",
                    "s. HTTPS 1 . alpn=h2 ipv4hint=192.0.2.1",
                    "c. CAA 0 issue \"ca.test\""),
                IllegalArgumentException.class,
                text -> RecordText.of(text)))
        .isBetween(100, ROUNDS);
  }

  /** Whatever is changed in a signed message, it counts only where what was signed is the same. */
  @Test
  void signatures() throws Exception {
    long now = 1_764_000_000;
    TsigKey key = TsigKey.of("k.site.test:hmac-sha256:c2VjcmV0c2VjcmV0c2VjcmV0");
    byte[] plain = Ask.question("www.site.test.", "SOA", Ask.How.DNSSEC);
    byte[] room = Arrays.copyOf(plain, 2000);
    byte[] signed = Arrays.copyOf(room, Tsig.asking(key).sign(room, plain.length, now));
    var scan = new MessageScan(WireLimits.QUESTION);
    assertThat(scan.scan(signed)).isEqualTo(Fault.NONE);
    assertThat(Tsig.question(scan, List.of(key), now)).isInstanceOf(Tsig.Verdict.Good.class);
    int good = 0;
    for (int bit = 0; bit < 8 * signed.length; bit++) {
      byte[] broken = signed.clone();
      broken[bit / 8] ^= (byte) (1 << bit % 8);
      good += counts(broken, key, now, signed, plain.length) ? 1 : 0;
    }
    // The id, which is beside its own copy in the signature, and that record's class and TTL.
    assertThat(good).isBetween(16, 16 + 48 + 8 * 30);
    for (int i = 0; i < 10 * ROUNDS; i++) {
      counts(damaged(signed), key, now, signed, plain.length);
    }
  }

  /** Whether a message that is damaged counts; then all that its signature covers is as it was. */
  private static boolean counts(byte[] broken, TsigKey key, long now, byte[] signed, int covered) {
    var scan = new MessageScan(WireLimits.QUESTION);
    if (scan.scan(broken) != Fault.NONE) {
      return false;
    }
    if (Tsig.refusal(scan, now).isEmpty()) {
      Tsig.asking(key).answer(scan, now);
    }
    return switch (Tsig.question(scan, List.of(key), now)) {
      case Tsig.Verdict.Good(Tsig _) -> {
        assertThat(Arrays.copyOfRange(broken, 2, covered))
            .isEqualTo(Arrays.copyOfRange(signed, 2, covered));
        yield true;
      }
      case Tsig.Verdict.Bad(int error) -> {
        byte[] answer = Arrays.copyOf(broken, 2000);
        int length = Tsig.refuse(scan, answer, scan.questionEnd(), now, error);
        assertThat(length).isGreaterThan(scan.questionEnd());
        yield false;
      }
      case Tsig.Verdict.Untimely _ -> throw new AssertionError("another time, and it is signed");
      case Tsig.Verdict.Unsigned _ -> false;
    };
  }

  @Test
  void keyFiles() throws Exception {
    for (SigningKey.Algorithm algorithm : SigningKey.Algorithm.values()) {
      Path file = folder.resolve(algorithm.name());
      SigningKey key = SigningKey.in(file, algorithm);
      String text = Files.readString(file);
      int refused = 0;
      for (int i = 0; i < ROUNDS / 10; i++) {
        Files.writeString(file, damaged(text), StandardCharsets.ISO_8859_1);
        try {
          // What is read without fault is what was there: a key whose other half is broken signs
          // what nobody believes.
          assertThat(SigningKey.in(file, algorithm).dnskey()).isEqualTo(key.dnskey());
        } catch (IOException e) {
          assertThat(e.getMessage()).isNotBlank();
          refused++;
        }
      }
      assertThat(refused).as(algorithm.name()).isBetween(ROUNDS / 50, ROUNDS / 10 - 1);
    }
  }
}
