package dev.glasshouse.app;

import dev.glasshouse.edge.balance.Pool;
import dev.glasshouse.http.Stories;
import dev.glasshouse.journey.view.RequestLine;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.net.LocalAuthority;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.ServerCertificate;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.kinds.SessionTables;
import dev.glasshouse.server.logs.Logs;
import dev.glasshouse.server.web.CertificateMaker;
import dev.glasshouse.server.web.Privileges;
import dev.glasshouse.server.web.WebServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs a server until the process is told to end, and reads its configuration anew on the way. */
final class SiteServing {
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Requests that are shown under the figures of a server that is watched. */
  private static final int SHOWN = 15;

  private final Console console;
  private final RequestStories.Form form;
  private final Language language;
  private final PrintWriter lines;
  private final boolean watched;
  private final OtlpOption otlp;
  private final StoriesOption shown;
  private final ServeKinds kinds;

  /** News that are shown under those. */
  private static final int NEWS = 5;

  /** Whether the figures are shown by now: then nothing may be written between their lines. */
  private volatile boolean tabled;

  private final LastLines news = new LastLines(NEWS);
  private final LastLines last = new LastLines(SHOWN);
  private final Map<Path, LocalAuthority> authorities = new HashMap<>();

  SiteServing(
      Console console,
      RequestStories.Form form,
      Language language,
      boolean watched,
      OtlpOption otlp,
      StoriesOption shown) {
    this.console = console;
    this.form = form;
    this.language = language;
    this.watched = watched;
    this.otlp = otlp;
    this.shown = shown;
    this.kinds = ServeKinds.of(this::told, new PoolNews(language, this::told));
    // Not among the lines of JSON.
    this.lines = form == RequestStories.Form.JSON && !watched ? console.err() : console.out();
  }

  /** Tells everything that can stand in a configuration file. */
  int explain() {
    console.out().print(table().help());
    console.out().flush();
    return Glass.OK;
  }

  /**
   * Serves what a file says.
   *
   * @param look whether only to look if that can be
   */
  int serve(Path file, boolean look) {
    ServerSettings settings;
    try {
      settings = ConfigFile.read(file, table());
    } catch (ConfigException e) {
      return wrong(e, Glass.WRONG_USE);
    }
    return look
        ? check(settings, Glass.WRONG_USE)
        : serve(settings, Optional.of(file), Glass.WRONG_USE);
  }

  /** Tells everything that is wrong. */
  private int wrong(ConfigException problem, int status) {
    problem.faults().forEach(fault -> console.err().println("glass: " + fault));
    console.err().flush();
    return status;
  }

  private int failed(IOException problem) {
    console.err().println("glass: " + Glass.text(problem));
    console.err().flush();
    return Glass.FAILED;
  }

  /** Everything that can be served. */
  OptionTable table() {
    return kinds.table();
  }

  /** Tells a problem, or what else whoever runs the server should know at once. */
  private void told(String problem) {
    if (tabled) {
      say(problem);
      return;
    }
    synchronized (console.err()) {
      console.err().println("glass: " + problem);
      console.err().flush();
    }
  }

  /** Only looks. */
  int check(ServerSettings settings, int wrong) {
    try (Network network = OsNetwork.open(1);
        RequestStories none =
            RequestStories.begin(
                RequestStories.Form.NONE,
                language,
                console.out(),
                Optional.empty(),
                Optional.empty())) {
      WebServer.check(settings, means(network, none, new ArrayList<>()));
      lines.println("all is well");
      lines.flush();
      return Glass.OK;
    } catch (ConfigException e) {
      return wrong(e, wrong);
    }
  }

  /** Tells what happens while it serves. */
  private void say(String line) {
    PrintWriter to = tabled ? new PrintWriter(news) : lines;
    to.println(line);
    to.flush();
  }

  private WebServer.Means means(Network network, Stories stories, List<String> notes) {
    return new WebServer.Means(
        network, InstantSource.system(), stories, this::told, its -> maker(its, notes));
  }

  /** Who makes certificates; what there is to be said of them goes to the notes. */
  private Optional<CertificateMaker> maker(ServerSettings settings, List<String> notes)
      throws IOException {
    Optional<Path> folder = settings.values().path("tls-local");
    if (folder.isPresent()) {
      LocalAuthority authority = authority(folder.get());
      notes.add(trusting(authority));
      return Optional.of((names, addresses) -> authority.issue(names, addresses, Instant.now()));
    }
    boolean folderOnly = settings.values().place().line() == 0;
    return folderOnly
        ? Optional.of((names, addresses) -> selfMade(names, addresses, notes))
        : Optional.empty();
  }

  /** What clients have to be told of an authority of one's own. */
  static String trusting(LocalAuthority authority) {
    return "the certificates are those of a local authority: have clients trust "
        + authority.certificate()
        + " (curl --cacert FILE, glass open --cacert FILE, a browser's own settings); its SHA-256"
        + " is "
        + authority.fingerprint();
  }

  /** Opened once: its key is perhaps out of reach once the process has become another user. */
  private LocalAuthority authority(Path folder) throws IOException {
    LocalAuthority known = authorities.get(folder);
    if (known == null) {
      known = LocalAuthority.in(folder, Instant.now());
      authorities.put(folder, known);
    }
    return known;
  }

  private static ServerCertificate selfMade(
      List<String> names, Collection<InetAddress> addresses, List<String> notes)
      throws IOException {
    Certificate made = Certificate.selfMade(names, addresses);
    notes.add(made.where());
    return ServerCertificate.pem(made.chain(), made.key());
  }

  /**
   * Serves.
   *
   * @param file what is read anew; empty for options
   * @param wrong the exit status when the settings are wrong
   */
  int serve(ServerSettings settings, Optional<Path> file, int wrong) {
    var notes = new ArrayList<String>();
    PrintWriter told = watched ? new PrintWriter(last, true) : console.out();
    // Of what is watched, only the lines that are on the screen are put together.
    boolean few = watched && form == RequestStories.Form.LINE;
    Optional<LastStories> recent =
        shown
            .stories(console)
            .or(() -> few ? Optional.of(new LastStories(SHOWN)) : Optional.empty());
    try (UntilEnded end = UntilEnded.begin();
        Network network = OsNetwork.open(Runtime.getRuntime().availableProcessors());
        RequestStories stories =
            RequestStories.begin(
                few ? RequestStories.Form.NONE : form,
                language,
                told,
                otlp.sender(console, language),
                recent)) {
      var tally = new Tally(stories);
      Stories kept = watched ? tally : stories;
      try (WebServer server = WebServer.open(settings, means(network, kept, notes));
          StoriesOption.Shown _ = shown.show(recent, network, language, console, lines)) {
        server.urls().forEach(url -> lines.println("served at " + url));
        become(settings, server);
        notes.forEach(lines::println);
        kinds.edges().figures().forEach(url -> lines.println("figures at " + url));
        lines.flush();
        watch(
            server,
            file,
            end,
            watched ? shown(server, tally, few ? recent : Optional.empty()) : () -> {});
        drain(server);
      }
      stories.close();
      long asked = stories.begun();
      lines.println("ended after " + asked + (asked == 1 ? " request" : " requests"));
      lines.flush();
      return Glass.OK;
    } catch (ConfigException e) {
      return wrong(e, wrong);
    } catch (IOException e) {
      return failed(e);
    }
  }

  /**
   * Shows the figures, the sessions, the servers behind the routes, and the last requests with
   * their why.
   */
  private Runnable shown(WebServer server, Tally tally, Optional<LastStories> recent) {
    var screen = new Screen(Terminal.look(System.getenv()), console.out());
    var table = new ServeTable();
    var behind = new EdgeTable();
    tabled = true;
    return () -> {
      List<Pool> pools = kinds.edges().pools();
      var text = new StringBuilder(table.text(tally.look(), server.connections()));
      text.append(SessionsTable.text(kinds.sessions().figures(), server.settings()));
      text.append(pools.isEmpty() ? "" : behind.text(pools));
      List<String> lines = recent.isPresent() ? lines(recent.get()) : last.lines();
      lines.forEach(line -> text.append(screen.cut(line)).append('\n'));
      news.lines().forEach(line -> text.append(screen.cut(line)).append('\n'));
      screen.show(text.toString());
    };
  }

  private List<String> lines(LastStories recent) {
    RequestLine line = RequestLine.in(language);
    List<LastStories.Kept> all = recent.all();
    return all.subList(Math.max(0, all.size() - SHOWN), all.size()).stream()
        .map(kept -> line.of(kept.recorder().journey()))
        .toList();
  }

  /** What only root can have is had by now. */
  private static void become(ServerSettings settings, WebServer server) throws IOException {
    Optional<String> group = settings.values().value("group", String.class);
    Optional<String> user = settings.values().value("user", String.class);
    if (user.isEmpty()) {
      return;
    }
    try {
      Privileges.become(user.get(), group, written(settings));
    } catch (IOException e) {
      throw new IOException(settings.values().place("user") + ": " + e.getMessage(), e);
    }
    // What root can read, this user perhaps cannot.
    settings.sites().stream()
        .flatMap(site -> site.routes().stream())
        .flatMap(route -> route.kind().check(route.values()).stream())
        .forEach(fault -> server.told().problem(fault.toString()));
  }

  /** What was made as root, and is written on by whoever the process becomes. */
  private static List<Path> written(ServerSettings settings) {
    var all = new ArrayList<>(Logs.paths(settings));
    all.addAll(SessionTables.files(settings));
    settings.others().getOrDefault("cache", List.of()).stream()
        .flatMap(table -> table.path("folder").stream())
        .forEach(all::add);
    return all;
  }

  private void drain(WebServer server) {
    try {
      int left = server.drain();
      if (left > 0) {
        server.told().problem(left + " connections had to be broken off");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(WebServer server, Optional<Path> file, UntilEnded end, Runnable show) {
    var told = new AtomicBoolean();
    var signal = new FileWatch(() -> told.set(true));
    signal.heedSignal();
    FileWatch files = watched(server.settings(), file, told);
    end.patience(server.settings().values().duration("drain"));
    while (!end.await(LOOK)) {
      show.run();
      signal.look();
      files.look();
      if (told.getAndSet(false) && file.isPresent()) {
        reload(server, file.get());
        end.patience(server.settings().values().duration("drain"));
        files = watched(server.settings(), file, told);
      }
    }
    tabled = false;
  }

  private static FileWatch watched(
      ServerSettings settings, Optional<Path> file, AtomicBoolean changed) {
    var watch = new FileWatch(() -> {});
    if (file.isPresent() && settings.values().flag("watch")) {
      watch.add(file.get(), _ -> changed.set(true));
      settings.files().forEach(each -> watch.add(each, _ -> changed.set(true)));
    }
    return watch;
  }

  /** The old configuration stays when the new one is wrong. */
  private void reload(WebServer server, Path file) {
    try {
      server.change(ConfigFile.read(file, table()));
      say("read anew: " + file);
      server.urls().forEach(url -> say("served at " + url));
    } catch (ConfigException e) {
      e.faults().forEach(fault -> server.told().problem(fault.toString()));
      server.told().problem(file + " is wrong: what was served is served on");
    } catch (IOException e) {
      server.told().problem(Glass.text(e));
      server.told().problem("what was served is served on");
    }
  }
}
