package dev.glasshouse.conformance.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Whether a message is what an entry asks for. */
final class Matching {
  private static final int COOKIE = 10;
  private static final int SERVER_COOKIE_BYTES = 24;

  private Matching() {}

  /**
   * What does not match, in words; empty when all does.
   *
   * @param over "UDP" or "TCP"
   */
  static Optional<String> mismatch(Exchange entry, Message message, String over) {
    Message wanted = entry.message();
    List<String> wrong = new ArrayList<>();
    for (String word : entry.match()) {
      Optional<String> problem =
          switch (word) {
            case "opcode" ->
                differs(word, wanted.getHeader().getOpcode(), message.getHeader().getOpcode());
            case "qtype" -> differs(word, type(wanted), type(message));
            case "qname" -> differs(word, name(wanted), name(message));
            case "subdomain" -> within(wanted, message);
            case "rcode" ->
                differs(word, wanted.getHeader().getRcode(), message.getHeader().getRcode());
            case "question" -> differs(word, Exchange.question(wanted), Exchange.question(message));
            case "answer" -> section(entry, message, Section.ANSWER);
            case "all" -> all(entry, message);
            case "DO" -> dnssec(message) ? Optional.empty() : Optional.of("DO is not set");
            case "noedns" ->
                message.getOPT() == null ? Optional.empty() : Optional.of("there is an OPT record");
            case "ednsdata" ->
                Arrays.equals(options(wanted), options(message))
                    ? Optional.empty()
                    : Optional.of("other EDNS options: " + message.getOPT());
            case "server_cookie" ->
                message.getOPT() != null
                        && message.getOPT().getOptions(COOKIE).stream()
                            .anyMatch(o -> bytes(o) == SERVER_COOKIE_BYTES)
                    ? Optional.empty()
                    : Optional.of("no server's cookie");
            case "UDP", "TCP" -> differs("transport", word, over);
            case "ttl" -> Optional.empty();
            default -> Optional.of("MATCH " + word + " is not known");
          };
      problem.ifPresent(wrong::add);
    }
    entry.ede().ifPresent(code -> ede(code, message).ifPresent(wrong::add));
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
  }

  private static int bytes(EDNSOption option) {
    return option.toWire().length - 4;
  }

  private static Optional<String> differs(String what, Object wanted, Object got) {
    return wanted.equals(got)
        ? Optional.empty()
        : Optional.of(what + ": " + got + " instead of " + wanted);
  }

  private static int type(Message message) {
    return message.getQuestion() == null ? 0 : message.getQuestion().getType();
  }

  private static String name(Message message) {
    return message.getQuestion() == null
        ? ""
        : message.getQuestion().getName().toString().toLowerCase(Locale.ROOT);
  }

  private static Optional<String> within(Message wanted, Message message) {
    boolean within =
        wanted.getQuestion() != null
            && message.getQuestion() != null
            && message.getQuestion().getName().subdomain(wanted.getQuestion().getName());
    return within ? Optional.empty() : Optional.of(name(message) + " is not in " + name(wanted));
  }

  private static boolean dnssec(Message message) {
    OPTRecord opt = message.getOPT();
    return opt != null && (opt.getFlags() & 0x8000) != 0;
  }

  private static byte[] options(Message message) {
    OPTRecord opt = message.getOPT();
    if (opt == null) {
      return new byte[0];
    }
    var all = new java.io.ByteArrayOutputStream();
    opt.getOptions().forEach(o -> all.writeBytes(o.toWire()));
    return all.toByteArray();
  }

  private static Optional<String> ede(int code, Message message) {
    if (message.getOPT() != null) {
      for (EDNSOption each : message.getOPT().getOptions()) {
        if (each instanceof ExtendedErrorCodeOption error) {
          // the first one counts
          return code < 0 || error.getErrorCode() == code
              ? Optional.empty()
              : Optional.of("EDE " + error.getErrorCode() + " instead of " + code);
        }
      }
    }
    return Optional.of("no EDE" + (code < 0 ? "" : " " + code));
  }

  private static Optional<String> all(Exchange entry, Message message) {
    var wrong = new ArrayList<String>();
    differs("header", Exchange.header(entry.message()), Exchange.header(message))
        .ifPresent(wrong::add);
    differs("question", Exchange.question(entry.message()), Exchange.question(message))
        .ifPresent(wrong::add);
    for (int section : new int[] {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
      section(entry, message, section).ifPresent(wrong::add);
    }
    return wrong.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", wrong));
  }

  private static Optional<String> section(Exchange entry, Message message, int section) {
    boolean ttl = entry.match().contains("ttl");
    var wanted = records(entry.message(), section, ttl);
    var got = records(message, section, ttl);
    if (wanted.equals(got)) {
      return Optional.empty();
    }
    var missing = new TreeSet<>(wanted);
    missing.removeAll(got);
    var tooMuch = new TreeSet<>(got);
    tooMuch.removeAll(wanted);
    return Optional.of(
        Section.longString(section)
            + (missing.isEmpty() ? "" : " without " + shortened(missing))
            + (tooMuch.isEmpty() ? "" : " with " + shortened(tooMuch)));
  }

  private static List<String> shortened(TreeSet<String> records) {
    return records.stream().map(r -> r.length() > 90 ? r.substring(0, 90) + "..." : r).toList();
  }

  private static TreeSet<String> records(Message message, int section, boolean ttl) {
    var all = new TreeSet<String>();
    for (Record each : message.getSection(section)) {
      if (each.getType() != Type.OPT) {
        all.add(
            each.getName().toString().toLowerCase(Locale.ROOT)
                + (ttl ? " " + each.getTTL() : "")
                + " "
                + org.xbill.DNS.DClass.string(each.getDClass())
                + " "
                + Type.string(each.getType())
                + " "
                + data(each));
      }
    }
    return all;
  }

  /** The data, with names in lower case where the record's canonical form has them so. */
  private static String data(Record each) {
    String text = each.rdataToString();
    return switch (each.getType()) {
      case Type.RRSIG -> {
        String signer = ((RRSIGRecord) each).getSigner().toString();
        yield text.replace(" " + signer + " ", " " + signer.toLowerCase(Locale.ROOT) + " ");
      }
      case Type.TXT, Type.DNSKEY, Type.DS, Type.NSEC3, Type.CAA -> text;
      default -> text.toLowerCase(Locale.ROOT);
    };
  }
}
