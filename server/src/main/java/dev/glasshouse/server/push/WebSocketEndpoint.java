package dev.glasshouse.server.push;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Tunnel;
import dev.glasshouse.http.websocket.CloseCode;
import dev.glasshouse.http.websocket.ClosedException;
import dev.glasshouse.http.websocket.Conversation;
import dev.glasshouse.http.websocket.Handshake;
import dev.glasshouse.http.websocket.Side;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.PushReason;
import dev.glasshouse.journey.PushStep;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Takes WebSocket conversations at a path, over HTTP/1.1, 2 and 3 (RFC 6455, RFC 8441, RFC 9220).
 * Each is held on a virtual thread. When the server is about to end, it closes them with 1001.
 */
public final class WebSocketEndpoint implements Handler {

  /** What is said in a conversation. */
  @FunctionalInterface
  public interface Talk {
    /**
     * Talks until it has said its last; then the conversation is closed in order, if it is not.
     *
     * @param request the request that opened it; its body is gone
     * @throws IOException when the conversation broke
     */
    void talk(Conversation conversation, Request request) throws IOException;
  }

  private final WebSocketOptions options;
  private final Talk talk;
  private final AtomicInteger standing = new AtomicInteger();

  /** One that talks so. */
  public WebSocketEndpoint(WebSocketOptions options, Talk talk) {
    this.options = options;
    this.talk = talk;
  }

  /** How many conversations stand. */
  public int standing() {
    return standing.get();
  }

  @Override
  public Response handle(Request request) {
    return handle(request, Aside.NONE);
  }

  @Override
  public Response handle(Request request, Aside aside) {
    Handshake.Verdict verdict =
        Handshake.judge(request, options.subprotocols(), options.compress(), options.forget());
    Optional<String> foreign = foreignOrigin(request);
    return switch (verdict) {
      case Handshake.Verdict.Refused(Response response, Because because) ->
          refuse(aside.trail(), response, because);
      case Handshake.Verdict.Fine _ when foreign.isPresent() ->
          refuse(
              aside.trail(),
              Response.text(Status.FORBIDDEN, "Pages of that origin may not talk to it.\n"),
              Because.of(
                  PushReason.FOREIGN_ORIGIN, Clause.rfc(6455, "10.2"), foreign.orElseThrow()));
      case Handshake.Verdict.Fine fine -> open(request, aside, fine);
    };
  }

  private static Response refuse(Trail trail, Response response, Because because) {
    if (trail.on()) {
      trail.mark(new PushStep.PushRefused("WebSocket", response.status().code()), because);
    }
    return response;
  }

  /** The origin of the page that asks, where it may not; what is no page names none. */
  private Optional<String> foreignOrigin(Request request) {
    Optional<String> origin = request.fields().first("Origin");
    if (origin.isEmpty()
        || options.origins().contains("*")
        || options.origins().contains(origin.get())) {
      return Optional.empty();
    }
    String own = request.scheme() + "://" + request.authority();
    return origin.get().toLowerCase(Locale.ROOT).equals(own.toLowerCase(Locale.ROOT))
        ? Optional.empty()
        : origin;
  }

  private Response open(Request request, Aside aside, Handshake.Verdict.Fine fine) {
    if (standing.get() >= options.conversations()) {
      return refuse(
          aside.trail(),
          Response.text(Status.SERVICE_UNAVAILABLE, "Too many talk already.\n")
              .with("Retry-After", "10"),
          Because.of(PushReason.TOO_MANY, options.conversations()));
    }
    Response switching =
        Response.switching(Handshake.PROTOCOL, tunnel -> talk(tunnel, request, fine, aside));
    return switching.with(switching.fields().plus(fine.fields()));
  }

  private void talk(Tunnel tunnel, Request request, Handshake.Verdict.Fine fine, Aside aside)
      throws IOException {
    Conversation conversation =
        Conversation.begin(
            tunnel, Side.SERVER, fine.subprotocol(), fine.compression(), options.limits());
    try {
      if (standing.incrementAndGet() > options.conversations()) {
        // Several came at once for the last place.
        conversation.close(CloseCode.TRY_AGAIN_LATER, "");
      } else {
        aside.whenEnding(
            () -> Thread.ofVirtual().name("glass-going-away").start(() -> leave(conversation)));
        talk.talk(conversation, request);
      }
    } catch (ClosedException _) {
      // Both ends know: what was said last still goes out in order.
    } catch (HttpException e) {
      conversation.abort(e.because());
      throw e;
    } catch (IOException | RuntimeException e) {
      conversation.close(CloseCode.INTERNAL_ERROR, "");
      throw e;
    } finally {
      standing.decrementAndGet();
      conversation.close();
    }
  }

  /** The server ends: the client is told to look elsewhere, or later (RFC 6455 7.4.1). */
  private static void leave(Conversation conversation) {
    try {
      conversation.close(CloseCode.GOING_AWAY, "");
    } catch (IOException _) {
      conversation.abort(Because.of(PushReason.SERVER_ENDS));
    }
  }
}
