package dev.glasshouse.dom.html;

import dev.glasshouse.dom.encoding.Encoding;
import dev.glasshouse.dom.encoding.StreamDecoder;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Bytes as they come, on their way to characters: finds out the encoding, and changes it when the
 * parser meets a {@code meta} that says so (HTML 13.2.3).
 */
final class ByteSource {
  /** How many bytes are looked at before parsing begins (HTML 13.2.3.2). */
  static final int PRESCAN = 1024;

  private final Optional<Encoding> transport;
  private final int mostKept;

  private @Nullable Encoding encoding;
  private @Nullable StreamDecoder decoder;
  private EncodingSource source = EncodingSource.DEFAULT;
  private boolean tentative;

  /**
   * Whether all bytes that were decoded are ASCII, so that many encodings would read them alike.
   */
  private boolean allAscii = true;

  /** Everything that came, for as long as it may have to be read again. */
  private byte[] kept = new byte[PRESCAN];

  private int keptLength;
  private boolean keepsAll = true;
  private long count;

  ByteSource(Optional<String> transportCharset, int mostKept) {
    this.transport = transportCharset.flatMap(Encoding::forLabel);
    this.mostKept = mostKept;
  }

  /** Whether nothing has come yet. */
  boolean isEmpty() {
    return count == 0;
  }

  boolean isDecided() {
    return encoding != null;
  }

  Encoding encoding() {
    return encoding == null ? Encoding.WINDOWS_1252 : encoding;
  }

  EncodingSource source() {
    return source;
  }

  long count() {
    return count;
  }

  /** Bytes that came before the encoding was decided, or all that came if it may still change. */
  byte[] kept() {
    return Arrays.copyOf(kept, keptLength);
  }

  /** Takes note of bytes. They are only kept while that is of use. */
  void take(byte[] bytes, int from, int to) {
    count += to - from;
    if (!keepsAll) {
      return;
    }
    int length = to - from;
    if (count == length && transport.isPresent() && length > 3) {
      // Neither these bytes nor later ones can change what the transport said, but for a mark.
      byte[] head = Arrays.copyOfRange(bytes, from, from + 3);
      Optional<Encoding> mark = Encoding.ofByteOrderMark(head, 3);
      begin(
          mark.orElse(transport.get()),
          mark.isPresent() ? EncodingSource.BYTE_ORDER_MARK : EncodingSource.TRANSPORT,
          false);
      return;
    }
    if (encoding != null && keptLength + length > mostKept) {
      keepsAll = false;
      kept = new byte[0];
      keptLength = 0;
      return;
    }
    if (keptLength + length > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(keptLength + length, kept.length * 2));
    }
    System.arraycopy(bytes, from, kept, keptLength, length);
    keptLength += length;
  }

  /**
   * Decides the encoding if what came is enough for that, or if nothing more comes; whether it is
   * decided.
   */
  boolean decide(boolean last) {
    if (encoding != null) {
      return true;
    }
    Optional<Encoding> mark = Encoding.ofByteOrderMark(kept, keptLength);
    if (mark.isPresent()) {
      begin(mark.get(), EncodingSource.BYTE_ORDER_MARK, false);
    } else if (transport.isPresent()) {
      if (keptLength < 3 && !last && mayBecomeMark()) {
        return false;
      }
      begin(transport.get(), EncodingSource.TRANSPORT, false);
    } else {
      prescan(last);
    }
    return encoding != null;
  }

  private boolean mayBecomeMark() {
    byte[] marks = {(byte) 0xEF, (byte) 0xFE, (byte) 0xFF};
    return keptLength == 0 || kept[0] == marks[0] || kept[0] == marks[1] || kept[0] == marks[2];
  }

  private void prescan(boolean last) {
    int length = Math.min(keptLength, PRESCAN);
    if (length < PRESCAN && !last) {
      // A meta that is there already need not wait for more.
      if (length > 3) {
        MetaPrescan.meta(kept, length).ifPresent(found -> begin(found, EncodingSource.META, true));
      }
      return;
    }
    Optional<Encoding> meta = MetaPrescan.meta(kept, length);
    if (meta.isPresent()) {
      begin(meta.get(), EncodingSource.META, true);
      return;
    }
    Optional<Encoding> xml = MetaPrescan.xml(kept, length);
    if (xml.isPresent()) {
      begin(xml.get(), EncodingSource.XML_DECLARATION, true);
    } else {
      begin(Encoding.WINDOWS_1252, EncodingSource.DEFAULT, true);
    }
  }

  private void begin(Encoding chosen, EncodingSource why, boolean mayChange) {
    encoding = chosen;
    source = why;
    tentative = mayChange;
    decoder = chosen.decoder();
    keepsAll = mayChange;
  }

  /** Decodes; the encoding is decided. */
  int decode(byte[] bytes, int from, int to, char[] out, int at) {
    StreamDecoder now = decoder;
    if (now == null) {
      throw new IllegalStateException("no encoding yet");
    }
    if (tentative && allAscii) {
      for (int i = from; i < to; i++) {
        if (bytes[i] < 0) {
          allAscii = false;
          break;
        }
      }
    }
    return now.decode(bytes, from, to, out, at);
  }

  int finish(char[] out, int at) {
    return decoder == null ? at : decoder.finish(out, at);
  }

  /** What a late {@code meta} leads to. */
  enum Change {
    /** The encoding stands. */
    NONE,
    /** What was decoded reads the same in the new encoding, which is used from here on. */
    SWITCHED,
    /** Everything has to be decoded and parsed again. */
    RESTART,
    /** It should be, but too much has come for that. */
    TOO_LATE
  }

  /** "Change the encoding" (HTML 13.2.3.4). */
  Change change(Encoding named) {
    Encoding now = encoding;
    if (!tentative || now == null) {
      return Change.NONE;
    }
    tentative = false;
    Encoding wanted = MetaPrescan.readable(named);
    // Steps 1 and 4.
    if (now == Encoding.UTF_16BE || now == Encoding.UTF_16LE || wanted == now) {
      return Change.NONE;
    }
    // Step 5.
    if (allAscii && now.isAsciiCompatible() && wanted.isAsciiCompatible()) {
      begin(wanted, EncodingSource.LATE_META, false);
      return Change.SWITCHED;
    }
    if (!keepsAll) {
      return Change.TOO_LATE;
    }
    // Step 6, with the bytes that were kept instead of a second fetch.
    begin(wanted, EncodingSource.LATE_META, false);
    return Change.RESTART;
  }
}
