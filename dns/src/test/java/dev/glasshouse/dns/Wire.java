package dev.glasshouse.dns;

import java.io.IOException;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Answers to questions, as bytes, for tests. */
final class Wire {
  private Wire() {}

  /** A question out of its bytes. */
  static Message question(byte[] bytes) {
    try {
      return new Message(bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The name that a question is about. */
  static String name(byte[] question) {
    return Messages.text(question(question).getQuestion().getName());
  }

  /** The type that a question is about. */
  static String type(byte[] question) {
    return Type.string(question(question).getQuestion().getType());
  }

  /**
   * An answer with these records, each {@code name ttl type data}; {@code !} puts one into
   * authority.
   */
  static byte[] answer(byte[] question, String... records) {
    return answer(question, m -> {}, records);
  }

  /** An answer with a response code. */
  static byte[] code(byte[] question, int code, String... records) {
    return answer(question, m -> m.getHeader().setRcode(code), records);
  }

  /** An answer with something changed. */
  static byte[] answer(byte[] question, Consumer<Message> change, String... records) {
    Message asked = question(question);
    var message = new Message(asked.getHeader().getID());
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.RA);
    message.getHeader().setRcode(Rcode.NOERROR);
    message.addRecord(asked.getQuestion(), Section.QUESTION);
    for (String record : records) {
      boolean authority = record.startsWith("!");
      message.addRecord(
          record(authority ? record.substring(1) : record),
          authority ? Section.AUTHORITY : Section.ANSWER);
    }
    change.accept(message);
    return message.toWire();
  }

  private static Record record(String text) {
    String[] words = text.split(" ", 4);
    try {
      return Record.fromString(
          Name.fromString(words[0]),
          Type.value(words[2]),
          DClass.IN,
          Long.parseLong(words[1]),
          words[3],
          Name.root);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
