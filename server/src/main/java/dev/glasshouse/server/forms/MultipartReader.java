package dev.glasshouse.server.forms;

import dev.glasshouse.http.Request;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.json.BoundedStream;
import dev.glasshouse.server.json.ProblemException;
import dev.glasshouse.server.json.Refusal;
import dev.glasshouse.url.MimeType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * The parts of a multipart/form-data body, one after the other, as they come (RFC 7578, RFC 2046
 * 5.1.1). Strict: lines end with CR LF, and a form that does not end with its boundary is refused.
 * Holds one piece of the body in memory, whatever the body says.
 */
public final class MultipartReader implements AutoCloseable {
  static final String TAKEN = "multipart/form-data";
  private static final int PIECE = 16 * 1024;

  /** What may stand before the first boundary: nobody writes anything there. */
  private static final int PREAMBLE = 1024;

  private final Request request;
  private final FormLimits limits;
  private final Trail trail;
  private final BoundedStream in;

  /** CR LF, two hyphens, the boundary: the line's end before it belongs to it. */
  private final byte[] delimiter;

  private final byte[] buffer;
  private int from;
  private int to;

  /** Up to where the buffer is known to hold content of the part, and nothing of the delimiter. */
  private int known;

  private boolean over;
  private boolean last;
  private int parts;
  private Optional<Content> current = Optional.empty();

  private MultipartReader(
      Request request, BoundedStream in, String boundary, FormLimits limits, Trail trail) {
    this.request = request;
    this.in = in;
    this.limits = limits;
    this.trail = trail;
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    this.buffer = new byte[Math.max(PIECE, limits.head() + 2 * delimiter.length)];
    // The first boundary has no line before it.
    buffer[0] = '\r';
    buffer[1] = '\n';
    this.to = 2;
  }

  /**
   * The parts of a request's body.
   *
   * @throws ProblemException when it is no such form
   * @throws IOException when it cannot be read
   */
  public static MultipartReader of(Request request, FormLimits limits, Trail trail)
      throws IOException {
    Optional<MimeType> type = request.fields().first("Content-Type").flatMap(MimeType::parse);
    if (type.isEmpty() || !type.get().essence().equals(TAKEN)) {
      throw FormProblems.noForm(request, TAKEN).told(request, trail);
    }
    String boundary = type.get().parameter("boundary").orElse("");
    if (!isBoundary(boundary)) {
      throw FormProblems.malformed("it has no boundary, or none that may be one")
          .told(request, trail);
    }
    if (request.body().length().orElse(0) > limits.total()) {
      throw BoundedStream.TooLong.refusal(limits.total()).told(request, trail);
    }
    var in = new BoundedStream(request.body().open(), limits.total());
    var reader = new MultipartReader(request, in, boundary, limits, trail);
    try {
      reader.begin();
    } catch (IOException e) {
      in.close();
      throw e;
    }
    return reader;
  }

  /** RFC 2046 5.1.1: up to 70 of these characters, no space at the end. */
  private static boolean isBoundary(String text) {
    if (text.isEmpty() || text.length() > 70 || text.endsWith(" ")) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ok =
          (c >= '0' && c <= '9')
              || (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || "'()+_,-./:=? ".indexOf(c) >= 0;
      if (!ok) {
        return false;
      }
    }
    return true;
  }

  private void begin() throws IOException {
    int passed = 0;
    int found = find();
    while (found < 0) {
      int safe = Math.max(0, to - from - (delimiter.length - 1));
      passed += safe;
      from += safe;
      if (passed <= PREAMBLE && !more()) {
        throw malformed("its boundary is nowhere in it");
      }
      found = passed > PREAMBLE ? from : find();
    }
    if (passed + found - from > PREAMBLE || passed > PREAMBLE) {
      throw malformed("much stands before its first boundary");
    }
    from = found;
    passDelimiter();
  }

  /**
   * The next part; what was not read of the one before is passed over. Empty at the end.
   *
   * @throws ProblemException when it is malformed, or more than is taken
   * @throws IOException when it did not come whole
   */
  public Optional<Part> next() throws IOException {
    if (current.isPresent()) {
      current.get().passOver();
    }
    if (last) {
      current = Optional.empty();
      return Optional.empty();
    }
    if (++parts > limits.parts()) {
      throw FormProblems.tooMuch(limits.parts(), "parts").told(request, trail);
    }
    PartHead head = head();
    if (head.name().length() > limits.name()
        || head.fileName().orElse("").length() > limits.name()) {
      throw FormProblems.tooMuch(limits.name(), "characters of a name").told(request, trail);
    }
    var content =
        new Content(
            head.isFile() ? limits.file() : limits.field(),
            head.isFile() ? "bytes of a file" : "bytes of a field");
    current = Optional.of(content);
    return Optional.of(new Part(head, content));
  }

  /**
   * A part whose content has yet to be read.
   *
   * @param head what it is
   * @param content its bytes, until the next part is asked for
   */
  public record Part(PartHead head, InputStream content) {}

  private PartHead head() throws IOException {
    int end = endOfHead();
    while (end < 0 && to - from <= limits.head()) {
      if (!more()) {
        throw malformed("it ends before a part's content");
      }
      end = endOfHead();
    }
    if (end < 0 || end - from > limits.head()) {
      throw FormProblems.tooMuch(limits.head(), "bytes before a part's content")
          .told(request, trail);
    }
    try {
      PartHead head = PartHead.read(buffer, from, end - from);
      // The line's end stays: it may belong to the boundary right behind it.
      from = end;
      return head;
    } catch (PartHead.Malformed e) {
      throw malformed(String.valueOf(e.getMessage()));
    }
  }

  /** Where the empty line's own end begins, which is the last that is not content. */
  private int endOfHead() {
    if (to - from >= 2 && buffer[from] == '\r' && buffer[from + 1] == '\n') {
      return from;
    }
    for (int i = from; i + 3 < to; i++) {
      if (buffer[i] == '\r'
          && buffer[i + 1] == '\n'
          && buffer[i + 2] == '\r'
          && buffer[i + 3] == '\n') {
        return i + 2;
      }
    }
    return -1;
  }

  /** Where the delimiter begins in what is there; -1 when it is not. */
  private int find() {
    for (int i = from; i + delimiter.length <= to; i++) {
      if (buffer[i] == '\r'
          && Arrays.equals(buffer, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
        return i;
      }
    }
    return -1;
  }

  /** Reads on; false at the end. There is always room: heads are bounded, content is taken. */
  private boolean more() throws IOException {
    if (over) {
      return false;
    }
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, to - from);
      to -= from;
      from = 0;
    }
    known = 0;
    int n;
    try {
      n = in.read(buffer, to, buffer.length - to);
    } catch (BoundedStream.TooLong e) {
      throw e.refusal().told(request, trail);
    }
    if (n < 0) {
      over = true;
      return false;
    }
    to += n;
    return true;
  }

  /** Goes behind a delimiter: blanks and the line's end, or two hyphens at the very end. */
  private void passDelimiter() throws IOException {
    from += delimiter.length;
    need(2);
    if (buffer[from] == '-' && buffer[from + 1] == '-') {
      last = true;
      // What follows is for nobody (RFC 2046 5.1.1).
      return;
    }
    int blanks = 0;
    while (buffer[from] == ' ' || buffer[from] == '\t') {
      from++;
      need(2);
      if (++blanks > 100) {
        throw malformed("many blanks follow a boundary");
      }
    }
    if (buffer[from] != '\r' || buffer[from + 1] != '\n') {
      throw malformed("something follows a boundary");
    }
    from += 2;
  }

  private void need(int bytes) throws IOException {
    while (to - from < bytes) {
      if (!more()) {
        throw malformed("it ends within a boundary");
      }
    }
  }

  private ProblemException malformed(String why) {
    Refusal refusal = FormProblems.malformed(why);
    return refusal.told(request, trail);
  }

  /** How many bytes of the body were read. */
  long bytes() {
    return in.bytes();
  }

  /** Gives up what was not read. */
  @Override
  public void close() throws IOException {
    in.close();
  }

  /** The bytes up to the next delimiter. */
  private final class Content extends InputStream {
    private final long most;
    private final String what;
    private long bytes;
    private boolean started;
    private boolean ended;

    Content(long most, String what) {
      this.most = most;
      this.what = what;
    }

    /** How many bytes are there that belong to it; 0 at its end. */
    private int ready() throws IOException {
      if (!ended && known > from) {
        return known - from;
      }
      while (!ended) {
        if (!started && to - from >= delimiter.length && find() == from) {
          // The empty line's end is the boundary's own: there is no content.
          end();
          break;
        }
        if (!started && to - from >= delimiter.length) {
          started = true;
          from += 2;
        }
        int found = find();
        if (started && found == from) {
          end();
          break;
        }
        int n = found > 0 ? found - from : to - from - (delimiter.length - 1);
        if (started && n > 0) {
          known = from + n;
          return n;
        }
        if (!more()) {
          throw malformed("it ends within a part");
        }
      }
      return 0;
    }

    private void end() throws IOException {
      ended = true;
      known = 0;
      passDelimiter();
    }

    private void passOver() throws IOException {
      for (int n = ready(); n > 0; n = ready()) {
        take(n);
      }
    }

    private void take(int n) throws ProblemException {
      from += n;
      bytes += n;
      if (bytes > most) {
        throw FormProblems.tooMuch(most, what).told(request, trail);
      }
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      if (length == 0) {
        return 0;
      }
      int n = Math.min(ready(), length);
      if (n == 0) {
        return -1;
      }
      System.arraycopy(buffer, from, into, offset, n);
      take(n);
      return n;
    }
  }
}
