package dev.glasshouse.dns.local;

import java.io.IOException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TTL;
import org.xbill.DNS.Tokenizer;
import org.xbill.DNS.Type;

/** A record on one line: owner, TTL and class in either order if they are there, type, data. */
public final class RecordText {
  private static final long USUAL_TTL = 3600;

  private RecordText() {}

  /**
   * Reads a record.
   *
   * @param text the line; names in it are absolute, with or without a dot at their end
   * @throws IllegalArgumentException with a sentence, if it is none
   */
  public static Record of(String text) {
    try (var tokens = new Tokenizer(text)) {
      return read(Name.fromString(tokens.getIdentifier(), Name.root), tokens);
    } catch (IOException | NumberFormatException e) {
      throw new IllegalArgumentException(text + " is no record: " + reason(e), e);
    }
  }

  /** The same for a line without an owner. */
  public static Record of(Name owner, String text) {
    try (var tokens = new Tokenizer(text)) {
      return read(owner, tokens);
    } catch (IOException | NumberFormatException e) {
      throw new IllegalArgumentException(text + " is no record's data: " + reason(e), e);
    }
  }

  /** What is wrong, without the place in a file that is none. */
  private static String reason(Exception e) {
    return String.valueOf(e.getMessage()).replaceFirst("^<none>:\\d+: ", "");
  }

  private static Record read(Name owner, Tokenizer tokens) throws IOException {
    long ttl = USUAL_TTL;
    int dclass = DClass.IN;
    boolean classed = false;
    String word = tokens.getString();
    while (true) {
      // ANY is a class as well as a type.
      if (!classed && DClass.value(word) >= 0) {
        classed = true;
        dclass = DClass.value(word);
      } else if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
        ttl = TTL.parseTTL(word);
      } else {
        break;
      }
      word = tokens.getString();
    }
    int type = Type.value(word);
    if (type < 0) {
      throw new IOException(word + " is no type");
    }
    Record record = Record.fromString(owner, type, DClass.IN, ttl, tokens, Name.root);
    return dclass == DClass.IN
        ? record
        : Record.newRecord(owner, type, dclass, ttl, record.rdataToWireCanonical());
  }
}
