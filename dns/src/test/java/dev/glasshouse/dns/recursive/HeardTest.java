package dev.glasshouse.dns.recursive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.dns.cache.RecordSet;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class HeardTest {
  private static final String NAME = "www.example.test.";
  private static final Instant TIME = Instant.ofEpochSecond(1_700_000_000);

  /** What is remembered of a signed answer is bounded: its name is there once, not thrice. */
  @Test
  void aSignatureHasTheNameOfItsSet() throws IOException {
    RecordSet set = heard(signature(NAME), NAME);
    RRSIGRecord signature = set.signatures().getFirst();
    assertThat(signature.getName()).isSameAs(set.name());
    assertThat(signature.toWireCanonical()).isEqualTo(signature(NAME).toWireCanonical());
  }

  /** RFC 4034 section 3.1.3: how many labels the name had that was signed. */
  @Test
  void aSignatureOfAWildcardStaysThat() throws IOException {
    RRSIGRecord signature = heard(signature("*.example.test."), NAME).signatures().getFirst();
    assertThat(signature.getLabels()).isEqualTo(2);
    assertThat(signature.getSignature()).containsExactly(1, 2, 3);
  }

  /** RFC 2181 section 8: that counts as zero, wherever it stands, and breaks nothing. */
  @Test
  void aSignatureWithATimeTooLongIsLeftAsItIs() throws IOException {
    byte[] body = signature(NAME).rdataToWireCanonical();
    body[4] |= (byte) 0x80;
    assertThat(heard(body, NAME).signatures().getFirst().rdataToWireCanonical()).isEqualTo(body);
  }

  private static RRSIGRecord signature(String name) {
    return new RRSIGRecord(
        World.name(name),
        DClass.IN,
        300,
        Type.A,
        15,
        600,
        TIME.plusSeconds(60),
        TIME,
        77,
        World.name("example.test."),
        new byte[] {1, 2, 3});
  }

  /** What is heard where an answer for a name has that signature. */
  private static RecordSet heard(RRSIGRecord signature, String as) throws IOException {
    return heard(signature.rdataToWireCanonical(), as);
  }

  private static RecordSet heard(byte[] body, String as) throws IOException {
    Name name = World.name(as);
    var question = Question.of(name, Type.A);
    var message = new Message();
    message.getHeader().setFlag(Flags.QR);
    message.addRecord(World.record(as + " 300 IN A 192.0.2.1"), Section.ANSWER);
    message.addRecord(
        org.xbill.DNS.Record.newRecord(name, Type.RRSIG, DClass.IN, 300, body), Section.ANSWER);
    Ttls ttls = World.usual(World.plain()).recursor.machine().ttls();
    return Heard.of(new Message(message.toWire()), question, ttls, 1).answer().getFirst();
  }
}
