package dev.glasshouse.conformance.replay;

import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * One ENTRY of a scenario: a message, what of it has to match, and what is copied from the question
 * into the answer.
 *
 * @param line where the entry begins in its file
 * @param match the words behind MATCH, but for the error's number
 * @param ede the extended error that must be there: its number, or -1 for any
 * @param adjust the words behind ADJUST
 * @param message the message; without an id
 * @param options the options of its OPT record, as bytes
 * @param hex the message as bytes, where the file gives bytes
 * @param damaged which of its records have data that no record of their type can have
 * @param more further messages of the same answer (a zone transfer's)
 */
public record Exchange(
    int line,
    Set<String> match,
    Optional<Integer> ede,
    Set<String> adjust,
    Message message,
    byte[] options,
    Optional<byte[]> hex,
    Damaged damaged,
    int more) {

  /** The answer to a question: the message with what ADJUST copies. */
  byte[] answerTo(Message question) {
    int id = question.getHeader().getID();
    if (hex.isPresent()) {
      byte[] bytes = hex.get().clone();
      if (adjust.contains("copy_id") && bytes.length > 1) {
        bytes[0] = (byte) (id >> 8);
        bytes[1] = (byte) id;
      }
      return bytes;
    }
    Message answer = message.clone();
    // the scripts were written for a network that knows no ids: each answer has its question
    answer.getHeader().setID(id);
    if (adjust.contains("copy_query") && question.getQuestion() != null) {
      answer.removeAllRecords(Section.QUESTION);
      answer.addRecord(question.getQuestion(), Section.QUESTION);
    }
    return damaged.restore(answer.toWire(65535));
  }

  /** The question that a client asks with this entry. */
  byte[] asQuestion(int id) {
    if (hex.isPresent()) {
      byte[] bytes = hex.get().clone();
      if (bytes.length > 1) {
        bytes[0] = (byte) (id >> 8);
        bytes[1] = (byte) id;
      }
      return bytes;
    }
    Message question = message.clone();
    question.getHeader().setID(id);
    return question.toWire(65535);
  }

  /** A line for people: which entry this is. */
  String shown() {
    Record question = message.getQuestion();
    return "entry at line "
        + line
        + (question == null
            ? ""
            : " ("
                + question.getName()
                + " "
                + org.xbill.DNS.Type.string(question.getType())
                + ")");
  }

  static String header(Message message) {
    var text = new StringBuilder(org.xbill.DNS.Rcode.string(message.getHeader().getRcode()));
    for (int flag :
        new int[] {Flags.QR, Flags.AA, Flags.TC, Flags.RD, Flags.RA, Flags.AD, Flags.CD}) {
      if (message.getHeader().getFlag(flag)) {
        text.append(' ').append(Flags.string(flag));
      }
    }
    // the suite's DO only says that there is an OPT record: its TTL field is not compared
    if (message.getOPT() != null) {
      text.append(" edns");
    }
    return text.toString();
  }

  static String question(Message message) {
    Record question = message.getQuestion();
    return question == null
        ? "-"
        : question.getName().toString().toLowerCase(java.util.Locale.ROOT)
            + " "
            + DClass.string(question.getDClass())
            + " "
            + org.xbill.DNS.Type.string(question.getType());
  }
}
