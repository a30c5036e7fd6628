package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.cache.Rank;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.cache.Security;
import dev.glasshouse.dns.wire.AnswerMark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * What a server said, its records gathered into sets.
 *
 * @param question what it was asked
 * @param rcode the response code, EDNS's extension included
 * @param authoritative its AA bit
 * @param recursive its RA bit
 * @param answer the answer section's sets, in their order
 * @param authority the authority section's
 * @param additional the additional section's
 * @param marks extended errors that say: not the true answer
 */
record Heard(
    Question question,
    int rcode,
    boolean authoritative,
    boolean recursive,
    List<RecordSet> answer,
    List<RecordSet> authority,
    List<RecordSet> additional,
    List<AnswerMark> marks) {

  /** More signatures of one set are nobody's but an attacker's (KeyTrap). */
  private static final int MOST_SIGNATURES = 8;

  Heard {
    answer = List.copyOf(answer);
    authority = List.copyOf(authority);
    additional = List.copyOf(additional);
    marks = List.copyOf(marks);
  }

  /** Which section of a message. */
  enum Part {
    ANSWER(Section.ANSWER, Rank.ANSWER, Rank.ANSWER_AA),
    AUTHORITY(Section.AUTHORITY, Rank.AUTHORITY, Rank.AUTHORITY_AA),
    ADDITIONAL(Section.ADDITIONAL, Rank.ADDITIONAL, Rank.ADDITIONAL_AA);

    private final int section;
    private final Rank plain;
    private final Rank authoritative;

    Part(int section, Rank plain, Rank authoritative) {
      this.section = section;
      this.plain = plain;
      this.authoritative = authoritative;
    }
  }

  private record Key(Name name, int type) {}

  /** Reads a message. Records of other classes than the question's are not taken. */
  static Heard of(Message message, Question question, Ttls ttls, long now) {
    boolean aa = message.getHeader().getFlag(Flags.AA);
    Map<Key, Set<RRSIGRecord>> signatures = signatures(message, question);
    List<RecordSet> answer = sets(message, Part.ANSWER, question, signatures, ttls, now);
    List<RecordSet> authority = sets(message, Part.AUTHORITY, question, signatures, ttls, now);
    List<RecordSet> additional = sets(message, Part.ADDITIONAL, question, signatures, ttls, now);
    if (!signatures.isEmpty()) {
      answer = alone(message, answer, signatures, ttls, now);
    }
    return new Heard(
        question,
        message.getRcode(),
        aa,
        message.getHeader().getFlag(Flags.RA),
        answer,
        authority,
        additional,
        AnswerMark.of(message));
  }

  private static boolean counts(Record record, Question question) {
    return (record.getDClass() == question.dclass() || question.dclass() == DClass.ANY)
        && record.getType() != Type.OPT
        && record.getType() != Type.TSIG;
  }

  /** All signatures of a message; some servers put them into another section than their set. */
  private static Map<Key, Set<RRSIGRecord>> signatures(Message message, Question question) {
    Map<Key, Set<RRSIGRecord>> signatures = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      for (Record record : message.getSection(part.section)) {
        if (counts(record, question) && record instanceof RRSIGRecord signature) {
          signatures
              .computeIfAbsent(
                  new Key(record.getName(), signature.getTypeCovered()), k -> new LinkedHashSet<>())
              .add(signature);
        }
      }
    }
    return signatures;
  }

  private static List<RecordSet> sets(
      Message message,
      Part part,
      Question question,
      Map<Key, Set<RRSIGRecord>> signatures,
      Ttls ttls,
      long now) {
    Map<Key, Set<Record>> records = new LinkedHashMap<>();
    for (Record record : message.getSection(part.section)) {
      if (counts(record, question) && record.getType() != Type.RRSIG) {
        records
            .computeIfAbsent(
                new Key(record.getName(), record.getType()), k -> new LinkedHashSet<>())
            .add(record);
      }
    }
    var sets = new ArrayList<RecordSet>();
    boolean aa = message.getHeader().getFlag(Flags.AA);
    records.forEach((key, of) -> {
      Set<RRSIGRecord> by = signatures.remove(key);
      sets.add(
          set(
              key,
              of,
              by == null ? Set.of() : by,
              aa ? part.authoritative : part.plain,
              ttls,
              now));
    });
    return sets;
  }

  /** Signatures of the answer section that came alone: an answer to a question for them. */
  private static List<RecordSet> alone(
      Message message,
      List<RecordSet> answer,
      Map<Key, Set<RRSIGRecord>> signatures,
      Ttls ttls,
      long now) {
    Map<Name, Set<Record>> byName = new LinkedHashMap<>();
    for (Record record : message.getSection(Section.ANSWER)) {
      if (record instanceof RRSIGRecord signature
          && signatures.containsKey(new Key(record.getName(), signature.getTypeCovered()))) {
        byName.computeIfAbsent(record.getName(), k -> new LinkedHashSet<>()).add(signature);
      }
    }
    var all = new ArrayList<>(answer);
    Rank rank = message.getHeader().getFlag(Flags.AA) ? Rank.ANSWER_AA : Rank.ANSWER;
    byName.forEach(
        (name, of) -> all.add(set(new Key(name, Type.RRSIG), of, Set.of(), rank, ttls, now)));
    return all;
  }

  /**
   * The same signature with its set's very name, which is held once then. Not what cannot be built:
   * where it says that the name came out of a wildcard, or has times with the highest bit set (RFC
   * 2181 section 8).
   */
  private static RRSIGRecord sharing(Name name, RRSIGRecord signature) {
    if (Math.max(signature.getTTL(), signature.getOrigTTL()) > Integer.MAX_VALUE) {
      return signature;
    }
    var same =
        new RRSIGRecord(
            name,
            signature.getDClass(),
            signature.getTTL(),
            signature.getTypeCovered(),
            signature.getAlgorithm(),
            signature.getOrigTTL(),
            signature.getExpire(),
            signature.getTimeSigned(),
            signature.getFootprint(),
            signature.getSigner(),
            signature.getSignature());
    return same.getLabels() == signature.getLabels() ? same : signature;
  }

  private static RecordSet set(
      Key key, Set<Record> records, Set<RRSIGRecord> by, Rank rank, Ttls ttls, long now) {
    Record first = records.iterator().next();
    long ttl = Long.MAX_VALUE;
    for (Record record : records) {
      ttl = Math.min(ttl, ttls.clamp(record.getTTL()));
    }
    for (RRSIGRecord signature : by) {
      ttl = Math.min(ttl, ttls.clamp(signature.getTTL()));
    }
    return new RecordSet(
        key.name,
        key.type,
        first.getDClass(),
        List.copyOf(records),
        by.stream().limit(MOST_SIGNATURES).map(s -> sharing(key.name, s)).toList(),
        ttl,
        now + ttl * 1_000_000_000L,
        rank,
        Security.UNCHECKED);
  }

  /** The set of a section with this owner and type. */
  static Optional<RecordSet> find(List<RecordSet> section, Name name, int type) {
    for (int i = 0; i < section.size(); i++) {
      if (section.get(i).is(name, type)) {
        return Optional.of(section.get(i));
      }
    }
    return Optional.empty();
  }

  /** The first set of a section with this type. */
  static Optional<RecordSet> find(List<RecordSet> section, int type) {
    for (int i = 0; i < section.size(); i++) {
      if (section.get(i).type() == type) {
        return Optional.of(section.get(i));
      }
    }
    return Optional.empty();
  }

  /** The same with other sections. */
  Heard with(List<RecordSet> answer, List<RecordSet> authority, List<RecordSet> additional) {
    return new Heard(
        question, rcode, authoritative, recursive, answer, authority, additional, marks);
  }

  /** The same with another code. */
  Heard with(int code) {
    return new Heard(
        question, code, authoritative, recursive, answer, authority, additional, marks);
  }

  /** Whether any of its records is signed. */
  boolean signed() {
    return java.util.stream.Stream.of(answer, authority)
        .flatMap(List::stream)
        .anyMatch(s -> !s.signatures().isEmpty() || s.type() == Type.RRSIG);
  }
}
