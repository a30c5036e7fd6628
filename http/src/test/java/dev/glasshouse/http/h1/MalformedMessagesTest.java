package dev.glasshouse.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import dev.glasshouse.http.wire.Inbound;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way of being malformed, and the clause with which it is refused. */
class MalformedMessagesTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
  private static final String OK = "HTTP/1.1 200 OK\r\n";
  private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

  static Stream<Arguments> requests() {
    return Stream.of(
        row("GET / HTTP/1.1\nHost: a\n\n", Violation.BARE_LF),
        row("GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", Violation.BARE_LF),
        row("GET / HTTP/1.1\rX\r\nHost: a\r\n\r\n", Violation.BARE_CR),
        row(GET + "X: a\rb\r\n\r\n", Violation.BARE_CR),
        row(GET + "X: a\0b\r\n\r\n", Violation.NUL),
        row(GET + "X: a\r\n b\r\n\r\n", Violation.OBS_FOLD),
        row(GET + "X: a\r\n\tb\r\n\r\n", Violation.OBS_FOLD),
        row("GET / HTTP/1.1\r\n Host: a\r\n\r\n", Violation.LEADING_SPACE),
        row("GET / HTTP/1.1\r\nHost : a\r\n\r\n", Violation.SPACE_BEFORE_COLON),
        row(GET + "Transfer-Encoding\t: chunked\r\n\r\n", Violation.SPACE_BEFORE_COLON),
        row(GET + "no colon\r\n\r\n", Violation.BAD_FIELD_NAME),
        row(GET + "nocolon\r\n\r\n", Violation.NO_COLON),
        row(GET + ": empty\r\n\r\n", Violation.BAD_FIELD_NAME),
        row(GET + "n\u00e4me: x\r\n\r\n", Violation.BAD_FIELD_NAME),
        row(GET + "a(b): x\r\n\r\n", Violation.BAD_FIELD_NAME),
        row(GET + "X: \u007f\r\n\r\n", Violation.BAD_FIELD_VALUE),
        row(GET + "X: \u0001\r\n\r\n", Violation.BAD_FIELD_VALUE),
        row("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", Violation.BAD_TARGET),
        row("GET /\r\nHost: a\r\n\r\n", Violation.BAD_REQUEST_LINE),
        row("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", Violation.BAD_VERSION),
        row("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", Violation.BAD_VERSION),
        row("GET /\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n", Violation.BAD_TARGET),
        row("GET /#f HTTP/1.1\r\nHost: a\r\n\r\n", Violation.BAD_TARGET),
        row("GET foo HTTP/1.1\r\nHost: a\r\n\r\n", Violation.BAD_TARGET),
        row("GET * HTTP/1.1\r\nHost: a\r\n\r\n", Violation.BAD_TARGET),
        row("CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", Violation.BAD_TARGET),
        row("CONNECT a HTTP/1.1\r\nHost: a\r\n\r\n", Violation.BAD_TARGET),
        row("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", Violation.BAD_REQUEST_LINE),
        row("\u00e9 / HTTP/1.1\r\n\r\n", Violation.BAD_METHOD),
        row(" GET / HTTP/1.1\r\n\r\n", Violation.BAD_METHOD),
        row("GET / HTTP/1.x\r\nHost: a\r\n\r\n", Violation.BAD_VERSION),
        row("GET / http/1.1\r\nHost: a\r\n\r\n", Violation.BAD_VERSION),
        row("GET / HTTP/1.10\r\nHost: a\r\n\r\n", Violation.BAD_VERSION),
        row("GET / HTTP/2.0\r\nHost: a\r\n\r\n", Violation.UNSUPPORTED_VERSION),
        row("GET / HTTP/0.9\r\n\r\n", Violation.UNSUPPORTED_VERSION),
        row("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Violation.BAD_TARGET),
        row("GET / HTTP/1.1\r\n\r\n", Violation.HOST_MISSING),
        row(GET + "Host: b\r\n\r\n", Violation.HOST_TWICE),
        row("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", Violation.BAD_HOST),
        row("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", Violation.BAD_HOST),
        row("GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n", Violation.BAD_HOST),
        row("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", Violation.BAD_HOST),
        row(
            GET + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            Violation.LENGTH_AND_CODING),
        row(GET + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", Violation.LENGTHS_DIFFER),
        row(GET + "Content-Length: 1\r\nContent-Length: 1\r\n\r\n", Violation.LENGTHS_DIFFER),
        row(GET + "Content-Length: 1, 1\r\n\r\n", Violation.BAD_LENGTH),
        row(GET + "Content-Length: +1\r\n\r\n", Violation.BAD_LENGTH),
        row(GET + "Content-Length: -1\r\n\r\n", Violation.BAD_LENGTH),
        row(GET + "Content-Length: 0x1\r\n\r\n", Violation.BAD_LENGTH),
        row(GET + "Content-Length: \r\n\r\n", Violation.BAD_LENGTH),
        row(GET + "Content-Length: 9999999999999999999\r\n\r\n", Violation.BAD_LENGTH),
        row(GET + "Transfer-Encoding: chunked, gzip\r\n\r\n", Violation.CHUNKED_NOT_LAST),
        row(
            GET + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n",
            Violation.CHUNKED_NOT_LAST),
        row(GET + "Transfer-Encoding: chunked, chunked\r\n\r\n", Violation.CHUNKED_TWICE),
        row(GET + "Transfer-Encoding: gzip, chunked\r\n\r\n", Violation.CODING_NOT_SUPPORTED),
        row(GET + "Transfer-Encoding: xchunked\r\n\r\n", Violation.CODING_NOT_SUPPORTED),
        row(GET + "Transfer-Encoding: \u000bchunked\r\n\r\n", Violation.BAD_FIELD_VALUE),
        row(GET + "Transfer-Encoding: \"chunked\"\r\n\r\n", Violation.CODING_NOT_SUPPORTED),
        row(GET + "Transfer-Encoding:\r\n\r\n", Violation.CODING_NOT_SUPPORTED),
        row("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", Violation.CODING_ON_1_0),
        row("\u0016\u0003\u0001\u0002\u0000\u0001", Violation.TLS_BYTES));
  }

  static Stream<Arguments> responses() {
    return Stream.of(
        row("HELLO", Violation.NOT_HTTP),
        row("<html>", Violation.NOT_HTTP),
        row("\r\nHTTP/1.1 200 OK\r\n\r\n", Violation.NOT_HTTP),
        row("http/1.1 200 OK\r\n\r\n", Violation.NOT_HTTP),
        row("\u0015\u0003\u0001", Violation.SPEAKS_TLS),
        row("\0\0\6\4\0\0\0\0\0\0\3\0\0\0\1", Violation.SPEAKS_HTTP_2),
        row("\0\0\6\4\0\0\0\0\1\0\3\0\0\0\1", Violation.NOT_HTTP),
        row("HTTP/1.1 200 OK\n\n", Violation.BARE_LF),
        row("HTTP/1.1 20 OK\r\n\r\n", Violation.BAD_STATUS_LINE),
        row("HTTP/1.1 2000 OK\r\n\r\n", Violation.BAD_STATUS_LINE),
        row("HTTP/1.1  200 OK\r\n\r\n", Violation.BAD_STATUS_LINE),
        row("HTTP/1.1 099 OK\r\n\r\n", Violation.BAD_STATUS_LINE),
        row("HTTP/1.1\r\n\r\n", Violation.BAD_STATUS_LINE),
        row("HTTP/1 200 OK\r\n\r\n", Violation.BAD_VERSION),
        row("HTTP/2.0 200 OK\r\n\r\n", Violation.UNSUPPORTED_VERSION),
        row("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", Violation.UNASKED_SWITCH),
        row(OK + "X: a\r\n b\r\n\r\n", Violation.OBS_FOLD),
        row(OK + "X : a\r\n\r\n", Violation.SPACE_BEFORE_COLON),
        row(
            OK + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            Violation.LENGTH_AND_CODING),
        row(OK + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", Violation.LENGTHS_DIFFER),
        row(OK + "Content-Length: 1, 2\r\n\r\n", Violation.LENGTHS_DIFFER),
        row(OK + "Content-Length: 1,\r\n\r\n", Violation.BAD_LENGTH),
        row("HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n", Violation.CODING_WITHOUT_BODY),
        row("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", Violation.CODING_ON_1_0),
        row(OK + "Transfer-Encoding: gzip\r\n\r\n", Violation.CODING_NOT_SUPPORTED),
        row(OK + "Transfer-Encoding: xyz, chunked\r\n\r\n", Violation.CODING_NOT_SUPPORTED),
        row(
            OK + "Content-Length: 1\r\nTransfer-Encoding: xyz\r\n\r\n",
            Violation.LENGTH_AND_CODING),
        row(CHUNKED + "\r\n", Violation.BAD_CHUNK_SIZE),
        row(CHUNKED + "g\r\n", Violation.BAD_CHUNK_SIZE),
        row(CHUNKED + "-1\r\n", Violation.BAD_CHUNK_SIZE),
        row(CHUNKED + "0x5\r\nhello\r\n", Violation.BAD_CHUNK_SIZE),
        row(CHUNKED + " 5\r\nhello\r\n", Violation.BAD_CHUNK_SIZE),
        row(CHUNKED + "5 \r\nhello\r\n", Violation.BAD_CHUNK_SIZE),
        row(CHUNKED + "5\nhello\r\n", Violation.BARE_LF),
        row(CHUNKED + "5\rX\r\nhello\r\n", Violation.BAD_CHUNK_SIZE),
        row(CHUNKED + "ffffffffffffffffff\r\n", Violation.CHUNK_TOO_LARGE),
        row(CHUNKED + "5;\r\nhello\r\n", Violation.BAD_EXTENSION),
        row(CHUNKED + "5;a=\r\nhello\r\n", Violation.BAD_EXTENSION),
        row(CHUNKED + "5;a=\"x\r\nhello\r\n", Violation.BAD_EXTENSION),
        row(CHUNKED + "5\r\nhelloX\r\n", Violation.BAD_CHUNK_END),
        row(CHUNKED + "5\r\nhello\n0\r\n\r\n", Violation.BAD_CHUNK_END),
        row(CHUNKED + "5\r\nhello\rX", Violation.BAD_CHUNK_END),
        row(CHUNKED + "0\r\nX : y\r\n\r\n", Violation.SPACE_BEFORE_COLON),
        row(CHUNKED + "0\r\nX: y\n\r\n", Violation.BARE_LF),
        row(CHUNKED + "0\r\nbad trailer\r\n\r\n", Violation.BAD_FIELD_NAME),
        row(OK + "Content-Length: 2\r\n\r\nokHTTP", Violation.EXCESS_BYTES),
        row("HTTP/1.1 304 Not Modified\r\nContent-Length: 2\r\n\r\nok", Violation.EXCESS_BYTES));
  }

  private static Arguments row(String bytes, Violation violation) {
    return Arguments.of(bytes, violation);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void requestsAreRefused(String bytes, Violation violation) {
    for (int piece : new int[] {0, 1, 3}) {
      try (var server = Wired.server(Limits.SERVER.head())) {
        assertRefused(server.feed(bytes, piece).events(), violation);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("responses")
  void responsesAreRefused(String bytes, Violation violation) {
    for (int piece : new int[] {0, 1, 3}) {
      try (var client = Wired.client(Limits.CLIENT.head(), Method.GET)) {
        // What comes in a later read cannot be told from what nobody asked for.
        boolean late = violation == Violation.EXCESS_BYTES && piece != 0;
        List<Object> events = client.feed(bytes, piece).events();
        assertRefused(events, late ? last(events) : violation);
      }
    }
  }

  private static Violation last(List<Object> events) {
    var problem = (ViolationException) ((Inbound.Broken) events.getLast()).problem();
    assertThat(problem.violation()).isIn(Violation.EXCESS_BYTES, Violation.UNASKED_BYTES);
    return problem.violation();
  }

  private static void assertRefused(List<Object> events, Violation violation) {
    assertThat(events).isNotEmpty();
    assertThat(events.getLast()).isInstanceOf(Inbound.Broken.class);
    HttpException problem = ((Inbound.Broken) events.getLast()).problem();
    assertThat(problem).isInstanceOf(ViolationException.class);
    assertThat(((ViolationException) problem).violation()).isEqualTo(violation);
    assertThat(problem).hasMessageEndingWith("(" + violation.clause() + ")");
  }

  @Test
  void wholeMessagesComeThroughHoweverTheyAreCut() {
    String bytes =
        "\r\nPOST /x HTTP/1.1\r\nHost: a:80\r\nX:  a \u00e9\t \r\nEmpty:\r\nTransfer-Encoding: CHUNKED\r\n\r\n"
            + "5 ; a = \"q\\\"\" ;b\r\nhello\r\n0\r\nT: 1\r\n\r\n"
            + "GET http://b/ HTTP/1.0\r\n\r\nOPTIONS * HTTP/1.1\r\nHost:\r\nContent-Length: 2\r\n\r\nok";
    for (int piece : new int[] {0, 1, 2, 7}) {
      try (var server = Wired.server(Limits.SERVER.head())) {
        List<Object> events = new ArrayList<>(server.feed(bytes, piece).events());
        // That a head has begun is said only where its end has not come.
        events.removeIf(Inbound.Begun.class::isInstance);
        assertThat(events).hasSize(8);
        var first = (Inbound.RequestHead) events.get(0);
        assertThat(first.fields())
            .isEqualTo(
                Fields.of(
                    "Host", "a:80", "X", "a \u00e9", "Empty", "", "Transfer-Encoding", "CHUNKED"));
        assertThat(events.get(1)).isEqualTo("hello");
        assertThat(events.get(2)).isEqualTo(new Inbound.End(Fields.of("T", "1")));
        var second = (Inbound.RequestHead) events.get(3);
        assertThat(second.version()).isEqualTo(HttpVersion.HTTP_1_0);
        assertThat(second.target()).isEqualTo("http://b/");
        assertThat(((Inbound.RequestHead) events.get(5)).target()).isEqualTo("*");
        assertThat(events.get(6)).isEqualTo("ok");
      }
    }
  }

  /** Found by the fuzzer: a CR alone, at the end of what has come, was looked at again for ever. */
  @Test
  void aLoneCrBeforeARequestWaitsForMore() {
    try (var server = Wired.server(Limits.SERVER.head())) {
      assertThat(server.feed("\r", 0).events()).isEmpty();
      assertThat(server.feed("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 0).events()).hasSize(2);
      assertRefused(server.feed("\rX", 1).events(), Violation.BAD_METHOD);
    }
  }

  @Test
  void limitsFire() {
    var small = new Limits.Head(50, 200, 3, 60, 40, 2);
    limited(small, "GET /" + "x".repeat(100), "head.startLine");
    limited(small, GET + "X: " + "x".repeat(400), "head.section");
    limited(small, GET + "A: 1\r\nB: 2\r\nC: 3\r\n\r\n", "head.fields");
    String post = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    limited(small, post + "1;" + "x".repeat(100), "head.extensions");
    limited(small, post + "1;aaaaaaaaaaaaaaa\r\nx\r\n".repeat(5), "head.extensions");
    limited(small, post + "0\r\nT: " + "x".repeat(100), "head.trailers");
  }

  private static void limited(Limits.Head limits, String bytes, String name) {
    for (int piece : new int[] {0, 1}) {
      try (var server = Wired.server(limits)) {
        List<Object> events = server.feed(bytes, piece).events();
        assertThat(events.getLast()).isInstanceOf(Inbound.Broken.class);
        HttpException problem = ((Inbound.Broken) events.getLast()).problem();
        assertThat(problem).isInstanceOf(LimitException.class);
        assertThat(((LimitException) problem).limit()).isEqualTo(name);
      }
    }
  }

  @Test
  void responsesThatAgreeOnTheirLengthAreTaken() {
    try (var client = Wired.client(Limits.CLIENT.head(), Method.GET)) {
      List<Object> events =
          client
              .feed("HTTP/1.1 200\r\nContent-Length: 2\r\nContent-Length: 2, 2\r\n\r\nok", 0)
              .events();
      assertThat(events.get(1)).isEqualTo("ok");
      assertThat(events.getLast()).isInstanceOf(Inbound.End.class);
    }
  }
}
