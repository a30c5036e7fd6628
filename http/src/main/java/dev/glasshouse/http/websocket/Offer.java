package dev.glasshouse.http.websocket;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.journey.Because;
import java.util.List;
import java.util.Optional;

/**
 * What a client offers to begin a conversation (RFC 6455 4.1).
 *
 * @param key 16 random bytes in base64, which the server proves to have read
 * @param subprotocols what may be spoken, the best first
 * @param compress whether messages may be compressed
 */
public record Offer(String key, List<String> subprotocols, boolean compress) {

  /** A request that makes it, in the form of HTTP/1.1. */
  public Request put(Request get) {
    return Handshake.asked(get, key, subprotocols, compress);
  }

  /**
   * The conversation that an answer opens.
   *
   * @return empty where the server refuses
   * @throws ClosedException when the answer is not one to this offer
   */
  public Optional<Conversation> taken(Response response, WebSocketLimits limits)
      throws ClosedException {
    if (response.tunnel().isEmpty()) {
      return Optional.empty();
    }
    Optional<Because> wrong = Handshake.wrong(response, key, subprotocols, compress);
    if (wrong.isPresent()) {
      throw new ClosedException(CloseCode.PROTOCOL_ERROR, wrong.get());
    }
    return Optional.of(
        Conversation.begin(
            response.tunnel().get(),
            Side.CLIENT,
            response.fields().first("Sec-WebSocket-Protocol"),
            Compression.answered(response.fields()),
            limits));
  }
}
