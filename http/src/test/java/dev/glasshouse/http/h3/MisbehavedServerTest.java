package dev.glasshouse.http.h3;

import static dev.glasshouse.http.h3.RawClient.data;
import static dev.glasshouse.http.h3.RawClient.frame;
import static dev.glasshouse.http.h3.RawClient.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.glasshouse.http.LostException;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.StreamReason;
import dev.glasshouse.journey.StreamStep;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers can get wrong, as our client sees it (RFC 9114 4.1.2, 5.2, 7.2, 8.1). */
@Timeout(120)
class MisbehavedServerTest {
  private static final byte[] NOTHING = {};
  private static final byte[] OK = head(":status", "200");

  @TempDir private Path folder;

  private static byte[] bytes(byte[]... pieces) {
    var all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of("no status", head("a", "b")),
        Arguments.of("two statuses", head(":status", "200", ":status", "200")),
        Arguments.of("a status that is none", head(":status", "2000")),
        Arguments.of("a request's pseudo-field", head(":status", "200", ":path", "/")),
        Arguments.of("a name in upper case", head(":status", "200", "Server", "x")),
        Arguments.of("a value with a line break", head(":status", "200", "a", "b\r\nc: d")),
        Arguments.of("a field of the connection", head(":status", "200", "connection", "close")),
        Arguments.of(
            "less than promised",
            bytes(head(":status", "200", "content-length", "9"), data("abc"))),
        Arguments.of(
            "more than promised",
            bytes(head(":status", "200", "content-length", "2"), data("abc"))),
        Arguments.of("an interim head alone", head(":status", "103")),
        Arguments.of("trailers with a status", bytes(OK, data("a"), OK)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answers")
  void aMalformedAnswerIsNotHandedOver(String what, byte[] answer) throws Exception {
    try (var server = new RawServer(NOTHING, answer);
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      assertThatExceptionOfType(ViolationException.class)
          .isThrownBy(() -> Client.text(our.send(session, Request.get(server.url("/")))));
      assertThat(session.isOpen()).as("the connection stands").isTrue();
    }
  }

  static Stream<Arguments> misuses() {
    byte[] whole =
        RawClient.section(
            ":method", "GET", ":scheme", "https", ":authority", Authority.NAME, ":path", "/p");
    return Stream.of(
        Arguments.of("DATA first", "H3_FRAME_UNEXPECTED", NOTHING, data("x")),
        Arguments.of("SETTINGS on a request", "H3_FRAME_UNEXPECTED", NOTHING, frame(0x4)),
        Arguments.of(
            "a push, though none was allowed",
            "H3_ID_ERROR",
            NOTHING,
            frame(0x5, bytes(new byte[1], whole))),
        Arguments.of("a push of no number", "H3_FRAME_ERROR", NOTHING, frame(0x5)),
        Arguments.of("a GOAWAY of nothing", "H3_FRAME_ERROR", frame(0x7), NOTHING),
        Arguments.of("MAX_PUSH_ID", "H3_FRAME_UNEXPECTED", frame(0xd, (byte) 1), NOTHING),
        Arguments.of("SETTINGS twice", "H3_FRAME_UNEXPECTED", frame(0x4), NOTHING),
        Arguments.of(
            "PRIORITY_UPDATE",
            "H3_FRAME_UNEXPECTED",
            frame(0xF0700, (byte) 0, (byte) 'i'),
            NOTHING),
        // RFC 9114 5.2 has H3_ID_ERROR for it; the codec's own check comes first.
        Arguments.of(
            "GOAWAY with a push's number", "H3_FRAME_UNEXPECTED", frame(0x7, (byte) 3), NOTHING));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misuses")
  void misuseEndsTheConnection(String what, String code, byte[] control, byte[] answer)
      throws Exception {
    try (var server = new RawServer(control, answer);
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      assertThatExceptionOfType(ViolationException.class)
          .as("broken rules are not a lost connection, which would be tried again")
          .isThrownBy(() -> Client.text(our.send(session, Request.get(server.url("/")))))
          .satisfies(e -> assertThat(e.because().toString()).contains("9114"));
      QuicStep.QuicEnded ended = our.await(QuicStep.QuicEnded.class);
      assertThat(ended.code()).isEqualTo(code);
      assertThat(ended.by()).isEqualTo("us");
      assertThat(session.room()).isZero();
    }
  }

  @Test
  void whatIsNotKnownIsPassedOver() throws Exception {
    byte[] unknown = bytes(frame(0x21), frame(0x40, (byte) 1), frame(0xabcdef, (byte) 1));
    try (var server =
            new RawServer(unknown, bytes(unknown, OK, unknown, data("content"), unknown));
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      Response answer = our.send(session, Request.get(server.url("/")));
      assertThat(Client.text(answer)).isEqualTo("content");
      assertThat(session.isOpen()).isTrue();
    }
  }

  /** GOAWAY says which requests were not looked at: those may be sent again elsewhere. */
  @Test
  void whatWasNotProcessedMayBeSentAgain() throws Exception {
    try (var server = new RawServer(frame(0x7, (byte) 0), NOTHING);
        var our = new Client(server.trusting(folder))) {
      Http3Session session = our.session(Authority.NAME, server.port());
      var exchange =
          session.exchange(Request.get(server.url("/")), Priority.MEDIUM, our.recorder.trail());
      assertThatExceptionOfType(LostException.class)
          .isThrownBy(() -> exchange.run(_ -> {}))
          .satisfies(e -> assertThat(e.because().reason()).isEqualTo(StreamReason.AFTER_LAST));
      assertThat(exchange.mayBeProcessed()).isFalse();
      assertThat(session.room()).isZero();
      assertThat(our.await(StreamStep.GoingAway.class).by()).isEqualTo("peer");
    }
  }
}
