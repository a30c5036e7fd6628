package dev.glasshouse.dns.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.front.SettingsException;
import dev.glasshouse.dns.front.SettingsFile;
import dev.glasshouse.dns.local.RecordText;
import dev.glasshouse.dns.policy.PolicyException;
import dev.glasshouse.dns.policy.PolicyFile;
import dev.glasshouse.dns.policy.PolicyLimits;
import dev.glasshouse.dns.serve.AccessList;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
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
}
