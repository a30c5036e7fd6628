package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Name servers by the hundred are not even decoded. */
class ExcessTest {

  private static Message referral(int servers, String owner) {
    Message message = World.answer(World.message(question()));
    for (int i = 0; i < servers; i++) {
      message.addRecord(World.record(owner + " 600 IN NS n" + i + ".test."), Section.AUTHORITY);
    }
    message.addRecord(
        World.record("sub.example.test. 600 IN DS 1 8 2 " + "00".repeat(32)), Section.AUTHORITY);
    for (int i = 0; i < servers; i++) {
      message.addRecord(World.record("n" + i + ".test. 600 IN A 192.0.2.7"), Section.ADDITIONAL);
    }
    message.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    return message;
  }

  private static byte[] question() {
    var question = new Message(7);
    question.addRecord(
        Question.of(World.name("a.sub.example.test."), Type.A).record(), Section.QUESTION);
    return question.toWire();
  }

  @Test
  void ofNineHundredServersTwentyAreDecoded() throws IOException {
    byte[] wire = referral(900, "sub.example.test.").toWire(65535);
    Decoding decoded = decoded(wire);
    assertThat(decoded.whole()).isTrue();
    Message message = decoded.message();
    assertThat(message.getSection(Section.AUTHORITY))
        .filteredOn(r -> r.getType() == Type.NS)
        .extracting(Record::rdataToString)
        .hasSize(20)
        .contains("n0.test.", "n19.test.")
        .doesNotContain("n20.test.");
    assertThat(message.getSection(Section.AUTHORITY))
        .filteredOn(r -> r.getType() == Type.DS)
        .hasSize(1);
    // Their names lie in what is hidden, and are found all the same.
    assertThat(message.getSection(Section.ADDITIONAL))
        .filteredOn(r -> r.getType() == Type.A)
        .hasSize(80)
        .extracting(r -> r.getName().toString())
        .contains("n79.test.");
    assertThat(message.getOPT()).isNotNull();
  }

  @Test
  void anHonestReferralIsTakenAsItIs() throws IOException {
    byte[] wire = referral(13, "sub.example.test.").toWire(65535);
    Message message = decoded(wire).message();
    assertThat(message.toWire(65535)).isEqualTo(wire);
  }

  @Test
  void anAnswerIsNotCut() throws IOException {
    Message message = World.answer(World.message(question()));
    for (int i = 0; i < 300; i++) {
      message.addRecord(World.record("a.test. 600 IN NS n" + i + ".test."), Section.ANSWER);
    }
    assertThat(decoded(message.toWire(65535)).message().getSection(Section.ANSWER)).hasSize(300);
  }

  private static Decoding decoded(byte[] wire) throws IOException {
    var scan = new MessageScan(WireLimits.ANSWER);
    scan.scan(wire);
    return Decoding.of(scan, wire, 20);
  }
}
