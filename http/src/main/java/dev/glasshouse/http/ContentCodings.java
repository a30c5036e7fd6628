package dev.glasshouse.http;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Undoes content codings (RFC 9110 8.4): gzip, deflate (as zlib wraps it, and bare, which some
 * servers mean by it), br (RFC 7932), zstd (RFC 8878, windows up to 8 MB as RFC 9659 has it), also
 * one over the other. What is decoded streams; how far it may grow is limited.
 */
public final class ContentCodings {
  /** What may be sent as Accept-Encoding. */
  public static final String ACCEPTED = "gzip, deflate, br, zstd";

  private static final int ZSTD_WINDOW_LOG = 23;

  private ContentCodings() {}

  /**
   * The response with its body decoded, as its Content-Encoding says. A coding that is not known
   * leaves the body as it came, and the journey says so. The fields stay as they are.
   *
   * @throws LimitException when there are too many codings; the response is closed then
   * @throws IOException when the body cannot be opened
   */
  public static Response decode(Response response, Limits limits, Trail trail) throws IOException {
    var codings = new ArrayList<String>();
    for (String coding : response.fields().elements("Content-Encoding")) {
      String name = coding.toLowerCase(Locale.ROOT);
      if (!name.equals("identity")) {
        codings.add(name.startsWith("x-") ? name.substring(2) : name);
      }
    }
    if (codings.isEmpty() || response.body().isEmpty()) {
      return response;
    }
    if (codings.size() > limits.content().codings()) {
      response.close();
      var problem =
          new LimitException(
              HttpReason.LIMIT_CODINGS, "content.codings", limits.content().codings(), "codings");
      trail.mark(problem.step("Content-Encoding"), problem.because());
      throw problem;
    }
    for (String coding : codings) {
      if (!isKnown(coding)) {
        if (trail.on()) {
          trail.mark(
              new JourneyStep.NotSupported(
                  "content coding " + Texts.shown(coding),
                  "Content-Encoding",
                  "the body as it came"),
              Because.of(
                  HttpReason.CODING_UNKNOWN, Clause.rfc(9110, "8.4.1"), Texts.shown(coding)));
        }
        return response;
      }
    }
    BodyStream wire = response.body().open();
    return response.with(
        Body.streaming(
            new DecodedBody(wire, List.copyOf(codings), limits.content(), trail),
            OptionalLong.empty()));
  }

  private static boolean isKnown(String coding) {
    return switch (coding) {
      case "gzip", "deflate" -> true;
      case "zstd" -> NativeCodings.zstd();
      case "br" -> NativeCodings.brotli();
      default -> false;
    };
  }

  /** A stream that undoes one coding; nothing is read before its first byte is asked for. */
  static InputStream undo(String coding, InputStream in) {
    return new Lazy(coding, in);
  }

  private static InputStream open(String coding, PushbackInputStream in) throws IOException {
    return switch (coding) {
      case "gzip" -> new GzipDecoder(in);
      case "deflate" -> deflate(in);
      case "br" -> {
        Brotli4jLoader.ensureAvailability();
        var brotli = new BrotliInputStream(in, 16 * 1024);
        brotli.enableEagerOutput();
        yield brotli;
      }
      case "zstd" -> new ZstdInputStreamNoFinalizer(in).setLongMax(ZSTD_WINDOW_LOG);
      default -> throw new IllegalArgumentException("unknown coding " + coding);
    };
  }

  /** Two bytes tell a zlib header (RFC 1950 2.2) from a bare stream. */
  private static InputStream deflate(PushbackInputStream in) throws IOException {
    int first = in.read();
    int second = in.read();
    if (second >= 0) {
      in.unread(second);
    }
    in.unread(first);
    boolean zlib = (first & 0x0f) == 8 && second >= 0 && (first << 8 | second) % 31 == 0;
    var inflater = new Inflater(!zlib);
    return new InflaterInputStream(in, inflater, 8192) {
      @Override
      public void close() throws IOException {
        inflater.end();
        super.close();
      }
    };
  }

  /**
   * No bytes at all decode to no bytes, whatever the coding: servers do that with empty answers.
   */
  private static final class Lazy extends InputStream {
    private final String coding;
    private final PushbackInputStream source;
    private InputStream decoder = InputStream.nullInputStream();
    private boolean opened;

    Lazy(String coding, InputStream in) {
      this.coding = coding;
      this.source = new PushbackInputStream(in, 2);
    }

    @Override
    public int read() throws IOException {
      open();
      return decoder.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      open();
      return decoder.read(into, offset, length);
    }

    private void open() throws IOException {
      if (opened) {
        return;
      }
      int first = source.read();
      opened = true;
      if (first >= 0) {
        source.unread(first);
        decoder = ContentCodings.open(coding, source);
      }
    }

    @Override
    public void close() throws IOException {
      decoder.close();
      source.close();
    }
  }
}
