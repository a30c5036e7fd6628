package dev.glasshouse.server.push;

import dev.glasshouse.http.websocket.WebSocketLimits;
import java.util.List;

/**
 * How a server takes conversations.
 *
 * @param origins the origins whose pages may talk to it beside its own; {@code *} for all
 * @param subprotocols what is spoken, the best first; empty where it is of no matter
 * @param compress whether messages may be compressed
 * @param forget whether each message is compressed by itself: worse, but a conversation that is
 *     silent holds nothing, where it would hold some 300 KiB else
 * @param conversations how many may stand at once; the next is refused with 503
 * @param limits of each conversation
 */
public record WebSocketOptions(
    List<String> origins,
    List<String> subprotocols,
    boolean compress,
    boolean forget,
    int conversations,
    WebSocketLimits limits) {
  /** Pages of the same host, compression, 10,000 conversations. */
  public static final WebSocketOptions USUAL =
      new WebSocketOptions(List.of(), List.of(), true, true, 10_000, WebSocketLimits.USUAL);

  /** Copies the lists. */
  public WebSocketOptions {
    origins = List.copyOf(origins);
    subprotocols = List.copyOf(subprotocols);
  }

  /** The same with other limits. */
  public WebSocketOptions with(WebSocketLimits other) {
    return new WebSocketOptions(origins, subprotocols, compress, forget, conversations, other);
  }

  /** The same for pages of these origins, too. */
  public WebSocketOptions from(List<String> others) {
    return new WebSocketOptions(others, subprotocols, compress, forget, conversations, limits);
  }

  /** The same speaking one of these. */
  public WebSocketOptions speaking(List<String> others) {
    return new WebSocketOptions(origins, others, compress, forget, conversations, limits);
  }

  /** The same, keeping what was said for the next message's compression, or not. */
  public WebSocketOptions forgetting(boolean each) {
    return new WebSocketOptions(origins, subprotocols, compress, each, conversations, limits);
  }

  /** The same with room for so many conversations. */
  public WebSocketOptions holding(int most) {
    return new WebSocketOptions(origins, subprotocols, compress, forget, most, limits);
  }
}
