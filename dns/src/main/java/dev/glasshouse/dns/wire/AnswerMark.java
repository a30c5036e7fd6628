package dev.glasshouse.dns.wire;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;

/**
 * A server's own word that its answer is not the true one: one of four extended errors.
 *
 * @param kind which of them
 * @param text what the server says more; may be empty
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8914#section-4">RFC 8914 section 4</a>
 */
public record AnswerMark(Kind kind, String text) {

  /** The extended errors that say so. */
  public enum Kind {
    /** The answer is made up. */
    FORGED(4, "Forged Answer"),
    /** The server's owner does not want the name to be reached. */
    BLOCKED(15, "Blocked"),
    /** Somebody outside demands it. */
    CENSORED(16, "Censored"),
    /** The client itself has asked for it. */
    FILTERED(17, "Filtered");

    private final int code;
    private final String text;

    Kind(int code, String text) {
      this.code = code;
      this.text = text;
    }

    /** Its info code. */
    public int code() {
      return code;
    }

    /** Its registered name. */
    public String text() {
      return text;
    }
  }

  /** The marks of a message; none when it says nothing of the kind. */
  public static List<AnswerMark> of(Message message) {
    OPTRecord opt = message.getOPT();
    if (opt == null) {
      return List.of();
    }
    var marks = new ArrayList<AnswerMark>();
    for (EDNSOption option : opt.getOptions()) {
      if (option instanceof ExtendedErrorCodeOption error) {
        for (Kind kind : Kind.values()) {
          if (kind.code == error.getErrorCode()) {
            marks.add(new AnswerMark(kind, error.getText() == null ? "" : error.getText()));
          }
        }
      }
    }
    return marks;
  }
}
