package dev.glasshouse.dns;

import dev.glasshouse.dns.wire.AnswerMark;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Questions into bytes, and bytes into what they say. Stateless. */
final class Messages {
  private Messages() {}

  /** Whether a question carries EDNS(0) (RFC 6891). */
  enum Edns {
    ON,
    OFF
  }

  /** The bytes of a question that asks for recursion. */
  static byte[] question(String name, String type, int id, Edns edns, Limits limits)
      throws TextParseException {
    var message = new Message(id);
    message.getHeader().setOpcode(Opcode.QUERY);
    message.getHeader().setFlag(Flags.RD);
    message.addRecord(
        Record.newRecord(absolute(name), Type.value(type, true), DClass.IN), Section.QUESTION);
    if (edns == Edns.ON) {
      message.addRecord(new OPTRecord(limits.udpSize(), 0, 0), Section.ADDITIONAL);
    }
    return message.toWire();
  }

  /** A name with its dot at the end. */
  static Name absolute(String name) throws TextParseException {
    return Name.fromString(name.endsWith(".") ? name : name + ".");
  }

  /** A message out of its bytes. */
  static Message parse(byte[] bytes, Limits limits) throws IOException {
    Optional<String> problem = MessageCheck.problem(bytes, limits);
    if (problem.isPresent()) {
      throw new IOException(problem.get());
    }
    try {
      return new Message(bytes);
    } catch (RuntimeException e) {
      // dnsjava throws these for some broken records.
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Why a message does not answer a question; empty when it does (RFC 5452 section 9.1). */
  static Optional<String> mismatch(Message message, int id, String name, String type) {
    Header header = message.getHeader();
    if (header.getID() != id) {
      return Optional.of("its id is " + header.getID() + ", not " + id);
    }
    if (!header.getFlag(Flags.QR)) {
      return Optional.of("it is a question");
    }
    if (header.getOpcode() != Opcode.QUERY) {
      return Optional.of("its opcode is " + Opcode.string(header.getOpcode()));
    }
    Record question = message.getQuestion();
    if (question == null) {
      // RFC 6891 section 7 and old servers: an error may come without the question.
      return header.getRcode() == Rcode.FORMERR || header.getRcode() == Rcode.NOTIMP
          ? Optional.empty()
          : Optional.of("it repeats no question");
    }
    if (!text(question.getName()).equals(name)
        || question.getType() != Type.value(type, true)
        || question.getDClass() != DClass.IN) {
      return Optional.of(
          "it answers "
              + text(question.getName())
              + " "
              + Type.string(question.getType())
              + ", not "
              + name
              + " "
              + type);
    }
    return Optional.empty();
  }

  /** A name in lower case without the dot at its end. */
  static String text(Name name) {
    String text = name.toString(true).toLowerCase(Locale.ROOT);
    return text.isEmpty() ? "." : text;
  }

  /** A record's data as zone files have it, IPv6 addresses in their one canonical form. */
  static String data(Record record) {
    return record instanceof AAAARecord six && six.getAddress() != null
        ? AddressText.of(six.getAddress())
        : record.rdataToString();
  }

  /** The name of a response code, the extended ones of EDNS included. */
  static String code(Message message) {
    return Rcode.string(message.getRcode());
  }

  /** The records of the answer section as text. */
  static List<String> answers(Message message) {
    return message.getSection(Section.ANSWER).stream()
        .map(r -> text(r.getName()) + " " + Type.string(r.getType()) + " " + data(r))
        .toList();
  }

  /** Whether a message only points to other servers: whoever sent it does not resolve for us. */
  static boolean isReferral(Message message) {
    return message.getRcode() == Rcode.NOERROR
        && message.getSection(Section.ANSWER).isEmpty()
        && !message.getHeader().getFlag(Flags.AA)
        && !message.getHeader().getFlag(Flags.RA)
        && message.getSection(Section.AUTHORITY).stream().anyMatch(r -> r.getType() == Type.NS);
  }

  /** What an answer's message says of a question, as far as it says it. */
  sealed interface Reading {}

  /** It answers. */
  record Complete(Answer answer) implements Reading {}

  /** It follows some aliases, and says nothing of the last target. */
  record Partial(List<Answer.Alias> aliases, String target) implements Reading {}

  /** It leads in a circle, or through too many aliases. */
  record Endless(List<Answer.Alias> aliases) implements Reading {}

  /**
   * Reads an answer: follows the aliases from the name asked for, and takes the records of the last
   * one, and no others (RFC 1034 section 4.3.1, RFC 2181 section 5.4.1).
   *
   * @param name the name asked for, in lower case
   */
  static Reading read(
      Message message, String name, String type, Instant now, String source, Limits limits) {
    int wanted = Type.value(type, true);
    List<Record> section = message.getSection(Section.ANSWER);
    var aliases = new ArrayList<Answer.Alias>();
    if (wanted != Type.CNAME && wanted != Type.ANY) {
      Map<String, CNAMERecord> cnames = new HashMap<>();
      for (Record record : section) {
        if (record instanceof CNAMERecord cname && record.getDClass() == DClass.IN) {
          cnames.putIfAbsent(text(cname.getName()), cname);
        }
      }
      Set<String> seen = new HashSet<>(Set.of(name));
      for (CNAMERecord at = cnames.get(name); at != null; ) {
        String target = text(at.getTarget());
        aliases.add(new Answer.Alias(text(at.getName()), target, seconds(at.getTTL())));
        if (!seen.add(target) || aliases.size() > limits.aliases()) {
          return new Endless(aliases);
        }
        at = cnames.get(target);
      }
    }
    String last = aliases.isEmpty() ? name : aliases.getLast().target();
    return end(message, new Asked(name, type, wanted, last, aliases), now, source, limits);
  }

  /** What was asked for, and where the aliases ended. */
  private record Asked(
      String name, String type, int wanted, String last, List<Answer.Alias> aliases) {}

  private static Reading end(
      Message message, Asked asked, Instant now, String source, Limits limits) {
    // What is not the true answer is told as such each time, and therefore not kept.
    boolean marked = !AnswerMark.of(message).isEmpty();
    var records = new ArrayList<Answer.Datum>();
    for (Record record : message.getSection(Section.ANSWER)) {
      if (record.getDClass() == DClass.IN
          && (record.getType() == asked.wanted || asked.wanted == Type.ANY)
          && text(record.getName()).equals(asked.last)) {
        records.add(new Answer.Datum(asked.last, seconds(record.getTTL()), data(record)));
      }
    }
    Duration ttl = shortest(asked.aliases, records);
    if (!records.isEmpty()) {
      Duration keep = marked ? Duration.ZERO : limits.clamp(ttl);
      return new Complete(answer(asked, Answer.Outcome.FOUND, records, keep, now, source));
    }
    Optional<Duration> negative = negativeTtl(message);
    boolean gone = message.getRcode() == Rcode.NXDOMAIN;
    if (!gone && negative.isEmpty() && !asked.aliases.isEmpty()) {
      return new Partial(asked.aliases, asked.last);
    }
    // RFC 2308 section 5: without an SOA nothing says how long; it is not kept.
    Duration keep =
        negative
            .filter(_ -> !marked)
            .map(d -> limits.clampNegative(d.compareTo(ttl) < 0 ? d : ttl))
            .orElse(Duration.ZERO);
    Answer.Outcome outcome = gone ? Answer.Outcome.NXDOMAIN : Answer.Outcome.NODATA;
    return new Complete(answer(asked, outcome, List.of(), keep, now, source));
  }

  private static Answer answer(
      Asked asked,
      Answer.Outcome outcome,
      List<Answer.Datum> records,
      Duration ttl,
      Instant now,
      String source) {
    return new Answer(asked.name, asked.type, outcome, asked.aliases, records, ttl, now, source);
  }

  private static Duration shortest(List<Answer.Alias> aliases, List<Answer.Datum> records) {
    long seconds = Integer.MAX_VALUE;
    for (Answer.Alias alias : aliases) {
      seconds = Math.min(seconds, alias.ttl().toSeconds());
    }
    for (Answer.Datum record : records) {
      seconds = Math.min(seconds, record.ttl().toSeconds());
    }
    return Duration.ofSeconds(seconds);
  }

  /** RFC 2308 section 5: the lesser of the SOA's own TTL and its minimum field. */
  private static Optional<Duration> negativeTtl(Message message) {
    for (Record record : message.getSection(Section.AUTHORITY)) {
      if (record instanceof SOARecord soa) {
        return Optional.of(seconds(Math.min(soa.getTTL(), soa.getMinimum())));
      }
    }
    return Optional.empty();
  }

  /** RFC 2181 section 8: a TTL with its highest bit set is zero. */
  private static Duration seconds(long ttl) {
    return Duration.ofSeconds(ttl < 0 || ttl > Integer.MAX_VALUE ? 0 : ttl);
  }
}
