package dev.glasshouse.server.kinds;

import dev.glasshouse.http.Handler;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionType;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.Section;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.server.programs.FastCgi;
import dev.glasshouse.server.programs.ProgramLimits;
import dev.glasshouse.server.programs.ScriptHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Scripts that a program which stays runs, such as PHP-FPM. */
final class FastCgiKind implements RouteKind {
  private final SessionTables sessions;

  FastCgiKind(SessionTables sessions) {
    this.sessions = sessions;
  }

  @Override
  public String name() {
    return "fastcgi";
  }

  @Override
  public String help() {
    return "Scripts of a folder, run by a program that is spoken to by FastCGI, such as PHP-FPM."
        + " What is none of them is left to the routes after it.";
  }

  @Override
  public List<Option> options() {
    return joined(
        Option.needed("root", OptionType.PATH, "The folder of the scripts."),
        Option.needed("to", OptionType.PROGRAM, "Where the program listens."),
        Option.of("ending", OptionType.TEXT, "\".php\"", "How the scripts' names end."),
        SessionTables.ROUTE);
  }

  private static List<Option> joined(Option... its) {
    return Stream.concat(Stream.of(its), ProgramOptions.ALL.stream()).toList();
  }

  @Override
  public List<Section> sections() {
    return List.of(SessionTables.SECTION);
  }

  @Override
  public Optional<String> scripts(Values values) {
    return Optional.of(values.text("ending"));
  }

  @Override
  public Set<String> pathParameters(Values values, Ground ground) {
    return SessionTables.pathParameters(values, ground);
  }

  @Override
  public List<Fault> check(ServerSettings settings) {
    return SessionTables.check(settings, this);
  }

  @Override
  public List<Fault> check(Values values) {
    var faults = new ArrayList<Fault>();
    Folders.fault(values, "root").ifPresent(faults::add);
    faults.addAll(ProgramOptions.check(values));
    return faults;
  }

  @Override
  public Handler open(Values values, Handler next, Ground ground) throws ConfigException {
    SocketAddress to = values.value("to", SocketAddress.class).orElseThrow();
    ProgramLimits limits = ProgramOptions.limits(values);
    try {
      var scripts =
          new ScriptHandler(
                  values.path("root").orElseThrow(),
                  values.text("ending"),
                  new FastCgi(ground.network(), to, limits),
                  limits,
                  next)
              .telling(ground.problems());
      return sessions.of(values, ground).map(scripts::with).orElse(scripts);
    } catch (IOException e) {
      throw new ConfigException(List.of(Folders.unusable(values, "root", e)));
    }
  }
}
