package dev.glasshouse.http.client;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.websocket.ClosedException;
import dev.glasshouse.http.websocket.Conversation;
import dev.glasshouse.http.websocket.Offer;
import dev.glasshouse.http.websocket.WebSocketLimits;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Opens conversations with servers (RFC 6455 4.1), over whatever version is spoken with them. */
public final class WebSocketClient {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final HttpClient client;
  private final WebSocketLimits limits;

  /** One over the connections of a client. */
  public WebSocketClient(HttpClient client, WebSocketLimits limits) {
    this.client = client;
    this.limits = limits;
  }

  /** What came of it. */
  public sealed interface Outcome {
    /** A conversation stands; closing it is the caller's. */
    record Stands(Conversation conversation, Response response) implements Outcome {}

    /** The server answered otherwise; its response is to be read or closed. */
    record Answered(Response response) implements Outcome {}
  }

  /**
   * Opens a conversation.
   *
   * @param url of http or https, which stand for ws and wss
   * @param fields more for the request: Origin, cookies
   * @param subprotocols what is offered, the best first
   * @param compress whether compression is offered
   * @throws ClosedException when the answer is not the one to the request
   * @throws IOException as {@link HttpClient#send(Request, Priority, Trail)}
   */
  public Outcome open(
      Url url, Fields fields, List<String> subprotocols, boolean compress, Trail trail)
      throws IOException {
    byte[] key = new byte[16];
    RANDOM.nextBytes(key);
    var offer = new Offer(Base64.getEncoder().encodeToString(key), subprotocols, compress);
    Response response = client.send(offer.put(Request.get(url).with(fields)), Priority.HIGH, trail);
    Optional<Conversation> its;
    try {
      its = offer.taken(response, limits);
    } catch (ClosedException e) {
      response.close();
      throw e;
    }
    return its.isPresent()
        ? new Outcome.Stands(its.get(), response)
        : new Outcome.Answered(response);
  }
}
