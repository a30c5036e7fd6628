package dev.glasshouse.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.IncompleteException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.wire.Inbound;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the end of a connection means for the message that is on it (RFC 9112 8 and 9.8). */
class ConnectionEndsTest {
  private static final String UNTIL_CLOSE = "HTTP/1.1 200 OK\r\n\r\n";
  private static final String LENGTH = "HTTP/1.1 200 OK\r\nContent-Length: 200\r\n\r\n";
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n";
  private static final String TWENTY = "x".repeat(20);
  private static final String RESET = "Connection reset by peer";

  private static Wired answer(String head) {
    return Wired.client(Limits.CLIENT.head(), Method.GET).feed(head + TWENTY, 0);
  }

  private static void isWhole(Wired client) {
    try (client) {
      List<Object> events = client.events();
      assertThat(events.get(1)).isEqualTo(TWENTY);
      assertThat(events.get(2)).isInstanceOf(Inbound.End.class);
    }
  }

  private static void isCut(Wired client, String message) {
    try (client) {
      List<Object> events = client.events();
      assertThat(events.get(1)).as("what came").isEqualTo(TWENTY);
      assertThat(events).noneMatch(Inbound.End.class::isInstance);
      HttpException problem = ((Inbound.Broken) events.get(2)).problem();
      assertThat(problem).isInstanceOf(IncompleteException.class).hasMessage(message);
    }
  }

  @Test
  void aBodyUntilTheCloseIsWholeOnceThePeerHasSaidSo() {
    isWhole(answer(UNTIL_CLOSE).end());
    isWhole(answer(UNTIL_CLOSE).goodbye());
    isWhole(answer(UNTIL_CLOSE).goodbye().end());
    isWhole(answer(UNTIL_CLOSE).goodbye().breaks(RESET));
  }

  @Test
  void aBodyUntilTheCloseIsNotWholeWhenAnybodyCouldHaveCutIt() {
    isCut(
        answer(UNTIL_CLOSE).cut(),
        "the connection ended after 20 bytes without the close_notify of TLS: anybody could have"
            + " cut it (RFC 9112 9.8)");
    isCut(
        answer(UNTIL_CLOSE).breaks(RESET),
        "the connection broke (Connection reset by peer) after 20 bytes of the content, before its"
            + " end (RFC 9112 8)");
  }

  @Test
  void aResetIsToldFromAnEndThatCameTooEarly() {
    isCut(answer(LENGTH).end(), "200 bytes were promised and 20 came (RFC 9112 8)");
    isCut(
        answer(LENGTH).breaks(RESET),
        "the connection broke (Connection reset by peer): 200 bytes were promised and 20 came (RFC"
            + " 9112 8)");
    isCut(
        answer(CHUNKED).end(),
        "the connection ended in the middle of the chunks, after 20 bytes (RFC 9112 8)");
    isCut(
        answer(CHUNKED).breaks(RESET),
        "the connection broke (Connection reset by peer) in the middle of the chunks, after 20"
            + " bytes (RFC 9112 8)");
  }

  /** A length and chunks say themselves where the end is: TLS need not. */
  @Test
  void whatTellsItsLengthNeedsNoGoodbye() {
    isWhole(
        Wired.client(Limits.CLIENT.head(), Method.GET)
            .feed("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n" + TWENTY, 0)
            .cut());
    isWhole(answer(CHUNKED).feed("\r\n0\r\n\r\n", 0).cut());
  }
}
