package dev.glasshouse.app;

import dev.glasshouse.http.Handler;
import dev.glasshouse.lab.LocalSite;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.Values;
import java.util.List;

/** The site that comes with the program: {@code kind = "built-in"}. */
final class BuiltInKind implements RouteKind {
  @Override
  public String name() {
    return "built-in";
  }

  @Override
  public String help() {
    return "Answers with the site that is built in, and its chat at /chat/.";
  }

  @Override
  public List<Option> options() {
    return List.of();
  }

  @Override
  public Handler open(Values values, Handler next, Ground ground) {
    return LocalSite.handler();
  }
}
