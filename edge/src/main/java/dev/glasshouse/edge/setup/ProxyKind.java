package dev.glasshouse.edge.setup;

import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.Resolver;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Texts;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.Values;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Routes whose requests are passed on to other servers: {@code kind = "proxy"}. */
public final class ProxyKind implements RouteKind {
  private final Consumer<Edge> opened;
  private final Consumer<String> complaints;

  /**
   * The kind.
   *
   * @param opened takes each that was opened, so that its figures are shown
   * @param complaints takes why servers cannot be found, in a sentence
   */
  public ProxyKind(Consumer<Edge> opened, Consumer<String> complaints) {
    this.opened = opened;
    this.complaints = complaints;
  }

  @Override
  public String name() {
    return "proxy";
  }

  @Override
  public String help() {
    return "Passes requests on to other servers, and to another one where one fails.";
  }

  @Override
  public List<Option> options() {
    return ProxyValues.OPTIONS;
  }

  @Override
  public List<Fault> check(Values values) {
    return ProxyValues.check(values);
  }

  @Override
  public Handler open(Values values, Handler next, Ground ground) throws ConfigException {
    Names names = new Resolver(Resolver.Parts.system(ground.network().nameTransport()));
    try {
      Edge edge =
          ground.keep(
              Edge.open(ProxyValues.settings(values, names), ground.network(), names, complaints));
      opened.accept(edge);
      return edge.handler();
    } catch (IOException e) {
      throw new ConfigException(List.of(values.fault("to", Texts.of(e))));
    }
  }
}
