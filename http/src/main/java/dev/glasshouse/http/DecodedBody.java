package dev.glasshouse.http;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Trail;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;

/** A body whose content codings are undone while it is read, within limits. */
public final class DecodedBody extends BodyStream {
  private static final Clause CLAUSE = Clause.rfc(9110, "8.4");

  private final Counting wire;
  private final List<String> codings;
  private final Limits.Content limits;
  private final Trail trail;
  private final InputStream decoder;
  private final long begin;
  private long bytes;
  private boolean ended;

  public DecodedBody(BodyStream wire, List<String> codings, Limits.Content limits, Trail trail) {
    this.wire = new Counting(wire);
    this.codings = codings;
    this.limits = limits;
    this.trail = trail;
    this.begin = trail.now();
    InputStream in = this.wire;
    for (String coding : codings.reversed()) {
      in = ContentCodings.undo(coding, in);
    }
    this.decoder = in;
  }

  @Override
  public Fields trailers() {
    return wire.body.trailers();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    int n;
    try {
      n = decoder.read(into, offset, length);
    } catch (HttpException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The decoders' own complaints; brotli's are of several kinds.
      throw fail(problem(e));
    }
    if (n < 0) {
      end();
      return -1;
    }
    bytes += n;
    check();
    return n;
  }

  private void check() throws LimitException {
    if (bytes > limits.decoded()) {
      throw limited(HttpReason.LIMIT_DECODED, "content.decoded", limits.decoded(), "bytes");
    }
    if (bytes > limits.ratioFrom() && bytes / Math.max(1, wire.bytes) >= limits.ratio()) {
      throw limited(HttpReason.LIMIT_RATIO, "content.ratio", limits.ratio(), "times");
    }
  }

  private LimitException limited(HttpReason reason, String name, long allowed, String unit) {
    var problem = new LimitException(reason, name, allowed, unit);
    if (trail.on()) {
      trail.mark(problem.step("Content-Encoding"), problem.because());
    }
    fail(problem);
    return problem;
  }

  private HttpException problem(Exception e) {
    String names = String.join(", ", codings);
    String message = Texts.of(e).toLowerCase(Locale.ROOT);
    boolean cut = wire.atEnd && (e instanceof EOFException || isAboutTheEnd(message));
    return cut
        ? new IncompleteException(Because.of(HttpReason.CODING_CUT, CLAUSE, names))
        : new ViolationException(Violation.BAD_CODING, names, Texts.shown(Texts.of(e)));
  }

  private static boolean isAboutTheEnd(String message) {
    return message.contains("truncated") || message.contains("unexpected end");
  }

  private HttpException fail(HttpException problem) {
    if (trail.on()) {
      trail.mark(new HttpStep.ExchangeFailed(0, Texts.of(problem)), problem.because());
    }
    close();
    return problem;
  }

  private void end() throws IOException {
    ended = true;
    skipRest();
    if (trail.on()) {
      trail.add(
          begin,
          new HttpStep.BodyDecoded(codings, wire.bytes, bytes),
          Because.of(HttpReason.CODINGS_UNDONE, CLAUSE, String.join(", ", codings)));
    }
    decoder.close();
  }

  /** What a decoder has no use for is read, so that the connection can be used again. */
  private void skipRest() throws IOException {
    byte[] rest = new byte[4096];
    long most = wire.bytes + limits.skipped();
    while (!wire.atEnd && wire.bytes < most) {
      int _ = wire.read(rest, 0, rest.length);
    }
  }

  @Override
  public void close() {
    ended = true;
    try {
      wire.close();
      decoder.close();
    } catch (IOException | RuntimeException _) {
      // Given up either way.
    }
  }

  @Override
  public void cancel() {
    wire.body.cancel();
  }

  private static final class Counting extends InputStream {
    final BodyStream body;
    long bytes;
    boolean atEnd;

    Counting(BodyStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = body.read(into, offset, length);
      atEnd |= n < 0;
      bytes += Math.max(n, 0);
      return n;
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }
}
