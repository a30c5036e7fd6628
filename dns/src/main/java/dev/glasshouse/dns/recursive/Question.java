package dev.glasshouse.dns.recursive;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What can be asked: a name, a type and a class (RFC 1034 section 3.7.1). Names are compared
 * without regard to case.
 *
 * @param name absolute
 * @param type a record type's number
 * @param dclass a class's number
 */
public record Question(Name name, int type, int dclass) {

  /** A question of class IN. */
  public static Question of(Name name, int type) {
    return new Question(name, type, DClass.IN);
  }

  /** The question of a message's question section. */
  public static Question of(Record record) {
    return new Question(record.getName(), record.getType(), record.getDClass());
  }

  /** The same question of another name. */
  Question with(Name other) {
    return new Question(other, type, dclass);
  }

  /** The same question of another type. */
  Question with(int other) {
    return new Question(name, other, dclass);
  }

  /** As a question section has it. */
  public Record record() {
    return Record.newRecord(name, type, dclass);
  }

  /** The type's name. */
  String typeText() {
    return Type.string(type);
  }

  // Written out: these two are asked for at every look-up, and a record's own cost more than it.
  @Override
  public boolean equals(@Nullable Object other) {
    return other == this
        || other instanceof Question question
            && type == question.type
            && dclass == question.dclass
            && name.equals(question.name);
  }

  @Override
  public int hashCode() {
    return (name.hashCode() * 31 + type) * 31 + dclass;
  }

  @Override
  public String toString() {
    return name + " " + Type.string(type);
  }
}
