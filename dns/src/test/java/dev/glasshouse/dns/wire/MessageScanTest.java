package dev.glasshouse.dns.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What stands where in good messages, and that bad ones are refused, cheaply. */
class MessageScanTest {
  private static final String[] DATA = {
    "A 192.0.2.1",
    "AAAA 2001:db8::1",
    "NS ns.site.test.",
    "CNAME other.site.test.",
    "DNAME far.test.",
    "PTR host.site.test.",
    "SOA ns.site.test. me.site.test. 1 2 3 4 5",
    "MX 10 mail.site.test.",
    "TXT \"one\" \"two\"",
    "SRV 1 2 443 host.site.test.",
    "NAPTR 1 2 \"u\" \"E2U\" \"!a!b!\" .",
    "HINFO \"cpu\" \"os\"",
    "RP me.site.test. text.site.test.",
    "CAA 0 issue \"ca.test\"",
    "DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000000",
    "DNSKEY 256 3 13 AAAA",
    "RRSIG A 13 2 300 20300101000000 20200101000000 1 site.test. AAAA",
    "NSEC next.site.test. A RRSIG NSEC",
    "NSEC3 1 0 0 - 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR A",
    "NSEC3PARAM 1 0 0 ab",
    "TLSA 3 1 1 0000000000000000000000000000000000000000000000000000000000000000",
    "SSHFP 1 1 0000000000000000000000000000000000000000",
    "LOC 1 2 3.000 N 4 5 6.000 E 1.00m 1.00m 1.00m 1.00m",
    "HTTPS 1 . alpn=h2,h3 port=443 ipv4hint=192.0.2.1",
    "SVCB 0 target.test.",
    "URI 1 2 \"https://site.test/\"",
    "TYPE65280 \\# 3 010203",
  };

  private final MessageScan scan = new MessageScan(WireLimits.ANSWER);

  private static byte[] full(Random random) throws IOException {
    var message = new Message(random.nextInt(65536));
    Name owner = Name.fromString("www.site.test.");
    message.addRecord(Record.newRecord(owner, Type.A, DClass.IN), Section.QUESTION);
    for (int i = 0; i < 8; i++) {
      String[] words = DATA[random.nextInt(DATA.length)].split(" ", 2);
      Record record =
          Record.fromString(owner, Type.value(words[0]), DClass.IN, 300, words[1], Name.root);
      message.addRecord(record, 1 + random.nextInt(3));
    }
    message.addRecord(
        new OPTRecord(
            1232, 0, 0, 0x8000, List.<EDNSOption>of(new GenericEDNSOption(10, new byte[8]))),
        Section.ADDITIONAL);
    return message.toWire();
  }

  @Test
  void everyTypePassesAndIsFound() throws Exception {
    for (String data : DATA) {
      String[] words = data.split(" ", 2);
      var message = new Message(0xabcd);
      Name owner = Name.fromString("a.B.site.test.");
      message.addRecord(Record.newRecord(owner, Type.MX, DClass.CH), Section.QUESTION);
      Record record =
          Record.fromString(owner, Type.value(words[0]), DClass.IN, 77, words[1], Name.root);
      message.addRecord(record, Section.AUTHORITY);
      message.addRecord(new OPTRecord(4096, 1, 3, 0x8000), Section.ADDITIONAL);
      byte[] wire = message.toWire();
      assertThat(scan.scan(wire)).as(data).isEqualTo(Fault.NONE);
      assertThat(scan.id()).isEqualTo(0xabcd);
      assertThat(scan.questionType()).isEqualTo(Type.MX);
      assertThat(scan.questionClass()).isEqualTo(DClass.CH);
      assertThat(NameBytes.text(wire, MessageScan.HEADER)).isEqualTo("a.B.site.test.");
      assertThat(scan.records()).isEqualTo(2);
      assertThat(scan.type(0)).isEqualTo(Type.value(words[0]));
      assertThat(scan.ttl(0)).isEqualTo(77);
      byte[] owned = NameBytes.expand(wire, scan.owner(0));
      assertThat(NameBytes.text(owned)).isEqualTo("a.B.site.test.");
      assertThat(scan.opt()).isEqualTo(1);
      assertThat(scan.udpSize()).isEqualTo(4096);
      assertThat(scan.rcode()).isEqualTo(16);
      assertThat(scan.ednsVersion()).isEqualTo(3);
      assertThat(scan.dnssecOk()).isTrue();
      assertThat(scan.option(10)).isEqualTo(-1);
      assertThat(scan.trailing()).isZero();
      assertThat(scan.scan(Arrays.copyOf(wire, wire.length + 3))).isEqualTo(Fault.NONE);
      assertThat(scan.trailing()).isEqualTo(3);
    }
  }

  @Test
  void aStoredAnswerFitsAnotherQuestion() throws Exception {
    byte[] stored = full(new Random(3));
    assertThat(scan.scan(stored)).isEqualTo(Fault.NONE);
    int[] ttls = Patch.ttls(scan);
    assertThat(ttls).hasSize(8);
    var question = new Message(0x1234);
    question.getHeader().setFlag(7);
    question.addRecord(
        Record.newRecord(Name.fromString("wWw.sITe.test."), Type.A, DClass.IN), Section.QUESTION);
    var asked = new MessageScan(WireLimits.QUESTION);
    assertThat(asked.scan(question.toWire())).isEqualTo(Fault.NONE);
    Patch.question(stored, asked);
    Patch.age(stored, ttls, 290, 1);
    var patched = new Message(stored);
    assertThat(patched.getHeader().getID()).isEqualTo(0x1234);
    assertThat(patched.getHeader().getFlag(7)).isTrue();
    assertThat(patched.getQuestion().getName()).hasToString("wWw.sITe.test.");
    for (int section = 1; section <= 3; section++) {
      for (Record record : patched.getSection(section)) {
        if (record.getType() != Type.OPT) {
          assertThat(record.getTTL()).isEqualTo(10);
        }
      }
    }
    Patch.age(stored, ttls, 1000, 1);
    assertThat(scan.scan(stored)).isEqualTo(Fault.NONE);
    assertThat(scan.ttl(0)).isEqualTo(1);
  }

  private static ByteBuffer header(int questions, int answers, int more) {
    ByteBuffer message = ByteBuffer.allocate(65535);
    message.putShort((short) 1).putShort((short) 0x8180);
    message.putShort((short) questions).putShort((short) answers).putShort((short) 0);
    return message.putShort((short) more);
  }

  private Fault scan(ByteBuffer message) {
    return scan.scan(Arrays.copyOf(message.array(), message.position()));
  }

  @Test
  void ednsIsLookedAtClosely() {
    byte[] opt = HexFormat.of().parseHex("00002904d000000000000400030000");
    assertThat(scan(header(0, 0, 1).put(opt))).isEqualTo(Fault.NONE);
    assertThat(scan.option(3)).isPositive();
    assertThat(scan(header(0, 1, 0).put(opt))).isEqualTo(Fault.EDNS);
    assertThat(scan(header(0, 0, 2).put(opt).put(opt))).isEqualTo(Fault.EDNS);
    byte[] owned = HexFormat.of().parseHex("016100002904d0000000000000");
    assertThat(scan(header(0, 0, 1).put(owned))).isEqualTo(Fault.EDNS);
    byte[] lies = HexFormat.of().parseHex("00002904d000000000000400030001");
    assertThat(scan(header(0, 0, 1).put(lies))).isEqualTo(Fault.EDNS);
    byte[] half = HexFormat.of().parseHex("00002904d0000000000003000300");
    assertThat(scan(header(0, 0, 1).put(half))).isEqualTo(Fault.EDNS);
  }

  @Test
  void aLongNameIsRefused() {
    ByteBuffer message = header(1, 0, 0);
    for (int i = 0; i < 4; i++) {
      message.put((byte) 62).put(new byte[62]);
    }
    assertThat(scan(message.put((byte) 1).put(new byte[1]).put((byte) 0).putInt(0x00010001)))
        .isEqualTo(Fault.NONE);
    message = header(1, 0, 0);
    for (int i = 0; i < 4; i++) {
      message.put((byte) 62).put(new byte[62]);
    }
    assertThat(scan(message.put((byte) 2).put(new byte[2]).put((byte) 0).putInt(0x00010001)))
        .isEqualTo(Fault.NAME_LONG);
  }

  @Test
  void aSignatureIsTheLastRecord() {
    byte[] tsig =
        HexFormat.of()
            .parseHex(
                "0000fa00ff000000000011"
                    + "00"
                    + "000000000000"
                    + "0000"
                    + "0000"
                    + "0000"
                    + "0000"
                    + "0000");
    assertThat(scan(header(0, 0, 1).put(tsig))).isEqualTo(Fault.NONE);
    assertThat(scan.signature()).isZero();
    assertThat(scan(header(0, 0, 2).put(tsig).put(tsig))).isEqualTo(Fault.SIGNATURE);
    assertThat(scan(header(0, 1, 0).put(tsig))).isEqualTo(Fault.SIGNATURE);
  }

  /** A name of 127 labels, and then as many names as there is room for that all point at it. */
  @Test
  void sixtyFourKilobytesOfPointersAreRefused() {
    ByteBuffer message = header(0, 5000, 0);
    for (int i = 0; i < 120; i++) {
      message.put((byte) 1).put((byte) 'a');
    }
    message.put((byte) 0).putShort((short) 2).putShort((short) 1).putInt(0).putShort((short) 2);
    message.putShort((short) 0xc00c);
    while (message.remaining() > 14) {
      message.putShort((short) 0xc00c).putShort((short) 2).putShort((short) 1).putInt(0);
      message.putShort((short) 2).putShort((short) 0xc00c);
    }
    byte[] all = message.array();
    assertThat(scan.scan(all)).isEqualTo(Fault.RECORDS);
    // A reader of transfers takes that many records, but not that many steps.
    var transfer = new MessageScan(WireLimits.TRANSFER);
    assertThat(transfer.scan(all)).isEqualTo(Fault.STEPS);
  }

  @Test
  void brokenMessagesNeverEscape() throws Exception {
    var random = new Random(20260814);
    int passed = 0;
    for (int i = 0; i < 30_000; i++) {
      byte[] message = full(random);
      for (int n = random.nextInt(4); n >= 0; n--) {
        switch (random.nextInt(4)) {
          case 0 -> message[random.nextInt(message.length)] = (byte) random.nextInt(256);
          case 1 -> message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
          case 2 -> message = Arrays.copyOf(message, random.nextInt(message.length) + 1);
          default -> {
            int from = random.nextInt(message.length);
            int length = random.nextInt(message.length - from);
            System.arraycopy(
                message, from, message, random.nextInt(message.length - length), length);
          }
        }
      }
      passed += judge(message, "case " + i);
    }
    assertThat(passed).as("mutations that are no harm").isGreaterThan(500);
  }

  @Test
  void noiseNeverEscapes() {
    var random = new Random(4);
    for (int i = 0; i < 20_000; i++) {
      byte[] message = new byte[random.nextInt(300)];
      random.nextBytes(message);
      if (message.length > 11) {
        System.arraycopy(
            header(random.nextInt(2), random.nextInt(4), random.nextInt(2)).array(),
            0,
            message,
            0,
            12);
      }
      judge(message, "noise " + i);
    }
  }

  /** Whatever passes is parsed, or refused for what its data means; 1 if it was parsed. */
  private int judge(byte[] message, String which) {
    try {
      if (scan.scan(message) != Fault.NONE) {
        assertThat(scan.text()).isNotEmpty();
        return 0;
      }
      new Message(message);
      return 1;
    } catch (IOException e) {
      return 0;
    } catch (RuntimeException e) {
      throw new AssertionError(which + ": " + HexFormat.of().formatHex(message), e);
    }
  }
}
