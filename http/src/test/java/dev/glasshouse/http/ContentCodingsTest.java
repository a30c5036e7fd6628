package dev.glasshouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.Zstd;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.Recorder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContentCodingsTest {
  private static final byte[] TEXT = text();
  private final Recorder recorder = Recorder.start();

  @BeforeAll
  static void natives() {
    Brotli4jLoader.ensureAvailability();
  }

  private static byte[] text() {
    byte[] bytes = new byte[300_000];
    var random = new Random(1);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(6));
    }
    return bytes;
  }

  static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] deflate(byte[] bytes, boolean bare) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var deflate = new DeflaterOutputStream(out, new Deflater(6, bare))) {
      deflate.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) throws IOException {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.write(part);
    }
    return out.toByteArray();
  }

  private Response coded(String codings, InputStream in) {
    return Response.of(Status.OK).with("Content-Encoding", codings).with(Body.streaming(in));
  }

  private byte[] decoded(String codings, byte[] bytes) throws IOException {
    return decoded(codings, new ByteArrayInputStream(bytes), Limits.CLIENT);
  }

  private byte[] decoded(String codings, InputStream in, Limits limits) throws IOException {
    Response response = ContentCodings.decode(coded(codings, in), limits, recorder.trail());
    try (BodyStream body = response.body().open()) {
      return body.readAllBytes();
    }
  }

  @Test
  void undoesEachCoding() throws IOException {
    assertThat(decoded("gzip", gzip(TEXT))).isEqualTo(TEXT);
    assertThat(decoded("X-GZIP", gzip(TEXT))).isEqualTo(TEXT);
    assertThat(decoded("deflate", deflate(TEXT, false))).isEqualTo(TEXT);
    assertThat(decoded("deflate", deflate(TEXT, true))).as("bare").isEqualTo(TEXT);
    assertThat(decoded("br", Encoder.compress(TEXT))).isEqualTo(TEXT);
    assertThat(decoded("zstd", Zstd.compress(TEXT))).isEqualTo(TEXT);
    assertThat(decoded("identity", TEXT)).isEqualTo(TEXT);
  }

  @Test
  void undoesOneOverTheOther() throws IOException {
    byte[] both = Zstd.compress(Encoder.compress(gzip(TEXT)));
    assertThat(decoded("gzip, br, zstd", both)).isEqualTo(TEXT);
    HttpStep.BodyDecoded step =
        (HttpStep.BodyDecoded) recorder.journey().entries().getLast().step();
    assertThat(step.codings()).containsExactly("gzip", "br", "zstd");
    assertThat(step.wireBytes()).isEqualTo(both.length);
    assertThat(step.bytes()).isEqualTo(TEXT.length);
  }

  @Test
  void undoesGzipInSeveralMembersAndFramesInSeveral() throws IOException {
    byte[] a = "one ".getBytes(StandardCharsets.US_ASCII);
    assertThat(decoded("gzip", join(gzip(a), gzip(TEXT), gzip(new byte[0]), gzip(a))))
        .isEqualTo(join(a, TEXT, a));
    assertThat(decoded("gzip", join(gzip(a), "trailing".getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(a);
    assertThat(decoded("zstd", join(Zstd.compress(a), Zstd.compress(a)))).isEqualTo(join(a, a));
  }

  @Test
  void nothingDecodesToNothing() throws IOException {
    for (String coding : new String[] {"gzip", "deflate", "br", "zstd"}) {
      assertThat(decoded(coding, new byte[0])).isEmpty();
    }
  }

  @Test
  void whatEndsTooEarlyIsIncomplete() throws IOException {
    cut("gzip", gzip(TEXT));
    cut("deflate", deflate(TEXT, false));
    cut("br", Encoder.compress(TEXT));
    cut("zstd", Zstd.compress(TEXT));
  }

  private void cut(String coding, byte[] whole) {
    byte[] part = Arrays.copyOf(whole, whole.length - 9);
    assertThatThrownBy(() -> decoded(coding, part))
        .as(coding)
        .isInstanceOf(IncompleteException.class)
        .hasMessage("the " + coding + " data ends too early (RFC 9110 8.4)");
  }

  @Test
  void whatIsBrokenIsTheServersFault() throws IOException {
    byte[] gzip = gzip(TEXT);
    gzip[gzip.length - 6] ^= 1;
    assertThatThrownBy(() -> decoded("gzip", gzip))
        .isInstanceOf(ViolationException.class)
        .hasMessageContaining("the checksum is wrong");
    for (String coding : new String[] {"gzip", "br", "zstd", "deflate"}) {
      byte[] garbage = new byte[300];
      Arrays.fill(garbage, (byte) 0xff);
      assertThatThrownBy(() -> decoded(coding, garbage))
          .as(coding)
          .isInstanceOf(ViolationException.class);
    }
  }

  @Test
  void anUnknownCodingLeavesTheBodyAndSaysSo() throws IOException {
    assertThat(decoded("zap", TEXT)).isEqualTo(TEXT);
    assertThat(recorder.journey().entries().getFirst().step())
        .isInstanceOf(JourneyStep.NotSupported.class);
  }

  @Test
  void bombsAreCutOff() throws IOException {
    byte[] bomb = Zstd.compress(new byte[64 << 20]);
    assertThatThrownBy(() -> decoded("zstd", bomb))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("more than 500 times");
    // As much as gzip can reach, about 1,030 times.
    byte[] zeros = gzip(new byte[16 << 20]);
    assertThatThrownBy(() -> decoded("gzip", zeros))
        .isInstanceOf(LimitException.class)
        .hasMessageContaining("more than 500 times");
    Limits.Content usual = Limits.CLIENT.content();
    Limits small =
        Limits.CLIENT.with(
            new Limits.Content(
                usual.wire(),
                1000,
                usual.ratio(),
                usual.ratioFrom(),
                1,
                usual.buffer(),
                usual.skipped()));
    byte[] packed = gzip(TEXT);
    assertThatThrownBy(() -> decoded("gzip", new ByteArrayInputStream(packed), small))
        .isInstanceOf(LimitException.class)
        .hasMessage("the decoded body is larger than 1000 bytes");
    assertThatThrownBy(() -> decoded("gzip, gzip", new ByteArrayInputStream(packed), small))
        .isInstanceOf(LimitException.class)
        .hasMessage("there are more than 1 content codings");
  }

  /** What was flushed can be read before the rest is there. */
  @Test
  void decodesWhatIsThere() throws IOException {
    var flushed = new ByteArrayOutputStream();
    var gzip = new GZIPOutputStream(flushed, 512, true);
    gzip.write("first".getBytes(StandardCharsets.US_ASCII));
    gzip.flush();
    InputStream neverMore =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("more was asked for");
          }
        };
    Response response =
        ContentCodings.decode(
            coded(
                "gzip",
                new SequenceInputStream(
                    new ByteArrayInputStream(flushed.toByteArray()), neverMore)),
            Limits.CLIENT,
            recorder.trail());
    try (BodyStream body = response.body().open()) {
      assertThat(body.readNBytes(5)).asString(StandardCharsets.US_ASCII).isEqualTo("first");
    }
  }
}
