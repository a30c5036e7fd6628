package dev.glasshouse.dns.policy;

import dev.glasshouse.dns.serve.ClientQuery;
import dev.glasshouse.dns.serve.ReplySink;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.NameBytes;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The answers to one question for which a rule holds: what is said in place of the truth. */
final class Forged {
  private static final int KEPT = 0x7930; // opcode, RD, AD, CD
  private static final Name NOWHERE = Name.fromConstantString("localhost.");
  private static final Name NOBODY = Name.fromConstantString("nobody.invalid.");

  private final ClientQuery query;
  private final Rule rule;
  private final Name asked;
  private final Name met;
  private final int type;
  private final long ttl;

  /**
   * Answers to a question.
   *
   * @param query one that holds, of class IN
   * @param met the name that the rule holds for, on the wire: the one that is asked for, or one
   *     that it is an alias of
   */
  Forged(ClientQuery query, Rule rule, byte[] met, long ttl) throws IOException {
    this.query = query;
    this.rule = rule;
    this.asked = new Name(NameBytes.expand(query.scan().bytes(), MessageScan.HEADER));
    this.met = new Name(met);
    this.type = query.scan().questionType();
    this.ttl = ttl;
  }

  /** There is no such name, or nothing is at it. */
  void deny(Deed.Block.How how, ReplySink sink) {
    Message answer = begin(how == Deed.Block.How.NXDOMAIN ? Rcode.NXDOMAIN : Rcode.NOERROR);
    answer.addRecord(soa(ttl), Section.AUTHORITY);
    finish(answer, sink);
  }

  void addresses(List<InetAddress> addresses, ReplySink sink) {
    Message answer = begin(Rcode.NOERROR);
    for (InetAddress address : addresses) {
      boolean four = address instanceof Inet4Address;
      if (type == Type.ANY || type == (four ? Type.A : Type.AAAA)) {
        answer.addRecord(
            four
                ? new ARecord(asked, DClass.IN, ttl, address)
                : new AAAARecord(asked, DClass.IN, ttl, address),
            Section.ANSWER);
      }
    }
    if (answer.getSection(Section.ANSWER).isEmpty()) {
      answer.addRecord(soa(ttl), Section.AUTHORITY);
    }
    finish(answer, sink);
  }

  /** The alias alone, for who asks for just that. */
  void alias(Name target, ReplySink sink) {
    Message answer = begin(Rcode.NOERROR);
    answer.addRecord(new CNAMERecord(asked, DClass.IN, ttl, target), Section.ANSWER);
    finish(answer, sink);
  }

  void fail(ReplySink sink) {
    finish(begin(Rcode.SERVFAIL), sink);
  }

  /** The name to ask for; empty when there is none, or it would be too long. */
  Optional<Name> other() {
    return rule.other(met);
  }

  /** Whether that name is one from which the rule leads nowhere else. */
  boolean isHere(Name other) {
    return other.equals(asked) || other.equals(met);
  }

  int type() {
    return type;
  }

  /** The client's question about another name. */
  byte[] question(Name other) {
    MessageScan scan = query.scan();
    byte[] name = other.toWire();
    int opt = scan.opt();
    int optSize = opt < 0 ? 0 : 11 + scan.dataLength(opt);
    byte[] to = new byte[MessageScan.HEADER + name.length + 4 + optSize];
    Bytes.put16(to, 0, scan.id());
    Bytes.put16(to, 2, scan.flags() & KEPT);
    Bytes.put16(to, 4, 1);
    Bytes.put16(to, 10, opt < 0 ? 0 : 1);
    int at = MessageScan.HEADER;
    System.arraycopy(name, 0, to, at, name.length);
    at += name.length;
    Bytes.put16(to, at, type);
    Bytes.put16(to, at + 2, DClass.IN);
    if (opt >= 0) {
      System.arraycopy(scan.bytes(), scan.owner(opt), to, at + 4, optSize);
    }
    return to;
  }

  /** What was said of the other name, told of this one. */
  void told(byte[] bytes, Name other, ReplySink sink) {
    Message came;
    try {
      came = new Message(bytes);
    } catch (IOException e) {
      fail(sink);
      return;
    }
    Message answer = begin(came.getHeader().getRcode());
    if (came.getHeader().getFlag(Flags.TC)) {
      answer.getHeader().setFlag(Flags.TC);
    }
    if (rule.deed() instanceof Deed.Redirect) {
      answer.addRecord(new CNAMERecord(asked, DClass.IN, ttl, other), Section.ANSWER);
      copy(came, answer, Section.ANSWER);
      copy(came, answer, Section.AUTHORITY);
    } else {
      renamed(came, answer, other);
    }
    finish(answer, sink);
  }

  private static void copy(Message from, Message to, int section) {
    for (Record record : from.getSection(section)) {
      to.addRecord(record, section);
    }
  }

  /** Signatures and proofs are about other names: they stay out. */
  private void renamed(Message came, Message answer, Name other) {
    for (Record record : came.getSection(Section.ANSWER)) {
      if (record.getType() == Type.RRSIG) {
        continue;
      }
      long left = Math.min(record.getTTL(), ttl);
      Name owner = record.getName().equals(other) ? asked : record.getName();
      answer.addRecord(
          Record.newRecord(
              owner, record.getType(), record.getDClass(), left, record.rdataToWireCanonical()),
          Section.ANSWER);
    }
    int rcode = answer.getHeader().getRcode();
    if (answer.getSection(Section.ANSWER).isEmpty()
        && (rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN)) {
      answer.addRecord(soa(ttl), Section.AUTHORITY);
    }
  }

  private Message begin(int rcode) {
    MessageScan scan = query.scan();
    var answer = new Message(scan.id());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setRcode(rcode);
    // Nothing of ours is signed: AD stays out.
    if ((scan.flags() & 0x0100) != 0) {
      answer.getHeader().setFlag(Flags.RD);
      answer.getHeader().setFlag(Flags.RA);
    }
    if ((scan.flags() & 0x0010) != 0) {
      answer.getHeader().setFlag(Flags.CD);
    }
    answer.addRecord(Record.newRecord(asked, type, DClass.IN), Section.QUESTION);
    return answer;
  }

  /** How long "there is none" holds (RFC 2308 section 3); the rule's name stands for its zone. */
  private SOARecord soa(long holds) {
    return new SOARecord(
        rule.name(), DClass.IN, holds, NOWHERE, NOBODY, 1, 3600, 600, 86_400, holds);
  }

  private void finish(Message answer, ReplySink sink) {
    byte[] wire = answer.toWire(65_535 - 1024);
    byte[] whole = Arrays.copyOf(wire, wire.length + query.optRoom(rule.words()));
    int end =
        query.putOpt(
            whole,
            wire.length,
            answer.getHeader().getRcode(),
            OptionalInt.of(rule.notice().code()),
            rule.words());
    if (end > wire.length) {
      Bytes.put16(whole, 10, Bytes.u16(whole, 10) + 1);
    }
    sink.reply(whole, end);
  }
}
