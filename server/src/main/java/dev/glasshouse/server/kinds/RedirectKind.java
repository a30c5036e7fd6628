package dev.glasshouse.server.kinds;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionType;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.server.rules.PathPattern;
import dev.glasshouse.server.rules.Template;
import java.util.ArrayList;
import java.util.List;

/** Sends clients elsewhere. */
final class RedirectKind implements RouteKind {
  @Override
  public String name() {
    return "redirect";
  }

  @Override
  public String help() {
    return "Sends the client elsewhere.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.needed("to", OptionType.TEMPLATE, "Where: a URL or a path. " + Places.HELP),
        Option.of("status", OptionType.NUMBER, "302", "301, 302, 303, 307 or 308."));
  }

  @Override
  public List<Fault> check(Values values) {
    var faults = new ArrayList<>(Places.check(values, "to"));
    if (!new Status(Math.clamp(values.number("status"), 100, 999)).isRedirect()) {
      faults.add(values.fault("status", values.number("status") + " sends nobody elsewhere"));
    }
    return faults;
  }

  @Override
  public Handler open(Values values, Handler next, Ground ground) {
    Template to = values.value("to", Template.class).orElseThrow();
    PathPattern pattern = values.value("match", PathPattern.class).orElse(RewriteKind.ANY);
    Status status = new Status(values.number("status"));
    return Handler.talkative((request, aside) -> redirect(request, aside, to, pattern, status));
  }

  private static Response redirect(
      Request request, Aside aside, Template to, PathPattern pattern, Status status) {
    PathPattern.Match match =
        pattern.find(request.path()).orElseThrow(() -> new IllegalStateException("no match"));
    String location = location(Places.fill(to, request, match));
    if (aside.trail().on()) {
      aside
          .trail()
          .mark(
              new ServerStep.ClientSentOn(request.target(), location, status.code()),
              Because.of(ServerReason.RULE_SENDS, to));
    }
    return Response.of(status).with("Location", location);
  }

  /** Two slashes at the start of a path would be the name of another host. */
  private static String location(String filled) {
    return filled.startsWith("/") ? filled.replaceFirst("^[/\\\\]+", "/") : filled;
  }
}
