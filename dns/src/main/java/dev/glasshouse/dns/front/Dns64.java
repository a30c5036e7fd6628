package dev.glasshouse.dns.front;

import dev.glasshouse.dns.recursive.Asked;
import dev.glasshouse.dns.recursive.Question;
import dev.glasshouse.dns.recursive.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Type;

/**
 * Addresses for clients that have IPv6 alone and a translator: where a host has only IPv4
 * addresses, IPv6 ones are made of them. Pure.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6147#section-5">RFC 6147 section 5</a>
 * @param prefix the translator's
 * @param ignored names at and below which hosts' own IPv6 addresses are only the second choice
 */
public record Dns64(TranslationPrefix prefix, List<Name> ignored) {
  /** RFC 6147 section 5.1.7: as long holds what has no SOA to say so. */
  private static final long LONGEST = 600;

  private static final Name REVERSE = Name.fromConstantString("ip6.arpa.");
  private static final int NIBBLES = 32;
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  /** Copies the list. */
  public Dns64 {
    ignored = List.copyOf(ignored);
  }

  /** Whether a question may need addresses made (section 5.5: not for who checks itself). */
  boolean concerns(Asked asked) {
    Question question = asked.question();
    return question.type() == Type.AAAA
        && question.dclass() == DClass.IN
        && !asked.wants(Asked.Wish.CHECKING_DISABLED);
  }

  /** Whether a host's own IPv6 addresses are the second choice. */
  boolean ignores(Name name) {
    return ignored.stream().anyMatch(name::subdomain);
  }

  /** Whether there are no IPv6 addresses in an answer that serve (sections 5.1.2 and 5.1.4). */
  static boolean lacks(Reply reply) {
    return reply.rcode() == Rcode.NOERROR
        && reply.answer().stream().noneMatch(each -> each instanceof AAAARecord own && serves(own));
  }

  private static boolean serves(AAAARecord record) {
    byte[] address = record.getAddress().getAddress();
    // An IPv4-mapped address comes as an IPv4 one.
    return address.length == 16
        && !java.util.Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length);
  }

  /** The question about the IPv4 addresses. */
  static Asked four(Asked asked) {
    Question question = asked.question();
    return asked.about(new Question(question.name(), Type.A, question.dclass()));
  }

  /**
   * The answer with addresses that are made (sections 5.1.6 and 5.1.7).
   *
   * @param six what was said about IPv6 addresses; empty when that was not asked
   * @param four what was said about IPv4 ones
   * @return empty when there are none either
   */
  Optional<Reply> synthesize(Asked asked, Optional<Reply> six, Reply four) {
    if (four.rcode() != Rcode.NOERROR
        || four.answer().stream().noneMatch(ARecord.class::isInstance)) {
      return Optional.empty();
    }
    long longest =
        six.flatMap(
                reply -> reply.authority().stream().filter(SOARecord.class::isInstance).findFirst())
            .map(Record::getTTL)
            .orElse(LONGEST);
    var answer = new ArrayList<Record>();
    for (Record each : four.answer()) {
      if (each instanceof ARecord a && a.getAddress() instanceof java.net.Inet4Address address) {
        long ttl = Math.min(each.getTTL(), longest);
        answer.add(new AAAARecord(each.getName(), each.getDClass(), ttl, prefix.of(address)));
      } else if (each.getType() != Type.RRSIG || covered(each) != Type.A) {
        answer.add(each);
      }
    }
    return Optional.of(
        new Reply(
            asked,
            Rcode.NOERROR,
            four.authentic() && six.map(Reply::authentic).orElse(true),
            false,
            four.origin(),
            answer,
            four.authority(),
            four.additional(),
            four.errors()));
  }

  private static int covered(Record signature) {
    return ((org.xbill.DNS.RRSIGRecord) signature).getTypeCovered();
  }

  /** Section 5.3.1: the IPv4 name of a made address's reverse name; empty when it is none. */
  Optional<Question> reverse(Question question) {
    Name name = question.name();
    if (question.type() != Type.PTR
        || !name.subdomain(REVERSE)
        || name.labels() != REVERSE.labels() + NIBBLES) {
      return Optional.empty();
    }
    byte[] address = new byte[16];
    for (int i = 0; i < NIBBLES; i++) {
      String label = name.getLabelString(NIBBLES - 1 - i);
      int digit = label.length() == 1 ? Character.digit(label.charAt(0), 16) : -1;
      if (digit < 0) {
        return Optional.empty();
      }
      address[i / 2] |= (byte) (digit << (i % 2 == 0 ? 4 : 0));
    }
    return prefix
        .in(address)
        .map(four -> new Question(ReverseMap.fromAddress(four), Type.PTR, question.dclass()));
  }

  /** What was said about the IPv4 name, told of the IPv6 one. */
  static Reply renamed(Asked asked, Reply four) {
    var answer = new ArrayList<Record>();
    for (Record each : four.answer()) {
      if (each.getType() == Type.PTR && each.getName().equals(four.asked().question().name())) {
        answer.add(
            Record.newRecord(
                asked.question().name(),
                Type.PTR,
                each.getDClass(),
                each.getTTL(),
                each.rdataToWireCanonical()));
      } else if (each.getType() != Type.RRSIG) {
        answer.add(each);
      }
    }
    return new Reply(
        asked,
        four.rcode(),
        false,
        false,
        four.origin(),
        answer,
        four.authority(),
        four.additional(),
        four.errors());
  }
}
