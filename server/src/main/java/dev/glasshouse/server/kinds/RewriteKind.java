package dev.glasshouse.server.kinds;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Gives requests another target, for the routes after it. */
final class RewriteKind implements RouteKind {
  static final PathPattern ANY = new PathPattern.Beginning("");

  @Override
  public String name() {
    return "rewrite";
  }

  @Override
  public String help() {
    return "Gives the request another path; the routes after this one answer it. They are not"
        + " tried from the first again, so that no rules can run in a circle.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.needed(
            "to",
            OptionType.TEMPLATE,
            "The new path, beginning with a slash, perhaps with a query. " + Places.HELP));
  }

  @Override
  public List<Fault> check(Values values) {
    var faults = new ArrayList<>(Places.check(values, "to"));
    values
        .value("to", Template.class)
        .map(Template::toString)
        .filter(text -> !text.startsWith("/"))
        .ifPresent(text -> faults.add(values.fault("to", text + " does not begin with a slash")));
    return faults;
  }

  @Override
  public Handler open(Values values, Handler next, Ground ground) {
    Template to = values.value("to", Template.class).orElseThrow();
    PathPattern pattern = values.value("match", PathPattern.class).orElse(ANY);
    return Handler.talkative((request, aside) -> rewrite(request, aside, to, pattern, next));
  }

  private static Response rewrite(
      Request request, Aside aside, Template to, PathPattern pattern, Handler next)
      throws IOException {
    PathPattern.Match match =
        pattern.find(request.path()).orElseThrow(() -> new IllegalStateException("no match"));
    String target = Places.fill(to, request, match);
    if (aside.trail().on()) {
      aside
          .trail()
          .mark(
              new ServerStep.TargetRewritten(request.target(), target),
              Because.of(ServerReason.RULE_REWRITES, to));
    }
    return next.handle(request.to(target), aside);
  }
}
