package dev.glasshouse.http.h1;

import dev.glasshouse.http.Response;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.wire.Inbound;
import dev.glasshouse.http.wire.Service;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.HttpReason;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.Optional;

/** A request that the handler answers later, without a thread. On the event loop. */
final class Relay {
  private final Http1ServerConnection connection;
  private final Inbound.RequestHead head;
  private final Http1ServerExchange exchange;
  private final Service service;
  private boolean beginning = true;
  private Optional<Response> came = Optional.empty();

  Relay(
      Http1ServerConnection connection,
      Inbound.RequestHead head,
      Http1ServerExchange exchange,
      Service service) {
    this.connection = connection;
    this.head = head;
    this.exchange = exchange;
    this.service = service;
  }

  /** The answer, where it came at once. */
  Optional<Response> came() {
    return came;
  }

  /** Whether the answer comes later; where not, it may have come at once. */
  boolean begin() {
    EventLoop loop = connection.channel().eventLoop();
    connection.relaying(true);
    boolean begun =
        service.begin(
            exchange.aside(service.trail(), connection.writer()::interimAtOnce),
            loop,
            response -> {
              if (loop.inEventLoop()) {
                take(response);
              } else {
                loop.execute(() -> take(response));
              }
            });
    beginning = false;
    boolean later = begun && came.isEmpty();
    connection.relaying(later);
    return later;
  }

  private void take(Response response) {
    if (beginning) {
      came = Optional.of(response);
      return;
    }
    ResponseWriter.Asked asked = connection.asked(exchange, response);
    if (!connection.channel().isActive()) {
      response.close();
      connection.relaying(false);
      service.overAtOnce(response.status(), 0, Because.of(HttpReason.GIVEN_UP));
    } else if (connection.writer().fits(response)) {
      over(response, connection.writer().writeAtOnce(response, asked), Because.HAPPENED);
    } else if (ResponseWriter.isPrompt(response, asked)) {
      write(response, asked);
    } else {
      connection.handOn(head, exchange, service, response);
    }
  }

  private void write(Response response, ResponseWriter.Asked asked) {
    try {
      connection
          .writer()
          .writeAsItComes(
              response,
              asked,
              connection.alarm(),
              (bytes, because) -> over(response, bytes, because));
    } catch (IOException e) {
      connection.channel().close();
      over(response, 0, Because.of(HttpReason.HANDLER_FAILED, Texts.of(e)));
    }
  }

  private void over(Response response, long bytes, Because because) {
    connection.answeredHere();
    connection.relaying(false);
    service.overAtOnce(response.status(), bytes, because);
    if (because.equals(Because.HAPPENED)) {
      connection.goOn();
    }
  }
}
