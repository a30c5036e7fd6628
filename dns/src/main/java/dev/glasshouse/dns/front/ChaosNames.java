package dev.glasshouse.dns.front;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * What a server says of itself to those who ask in class CH.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4892#section-2">RFC 4892 section 2</a>
 * @param identity its name, for {@code id.server} and {@code hostname.bind}; empty to hide it
 * @param version what runs, for {@code version.server} and {@code version.bind}; empty to hide it
 * @param anchors the trusted keys, each a line of zone and tags, for {@code trustanchor.unbound};
 *     empty to hide them
 */
public record ChaosNames(
    Optional<String> identity, Optional<String> version, Optional<List<String>> anchors) {
  /** Tells nothing. */
  public static final ChaosNames HIDDEN =
      new ChaosNames(Optional.empty(), Optional.empty(), Optional.empty());

  /** Whether a question is about the server itself. */
  static boolean concern(Name name, int type, int dclass) {
    return dclass == DClass.CH
        && (type == Type.TXT || type == Type.ANY)
        && !Subject.of(name).equals(Subject.NONE);
  }

  private enum Subject {
    IDENTITY,
    VERSION,
    ANCHORS,
    NONE;

    static Subject of(Name name) {
      return switch (name.toString().toLowerCase(Locale.ROOT)) {
        case "id.server.", "hostname.bind." -> IDENTITY;
        case "version.server.", "version.bind." -> VERSION;
        case "trustanchor.unbound." -> ANCHORS;
        default -> NONE;
      };
    }
  }

  /** The lines that answer; empty when they are hidden. */
  Optional<List<String>> lines(Name name) {
    return switch (Subject.of(name)) {
      case IDENTITY -> identity.map(List::of);
      case VERSION -> version.map(List::of);
      case ANCHORS -> anchors;
      case NONE -> Optional.empty();
    };
  }

  /** Lines as records. */
  static List<Record> records(Name name, List<String> lines) {
    return lines.stream().map(line -> (Record) new TXTRecord(name, DClass.CH, 0, line)).toList();
  }
}
