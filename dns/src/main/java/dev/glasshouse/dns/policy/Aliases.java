package dev.glasshouse.dns.policy;

import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.MessageScan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The names that an answer leads to by aliases (CNAME, RFC 1034 section 3.6.2). */
final class Aliases {
  private static final int MOST = 16;
  private static final int POINTER = 0xc0;

  private Aliases() {}

  /**
   * Those of an answer, in the order in which they lead on, without the name that was asked for.
   *
   * @param message bytes of an answer; of what is no message there are none
   */
  static List<Name> of(byte[] message, int length) {
    if (!beginsWithAlias(message, length)) {
      return List.of();
    }
    try {
      return chain(new Message(Arrays.copyOf(message, length)));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<Name> chain(Message answer) {
    Record question = answer.getQuestion();
    if (question == null) {
      return List.of();
    }
    Map<Name, Name> next = new HashMap<>();
    for (Record record : answer.getSection(Section.ANSWER)) {
      if (record instanceof CNAMERecord alias) {
        next.putIfAbsent(alias.getName(), alias.getTarget());
      }
    }
    var chain = new ArrayList<Name>();
    Name at = next.remove(question.getName());
    while (at != null && chain.size() < MOST) {
      chain.add(at);
      at = next.remove(at);
    }
    return chain;
  }

  /**
   * Whether the first record of the answer is a CNAME, or the DNAME that it is made out of: so
   * answers with aliases begin (RFC 1034 section 4.3.2), and those of all others need no parsing.
   */
  private static boolean beginsWithAlias(byte[] message, int length) {
    if (length < MessageScan.HEADER || Bytes.u16(message, 4) != 1 || Bytes.u16(message, 6) == 0) {
      return false;
    }
    int owner = behindName(message, length, MessageScan.HEADER) + 4;
    int type = behindName(message, length, owner);
    if (type + 2 > length) {
      return false;
    }
    int first = Bytes.u16(message, type);
    return first == Type.CNAME || first == Type.DNAME;
  }

  private static int behindName(byte[] message, int length, int from) {
    int at = from;
    while (at < length) {
      int label = message[at] & 0xff;
      if (label == 0) {
        return at + 1;
      }
      if (label >= POINTER) {
        return at + 2;
      }
      at += 1 + label;
    }
    return length;
  }
}
