package dev.glasshouse.http.h3;

import static dev.glasshouse.http.h3.RawClient.data;
import static dev.glasshouse.http.h3.RawClient.frame;
import static dev.glasshouse.http.h3.RawClient.get;
import static dev.glasshouse.http.h3.RawClient.head;
import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.HttpStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What clients can get wrong: a malformed message ends its stream (RFC 9114 4.1.2), misuse of
 * frames and streams ends the connection (8.1), and what is not known is passed over (9).
 */
@Timeout(120)
class MalformedTest {
  @TempDir private Path folder;
  private Server server;

  @BeforeEach
  void open() throws Exception {
    server = new Server(MalformedTest::echo);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static Response echo(Request request) throws IOException {
    return Response.text(Status.OK, request.body().open().readAllBytes().length + " bytes");
  }

  private RawClient client() throws Exception {
    return RawClient.open(server.trusting(folder), server.port());
  }

  private static byte[] bytes(byte[]... pieces) {
    var all = new java.io.ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  private static final String HOST = Authority.NAME;

  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of("no method", head(":scheme", "https", ":authority", HOST, ":path", "/")),
        Arguments.of("no scheme", head(":method", "GET", ":authority", HOST, ":path", "/")),
        Arguments.of("no path", head(":method", "GET", ":scheme", "https", ":authority", HOST)),
        Arguments.of("no authority", head(":method", "GET", ":scheme", "https", ":path", "/")),
        Arguments.of("an empty path", get("")),
        Arguments.of("two methods", get("/", ":method", "GET")),
        Arguments.of("two paths", get("/", ":path", "/")),
        Arguments.of("a pseudo-field after a field", bytes(get("/", "a", "b", ":path", "/"))),
        Arguments.of("a pseudo-field that is unknown", get("/", ":other", "x")),
        Arguments.of("a response's pseudo-field", get("/", ":status", "200")),
        Arguments.of("a name in upper case", get("/", "Accept", "x")),
        Arguments.of("a name with a space", get("/", "a b", "x")),
        Arguments.of("a value with a line break", get("/", "a", "x\r\ny: z")),
        Arguments.of("a value with NUL", get("/", "a", "x\0y")),
        Arguments.of("a field of the connection", get("/", "connection", "close")),
        Arguments.of("a transfer coding", get("/", "transfer-encoding", "chunked")),
        Arguments.of("TE other than trailers", get("/", "te", "gzip")),
        Arguments.of("two hosts", get("/", "host", "other.test")),
        Arguments.of("a length that is no number", get("/", "content-length", "1x")),
        Arguments.of("two lengths", get("/", "content-length", "1", "content-length", "2")),
        Arguments.of("less than promised", bytes(get("/", "content-length", "5"), data("abc"))),
        Arguments.of("more than promised", bytes(get("/", "content-length", "2"), data("abc"))),
        Arguments.of("trailers with a pseudo-field", bytes(get("/"), data("a"), get("/"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("messages")
  void aMalformedMessageEndsItsStreamAlone(String what, byte[] bytes) throws Exception {
    try (RawClient client = client()) {
      assertThat(client.request(bytes).end().reset()).isEqualTo("H3_MESSAGE_ERROR");
      assertThat(client.answers()).as("the connection stands").isTrue();
      assertThat(server.await(HttpStep.ProtocolViolated.class).problem()).isNotEmpty();
    }
  }

  private static final byte[] PROMISED =
      RawClient.section(
          ":method", "GET", ":scheme", "https", ":authority", HOST, ":path", "/pushed");

  static Stream<Arguments> misuses() {
    return Stream.of(
        Arguments.of("DATA first", "H3_FRAME_UNEXPECTED", data("x")),
        Arguments.of("SETTINGS", "H3_FRAME_UNEXPECTED", frame(0x4)),
        Arguments.of("GOAWAY", "H3_FRAME_UNEXPECTED", frame(0x7, (byte) 0)),
        Arguments.of("MAX_PUSH_ID", "H3_FRAME_UNEXPECTED", frame(0xd, (byte) 0)),
        Arguments.of("CANCEL_PUSH", "H3_FRAME_UNEXPECTED", frame(0x3, (byte) 0)),
        Arguments.of(
            "PUSH_PROMISE", "H3_FRAME_UNEXPECTED", frame(0x5, bytes(new byte[1], PROMISED))),
        Arguments.of("PRIORITY of HTTP/2", "H3_FRAME_UNEXPECTED", frame(0x2)),
        Arguments.of("PING of HTTP/2", "H3_FRAME_UNEXPECTED", frame(0x6)),
        Arguments.of("WINDOW_UPDATE of HTTP/2", "H3_FRAME_UNEXPECTED", frame(0x8)),
        Arguments.of("CONTINUATION of HTTP/2", "H3_FRAME_UNEXPECTED", frame(0x9)),
        Arguments.of("PRIORITY_UPDATE", "H3_FRAME_UNEXPECTED", frame(0xF0700, (byte) 0)),
        Arguments.of(
            "HEADERS after trailers",
            "H3_FRAME_UNEXPECTED",
            bytes(get("/"), head("a", "b"), head("c", "d"))),
        Arguments.of(
            "DATA after trailers",
            "H3_FRAME_UNEXPECTED",
            bytes(get("/"), head("a", "b"), data("x"))),
        Arguments.of(
            "a section that refers to nothing",
            "QPACK_DECOMPRESSION_FAILED",
            frame(0x1, (byte) 0, (byte) 0, (byte) 0x80)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misuses")
  void misuseOnARequestStreamEndsTheConnection(String what, String code, byte[] bytes)
      throws Exception {
    try (RawClient client = client()) {
      client.request(bytes).end();
      assertThat(client.ended().code()).isEqualTo(code);
      assertThat(client.ended().by()).isEqualTo("peer");
      Client.until(() -> server.http.connections() == 0);
    }
  }

  static Stream<Arguments> controls() {
    byte[] settings = frame(0x4);
    return Stream.of(
        Arguments.of("another frame first", "H3_MISSING_SETTINGS", frame(0x7, (byte) 0)),
        Arguments.of("SETTINGS twice", "H3_FRAME_UNEXPECTED", bytes(settings, settings)),
        Arguments.of(
            "a setting twice",
            "H3_SETTINGS_ERROR",
            frame(0x4, (byte) 6, (byte) 9, (byte) 6, (byte) 9)),
        Arguments.of("a setting that is cut", "H3_FRAME_ERROR", frame(0x4, (byte) 6, (byte) 0x80)),
        Arguments.of("a GOAWAY of nothing", "H3_FRAME_ERROR", bytes(settings, frame(0x7))),
        Arguments.of(
            "a switch that is neither on nor off",
            "H3_SETTINGS_ERROR",
            frame(0x4, (byte) 8, (byte) 2)),
        Arguments.of("a setting of HTTP/2", "H3_SETTINGS_ERROR", frame(0x4, (byte) 4, (byte) 9)),
        Arguments.of("DATA", "H3_FRAME_UNEXPECTED", bytes(settings, data("x"))),
        Arguments.of("HEADERS", "H3_FRAME_UNEXPECTED", bytes(settings, get("/"))),
        Arguments.of(
            "MAX_PUSH_ID that shrinks",
            "H3_ID_ERROR",
            bytes(settings, frame(0xd, (byte) 9), frame(0xd, (byte) 8))),
        Arguments.of(
            "CANCEL_PUSH of what was not allowed",
            "H3_ID_ERROR",
            bytes(settings, frame(0x3, (byte) 1))),
        Arguments.of(
            "GOAWAY that grows",
            "H3_ID_ERROR",
            bytes(settings, frame(0x7, (byte) 4), frame(0x7, (byte) 8))),
        Arguments.of(
            "PRIORITY_UPDATE of a push", "H3_ID_ERROR", bytes(settings, frame(0xF0701, (byte) 0))),
        Arguments.of(
            "PRIORITY_UPDATE of a stream without requests",
            "H3_ID_ERROR",
            bytes(settings, frame(0xF0700, (byte) 2))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("controls")
  void misuseOfTheControlStreamEndsTheConnection(String what, String code, byte[] bytes)
      throws Exception {
    try (RawClient client = RawClient.silent(server.trusting(folder), server.port())) {
      client.control(bytes);
      assertThat(client.ended().code()).isEqualTo(code);
    }
  }

  static Stream<Arguments> instructions() {
    return Stream.of(
        Arguments.of("a capacity", 2, "QPACK_ENCODER_STREAM_ERROR", 0x3f),
        Arguments.of("a duplicate", 2, "QPACK_ENCODER_STREAM_ERROR", 0x00),
        Arguments.of("an acknowledged section", 3, "QPACK_DECODER_STREAM_ERROR", 0x80),
        Arguments.of("an increment", 3, "QPACK_DECODER_STREAM_ERROR", 0x01));
  }

  /** We use no dynamic table and allow none: whoever speaks of one is wrong (RFC 9204 4.3, 4.4). */
  @ParameterizedTest(name = "{0}")
  @MethodSource("instructions")
  void instructionsForATableThatIsNotThereEndTheConnection(
      String what, int type, String code, int instruction) throws Exception {
    try (RawClient client = client()) {
      client.oneWay(type, new byte[] {(byte) instruction, 1});
      assertThat(client.ended().code()).isEqualTo(code);
      assertThat(server.await(HttpStep.ProtocolViolated.class).problem()).contains(code);
    }
  }

  /** Anybody may say that he gave a stream up, whatever it has used (RFC 9204 4.4.2). */
  @Test
  void aCancelledStreamIsNoFault() throws Exception {
    try (RawClient client = client()) {
      client.oneWay(3, new byte[] {0x40});
      assertThat(client.answers()).isTrue();
    }
  }

  @Test
  void aSecondControlStreamEndsTheConnection() throws Exception {
    try (RawClient client = client()) {
      client.control(frame(0x4));
      assertThat(client.ended().code()).isEqualTo("H3_STREAM_CREATION_ERROR");
    }
  }

  @Test
  void aPushStreamOfAClientEndsTheConnection() throws Exception {
    try (RawClient client = client()) {
      client.oneWay(1, new byte[] {0});
      assertThat(client.ended().code()).isEqualTo("H3_STREAM_CREATION_ERROR");
    }
  }

  @Test
  void closingTheControlStreamEndsTheConnection() throws Exception {
    try (RawClient client = RawClient.silent(server.trusting(folder), server.port())) {
      client.control(frame(0x4)).end();
      assertThat(client.ended().code()).isEqualTo("H3_CLOSED_CRITICAL_STREAM");
    }
  }

  @Test
  void whatIsNotKnownIsPassedOver() throws Exception {
    try (RawClient client = RawClient.silent(server.trusting(folder), server.port())) {
      byte[] unknown =
          bytes(frame(0x21), frame(0x40, (byte) 1), frame(0xabcdef, (byte) 1, (byte) 2));
      client.control(frame(0x4, (byte) 0x21, (byte) 7), unknown);
      client.oneWay(0x21, new byte[5000]);
      byte[] answer = client.request(unknown, get("/"), unknown, data("x"), unknown).end().answer();
      assertThat(answer[0]).isEqualTo((byte) RawClient.HEADERS);
      assertThat(client.answers()).isTrue();
    }
  }

  /** The head's last byte does not come: RFC 9114 4.1 calls that incomplete. */
  @Test
  void aStreamThatEndsInTheHead() throws Exception {
    try (RawClient client = client()) {
      byte[] whole = get("/");
      assertThat(client.request(java.util.Arrays.copyOf(whole, whole.length - 1)).end().reset())
          .isIn("H3_REQUEST_INCOMPLETE", "H3_MESSAGE_ERROR", "H3_FRAME_ERROR");
    }
  }
}
