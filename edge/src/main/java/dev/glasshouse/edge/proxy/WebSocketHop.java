package dev.glasshouse.edge.proxy;

import dev.glasshouse.edge.OriginException;
import dev.glasshouse.edge.OriginException.Processed;
import dev.glasshouse.edge.ProxyError;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.websocket.Handshake;
import dev.glasshouse.journey.EdgeReason;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * The opening of a WebSocket on its way through the edge: HTTP/1.1 has a key and the proof that it
 * was read (RFC 6455 4), HTTP/2 and 3 have neither (RFC 8441 5), so each side gets what its version
 * needs. Pure, but for the random key.
 */
final class WebSocketHop {
  private static final String KEY = "Sec-WebSocket-Key";
  private static final String ACCEPT = "Sec-WebSocket-Accept";
  private static final int KEY_BYTES = 16;

  private WebSocketHop() {}

  /** A request as it goes on: with a key, in case it goes on in HTTP/1.1. */
  static Request asked(Request request) {
    if (!Handshake.asks(request) || request.fields().has(KEY)) {
      return request;
    }
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return request.with(KEY, Base64.getEncoder().encodeToString(key));
  }

  /**
   * Sees whether the server read the key: who did not does not speak WebSocket, and its bytes are
   * not handed on as such.
   *
   * @throws OriginException when it did not
   */
  static void check(Request sent, Response answer) throws OriginException {
    Optional<String> key = sent.fields().first(KEY);
    if (answer.status().equals(Status.SWITCHING_PROTOCOLS)
        && Handshake.asks(sent)
        && key.isPresent()
        && !answer.fields().all(ACCEPT).equals(java.util.List.of(Handshake.accept(key.get())))) {
      answer.close();
      throw OriginException.of(
          ProxyError.HTTP_UPGRADE_FAILED,
          Processed.PERHAPS,
          EdgeReason.ANSWER_MALFORMED,
          "it does not prove that it read " + KEY);
    }
  }

  /** The answer's fields as the client's version has them. */
  static Fields answered(Request asked, Fields fields) {
    Fields plain = fields.without(ACCEPT);
    return asked.version() == HttpVersion.HTTP_1_1 && Handshake.asks(asked)
        ? asked
            .fields()
            .first(KEY)
            .map(key -> plain.plus(ACCEPT, Handshake.accept(key)))
            .orElse(plain)
        : plain;
  }
}
