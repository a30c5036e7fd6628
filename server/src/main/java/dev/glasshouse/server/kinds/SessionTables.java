package dev.glasshouse.server.kinds;

import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.http.Texts;
import dev.glasshouse.http.cookies.SameSite;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionType;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.RouteSettings;
import dev.glasshouse.server.config.SecretFile;
import dev.glasshouse.server.config.Section;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.config.Shared;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.server.sessions.SessionGauge;
import dev.glasshouse.server.sessions.SessionRules;
import dev.glasshouse.server.sessions.SessionStore;
import dev.glasshouse.server.sessions.Sessions;
import dev.glasshouse.server.sessions.SqlStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Sessions that a configuration describes, and the stores that are open for them. What two
 * configurations say in the same words, one after the other, is one store: nobody is logged out
 * when the file is read anew. Kinds of routes of other modules may use it as the server's own do:
 * with {@link #ROUTE} among their options, {@link #SECTION} among their sections, and {@link
 * #check} in theirs.
 */
public final class SessionTables {
  private static final String NAME = "sessions";
  private static final Set<String> KEPT =
      Set.of("name", "store", "file", "user", "password-file", "patience", "most", "memory");

  /** The table. */
  public static final Section SECTION =
      new Section(
          NAME,
          true,
          "Sessions, for the routes that name them: what programs remember of a client, whose"
              + " browser has a cookie with nothing but a number made by chance.",
          List.of(
              Option.needed("name", OptionType.TEXT, "What routes call them by."),
              Option.of(
                  "store",
                  OptionType.TEXT,
                  "\"memory\"",
                  "Where they are: memory, until this server ends; a database that several servers"
                      + " may share, jdbc:postgresql://HOST/DATABASE; or redis://HOST:PORT/NUMBER."),
              Option.of(
                  "file",
                  OptionType.PATH,
                  "A file that keeps them beyond the end of this server, in the place of store; it"
                      + " is made where there is none."),
              Option.of("user", OptionType.TEXT, "The name to say to the database or to Redis."),
              Option.of(
                  "password-file", OptionType.PATH, "The file with the password to say to it."),
              Option.of(
                  "patience",
                  OptionType.DURATION,
                  "\"5s\"",
                  "How long a request waits for the file, the database or Redis."),
              Option.choice(
                  "away",
                  List.of("refuse", "go-without"),
                  "What a request gets when they are away: 503 with Retry-After, or a session that"
                      + " is empty and not kept."),
              Option.of(
                  "most",
                  OptionType.NUMBER,
                  "100000",
                  "How many are in memory; those not used longest make room."),
              Option.of("memory", OptionType.SIZE, "\"64MiB\"", "How much memory they may take."),
              Option.of(
                  "idle", OptionType.DURATION, "\"30m\"", "How long one is kept that nobody uses."),
              Option.of(
                  "longest",
                  OptionType.DURATION,
                  "\"12h\"",
                  "How long one is kept at most, however much it is used."),
              Option.of("cookie", OptionType.TEXT, "\"JSESSIONID\"", "The cookie's name."),
              Option.of(
                  "cookie-lasts",
                  OptionType.DURATION,
                  "How long browsers keep the cookie; as long as they run when not said."),
              Option.choice(
                  "same-site",
                  List.of("lax", "strict", "none"),
                  "Whether the cookie goes with requests that pages of other sites cause."),
              Option.of(
                  "secure",
                  OptionType.FLAG,
                  "false",
                  "Whether the cookie goes by TLS only though requests come here without, as behind"
                      + " a server that ends TLS. What comes by TLS has it so either way."),
              Option.of(
                  "urls",
                  OptionType.FLAG,
                  "false",
                  "Whether a client that takes no cookies may say its number behind a path:"
                      + " /page;jsessionid=NUMBER. Whoever sees such an address has the session."
                      + " It is taken off the paths of all routes of the site; programs get a"
                      + " variable URL_SESSION to put behind the paths of their links, and their"
                      + " Location has it put there.")));

  /** What a route says that has sessions. */
  public static final Option ROUTE =
      Option.of(
          NAME,
          OptionType.TEXT,
          "The name of the [[sessions]] that its programs see: each value is a variable"
              + " SESSION_name, and fields X-Session in a program's answer, which no client gets,"
              + " are orders: put name=value (one or several, as in a query), remove name, rotate, end.");

  private final Shared<Map<String, Object>, Open> stores = new Shared<>();

  /** A store that is open, and what it is called. */
  private record Open(String name, SessionStore store, SessionGauge gauge)
      implements AutoCloseable {
    @Override
    public void close() {
      store.close();
    }
  }

  /** How all sessions that are open stand, by their names; the stores are not waited for. */
  public List<SessionFigures> figures() {
    return stores.values().stream()
        .map(open ->
            new SessionFigures(
                open.name(), open.gauge().place(), open.gauge().held(), open.gauge().counts()))
        .sorted(Comparator.comparing(SessionFigures::name))
        .toList();
  }

  /** The files in which the sessions that settings describe are kept. */
  public static List<Path> files(ServerSettings settings) {
    return settings.others().getOrDefault(NAME, List.of()).stream()
        .flatMap(table -> table.path("file").stream())
        .map(SqlStore::fileOf)
        .toList();
  }

  /** What is wrong with the tables, and with the names of them that routes of a kind say. */
  public static List<Fault> check(ServerSettings settings, RouteKind kind) {
    var faults = new ArrayList<Fault>();
    var names = new HashMap<String, Values>();
    for (Values each : settings.others().getOrDefault(NAME, List.of())) {
      faults.addAll(check(each));
      String name = each.value("name", String.class).orElse("");
      Values before = names.putIfAbsent(name, each);
      if (before != null && !name.isEmpty()) {
        faults.add(each.fault("name", "the sessions at " + before.place() + " have it already"));
      }
    }
    settings.sites().stream()
        .flatMap(site -> site.routes().stream())
        .filter(route -> route.kind().name().equals(kind.name()))
        .map(RouteSettings::values)
        .filter(values -> values.has(NAME) && !names.containsKey(values.text(NAME)))
        .forEach(values ->
            faults.add(
                values.fault(NAME, "there are no [[sessions]] of the name " + values.text(NAME))));
    return faults;
  }

  private static List<Fault> check(Values values) {
    var faults = new ArrayList<Fault>();
    Optional<SessionPlace> place = SessionPlace.of(values);
    if (place.isEmpty()) {
      // What stands there may hold a password.
      faults.add(
          values.fault(
              "store",
              "this is none of memory, jdbc:postgresql://HOST/DATABASE, redis://HOST:PORT"));
    } else {
      place(values, place.get(), faults);
    }
    if (values.has("file") && values.has("store")) {
      faults.add(values.fault("file", "store and file are two places for the same: say one"));
    }
    if (values.number("most") == 0) {
      faults.add(values.fault("most", "with 0 none could be kept"));
    }
    if (values.duration("longest").compareTo(values.duration("idle")) < 0) {
      faults.add(values.fault("longest", "is shorter than idle"));
    }
    if (!FieldSyntax.isToken(values.text("cookie"))) {
      faults.add(values.fault("cookie", values.text("cookie") + " is no name of a cookie"));
    }
    if (values.text("same-site").equals("none") && !values.flag("secure")) {
      faults.add(values.fault("same-site", "browsers take none only with secure = true"));
    }
    return faults;
  }

  /** Options that have no use where they are kept, and files that are not there. */
  private static void place(Values values, SessionPlace place, List<Fault> faults) {
    boolean memory = place instanceof SessionPlace.Memory;
    boolean asked = place instanceof SessionPlace.Sql || place instanceof SessionPlace.Redis;
    unused(values, List.of("user", "password-file"), !asked, faults);
    unused(values, List.of("patience", "away"), memory, faults);
    unused(values, List.of("most", "memory"), !memory, faults);
    if (place instanceof SessionPlace.File(Path path)) {
      Path folder = path.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        faults.add(values.fault("file", "there is no folder for " + path));
      } else if (!Files.isWritable(folder) && !Files.isWritable(SqlStore.fileOf(path))) {
        // Made as root, and given to the user that the server became: the folder need not be its.
        faults.add(values.fault("file", "nothing may be written to " + folder));
      }
    }
    if (values.has("password-file")) {
      try {
        String _ = SecretFile.read(values.path("password-file").orElseThrow(), "password");
      } catch (IOException e) {
        faults.add(values.fault("password-file", String.valueOf(e.getMessage())));
      }
    }
  }

  private static void unused(
      Values values, List<String> options, boolean without, List<Fault> faults) {
    for (String option : options) {
      if (without && values.has(option)) {
        faults.add(values.fault(option, "has no use for sessions that are kept there"));
      }
    }
  }

  /** The parameters of a path that belong to the sessions that a route names. */
  static Set<String> pathParameters(Values route, Ground ground) {
    return route.has(NAME) && table(route, ground).flag("urls")
        ? Set.of(SessionRules.PARAMETER)
        : Set.of();
  }

  private static Values table(Values route, Ground ground) {
    return ground.tables(NAME).stream()
        .filter(its -> its.text("name").equals(route.text(NAME)))
        .findFirst()
        .orElseThrow();
  }

  /**
   * The sessions that a route names; they are there once its configuration begins to hold. Empty
   * where it names none.
   */
  public Optional<Supplier<Sessions>> of(Values route, Ground ground) {
    if (!route.has(NAME)) {
      return Optional.empty();
    }
    Values table = table(route, ground);
    var late = new Late();
    ground.begin(() -> {
      SessionPlace place = SessionPlace.of(table).orElseThrow();
      try {
        Open open =
            ground
                .keep(stores.take(kept(table), () -> open(table, place.open(table), ground)))
                .value();
        late.sessions =
            Optional.of(
                new Sessions(open.store(), rules(table), ground.clock(), ground.problems()));
      } catch (IOException e) {
        String option = table.has("file") ? "file" : "store";
        throw new IOException(table.fault(option, Texts.of(e)).toString(), e);
      }
    });
    return Optional.of(late);
  }

  private static Open open(Values table, SessionStore store, Ground ground) {
    return new Open(table.text("name"), store, new SessionGauge(store, ground.clock()));
  }

  /** Sessions that are there only once the configuration holds. */
  private static final class Late implements Supplier<Sessions> {
    private volatile Optional<Sessions> sessions = Optional.empty();

    @Override
    public Sessions get() {
      return sessions.orElseThrow();
    }
  }

  /** What makes a store another one. */
  private static Map<String, Object> kept(Values table) {
    var kept = new HashMap<>(table.written());
    kept.keySet().retainAll(KEPT);
    return kept;
  }

  private static SessionRules rules(Values table) {
    SessionRules usual = SessionRules.USUAL;
    return new SessionRules(
        table.text("cookie"),
        table.duration("idle"),
        table.duration("longest"),
        table.value("cookie-lasts", Duration.class),
        table.flag("secure") ? SessionRules.Secure.ALWAYS : SessionRules.Secure.AS_REQUEST,
        switch (table.text("same-site")) {
          case "strict" -> SameSite.STRICT;
          case "none" -> SameSite.NONE;
          default -> SameSite.LAX;
        },
        table.flag("urls"),
        table.text("away").equals("refuse")
            ? SessionRules.WhenAway.REFUSE
            : SessionRules.WhenAway.GO_WITHOUT,
        usual.values(),
        usual.tries());
  }
}
