package dev.glasshouse.server.config;

import dev.glasshouse.http.Handler;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A kind of route: what it needs to be told, and how it answers. Open to other modules. */
public interface RouteKind {
  /** Its name, as it stands behind {@code kind}. */
  String name();

  /** What it does, in sentences. */
  String help();

  /** Its own options, beside those that every route has. */
  List<Option> options();

  /** The tables at the top of the file that it needs; none for most. */
  default List<Section> sections() {
    return List.of();
  }

  /**
   * Whether something is wrong with those tables, or between them and its routes.
   *
   * @return nothing when all is well
   */
  default List<Fault> check(ServerSettings settings) {
    return List.of();
  }

  /**
   * Whether something is wrong that shows without opening it; told with everything else that is.
   *
   * @return nothing when all is well
   */
  default List<Fault> check(Values values) {
    return List.of();
  }

  /**
   * The parameters behind a path ({@code /page;name=value}) that a route of it is told apart from
   * the path ({@code KnownClient}); the site takes them off before any route is tried.
   *
   * @return none for most
   */
  default Set<String> pathParameters(Values values, Ground ground) {
    return Set.of();
  }

  /**
   * Opens what its tables at the top of the file ask for, whatever routes there are; under the same
   * conditions as routes are opened.
   *
   * @throws ConfigException when that cannot be
   */
  default void open(Ground ground) throws ConfigException {}

  /**
   * How the names of its scripts end, for a kind that has some: what goes on behind such a name is
   * that script's as well, as {@code /rest} of {@code /a.php/rest} is (RFC 3875 4.1.5).
   *
   * @return nothing for most
   */
  default Optional<String> scripts(Values values) {
    return Optional.empty();
  }

  /**
   * Makes what answers. Nothing listens yet, and nothing may be changed on disk.
   *
   * @param values of its table, its own options among them
   * @param next what answers the requests that this one does not: the routes after it
   * @throws ConfigException when that cannot be
   */
  Handler open(Values values, Handler next, Ground ground) throws ConfigException;
}
