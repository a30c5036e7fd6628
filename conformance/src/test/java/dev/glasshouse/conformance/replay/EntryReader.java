package dev.glasshouse.conformance.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TTL;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/** Reads one ENTRY, from ENTRY_BEGIN to ENTRY_END. */
final class EntryReader {
  private static final long USUAL_TTL = 3600;
  private static final String NO_SIGNATURE = " AA==";
  private static final List<String> RCODES =
      List.of(
          "NOERROR",
          "FORMERR",
          "SERVFAIL",
          "NXDOMAIN",
          "NOTIMPL",
          "REFUSED",
          "YXDOMAIN",
          "YXRRSET",
          "NXRRSET",
          "NOTAUTH",
          "NOTZONE");
  private static final List<String> OPCODES =
      List.of("QUERY", "IQUERY", "STATUS", "NOTIFY", "UPDATE");

  private final ScenarioReader.Lines lines;
  private Name origin = Name.root;
  private long ttl = USUAL_TTL;
  private Name owner = Name.root;

  // of the entry that is being read
  private Message message = new Message(0);
  private int section;
  private boolean edns;
  private int ednsFlags;
  private byte[] options = {};
  private Optional<byte[]> hex = Optional.empty();
  private Damaged damaged = Damaged.NONE;

  EntryReader(ScenarioReader.Lines lines) {
    this.lines = lines;
  }

  Exchange read() {
    Set<String> match = new LinkedHashSet<>();
    Set<String> adjust = new LinkedHashSet<>();
    Optional<Integer> ede = Optional.empty();
    int begin = 0;
    int more = 0;
    clear();
    while (true) {
      String line = lines.next();
      if (line.isEmpty() || line.startsWith(";") || line.startsWith("#")) {
        continue;
      }
      String[] words = line.replaceFirst("\\s*;.*", "").split("\\s+");
      switch (words[0]) {
        case "ENTRY_BEGIN" -> begin = lines.number();
        case "$ORIGIN" -> origin = name(words[1]);
        case "$TTL" -> ttl = Long.parseLong(words[1]);
        case "MATCH" -> {
          for (String word : words(words)) {
            if (word.startsWith("ede=")) {
              ede = Optional.of(word.equals("ede=any") ? -1 : Integer.parseInt(word.substring(4)));
            } else {
              match.add(word);
            }
          }
        }
        case "ADJUST" -> adjust.addAll(words(words));
        case "REPLY" -> words(words).forEach(this::flag);
        case "SECTION" ->
            section =
                switch (words[1]) {
                  case "QUESTION" -> Section.QUESTION;
                  case "ANSWER" -> Section.ANSWER;
                  case "AUTHORITY" -> Section.AUTHORITY;
                  case "ADDITIONAL" -> Section.ADDITIONAL;
                  default -> throw wrong(line);
                };
        case "HEX_ANSWER_BEGIN" -> hex = Optional.of(hex("HEX_ANSWER_END"));
        case "HEX_EDNSDATA_BEGIN" -> {
          options = hex("HEX_EDNSDATA_END");
          edns = true;
        }
        case "EXTRA_PACKET" -> {
          // Only the last message is kept: zone transfers are not played.
          more++;
          clear();
        }
        case "ENTRY_END" -> {
          if (edns) {
            message.addRecord(opt(), Section.ADDITIONAL);
          }
          return new Exchange(begin, match, ede, adjust, message, options, hex, damaged, more);
        }
        default -> record(line);
      }
    }
  }

  private void clear() {
    message = new Message(0);
    section = Section.QUESTION;
    edns = false;
    ednsFlags = 0;
    options = new byte[0];
    hex = Optional.empty();
    damaged = Damaged.NONE;
  }

  private static List<String> words(String[] words) {
    return List.of(words).subList(1, words.length);
  }

  private void flag(String word) {
    if (RCODES.contains(word)) {
      message.getHeader().setRcode(Rcode.value(word.equals("NOTIMPL") ? "NOTIMP" : word));
    } else if (OPCODES.contains(word)) {
      message.getHeader().setOpcode(Opcode.value(word));
    } else if (word.equals("DO") || word.equals("CO")) {
      edns = true;
      ednsFlags |= word.equals("DO") ? 0x8000 : 0x4000;
    } else {
      message.getHeader().setFlag(Flags.value(word.toLowerCase(Locale.ROOT)));
    }
  }

  private Record opt() {
    try {
      byte[] wire = new byte[11 + options.length];
      wire[2] = Type.OPT;
      wire[3] = 4;
      wire[4] = (byte) 0xd0;
      wire[7] = (byte) (ednsFlags >> 8);
      wire[9] = (byte) (options.length >> 8);
      wire[10] = (byte) options.length;
      System.arraycopy(options, 0, wire, 11, options.length);
      return Record.fromWire(wire, Section.ADDITIONAL);
    } catch (IOException e) {
      // options that no parser takes: the plain record stands for them
      return new OPTRecord(1232, 0, 0, ednsFlags);
    }
  }

  private byte[] hex(String end) {
    var bytes = new ByteArrayOutputStream();
    while (true) {
      String line = lines.next();
      if (line.startsWith(end)) {
        return bytes.toByteArray();
      }
      String digits = line.replaceFirst(";.*", "").replaceAll("[^0-9a-fA-F]", "");
      bytes.writeBytes(HexFormat.of().parseHex(digits.length() % 2 == 0 ? digits : digits + "0"));
    }
  }

  private Name name(String text) {
    try {
      return text.equals("@") ? origin : Name.fromString(text, origin);
    } catch (IOException e) {
      throw wrong(text);
    }
  }

  /** A record as a zone file has it: owner, TTL and class in either order, type, data. */
  private void record(String line) {
    try (var tokens = new Tokenizer(line)) {
      owner = name(tokens.getIdentifier());
      long itsTtl = ttl;
      int dclass = DClass.IN;
      boolean classed = false;
      String word = tokens.getString();
      while (true) {
        if (DClass.value(word) >= 0 && !classed) {
          classed = true;
          dclass = DClass.value(word);
        } else if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
          itsTtl = TTL.parseTTL(word);
        } else {
          break;
        }
        word = tokens.getString();
      }
      int type = Type.value(word);
      if (type < 0) {
        throw wrong(line);
      }
      if (section == Section.QUESTION) {
        message.addRecord(Record.newRecord(owner, type, dclass), section);
        return;
      }
      var data = new StringBuilder();
      Tokenizer.Token token = tokens.get();
      // A number too much behind a SOA (one file has it) is left out.
      for (int words = 0; !token.isEOL() && (type != Type.SOA || words < 7); words++) {
        String text = algorithm(type, token.value());
        data.append(' ')
            .append(token.type() == Tokenizer.QUOTED_STRING ? "\"" + text + "\"" : text);
        token = tokens.get();
      }
      message.addRecord(data(type, dclass, itsTtl, data.toString()), section);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "line " + lines.number() + ": " + line + ": " + e.getMessage(), e);
    }
  }

  private Record data(int type, int dclass, long itsTtl, String data) throws IOException {
    try {
      return Record.fromString(owner, type, dclass, itsTtl, data, origin);
    } catch (IOException e) {
      int cut = (data.length() - data.lastIndexOf(' ') - 1) % 4;
      if (type == Type.RRSIG && cut > 1) {
        // One file leaves out what fills up the last four letters of the base64.
        return data(type, dclass, itsTtl, data + "=".repeat(4 - cut));
      }
      if (type == Type.RRSIG && !data.endsWith(NO_SIGNATURE)) {
        // A signature was left out: one that fits nothing stands in for it.
        return data(type, dclass, itsTtl, data + NO_SIGNATURE);
      }
      byte[] bytes = Damaged.bytes(type, data.strip()).orElseThrow(() -> e);
      damaged = damaged.with(type);
      return Record.newRecord(owner, damaged.standIn(), dclass, itsTtl, bytes);
    }
  }

  /** DS records may name the key's algorithm. */
  static String algorithm(int type, String word) {
    int number = type == Type.DS ? DNSSEC.Algorithm.value(word) : -1;
    return number < 0 || Character.isDigit(word.charAt(0)) ? word : Integer.toString(number);
  }

  private IllegalArgumentException wrong(String line) {
    return new IllegalArgumentException("line " + lines.number() + ": what is this? " + line);
  }
}
