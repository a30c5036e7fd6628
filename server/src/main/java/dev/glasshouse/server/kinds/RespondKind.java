package dev.glasshouse.server.kinds;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionType;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.Values;
import java.util.List;
import java.util.Optional;

/** One answer for all. */
final class RespondKind implements RouteKind {
  @Override
  public String name() {
    return "respond";
  }

  @Override
  public String help() {
    return "The same answer for everybody.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.of("status", OptionType.NUMBER, "200", "The status, from 200 to 599."),
        Option.of("body", OptionType.TEXT, "\"\"", "The content."),
        Option.of("type", OptionType.TEXT, "\"text/plain; charset=utf-8\"", "The content's type."));
  }

  @Override
  public List<Fault> check(Values values) {
    int status = values.number("status");
    return status < 200 || status > 599
        ? List.of(values.fault("status", status + " is not from 200 to 599"))
        : List.of();
  }

  @Override
  public Handler open(Values values, Handler next, Ground ground) {
    Response bare = Response.of(new Status(values.number("status")));
    String body = values.text("body");
    Response whole =
        body.isEmpty()
            ? bare.standingIn()
            : bare.with("Content-Type", values.text("type")).with(Body.of(body));
    return new Same(whole);
  }

  private record Same(Response response) implements Handler {
    @Override
    public Response handle(Request request) {
      return response;
    }

    @Override
    public Optional<Response> atOnce(Request request, Trail trail) {
      return Optional.of(response);
    }
  }
}
