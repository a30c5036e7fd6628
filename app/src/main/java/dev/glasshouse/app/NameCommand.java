package dev.glasshouse.app;

import dev.glasshouse.dns.Addresses;
import dev.glasshouse.dns.Answer;
import dev.glasshouse.dns.CacheFile;
import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Family;
import dev.glasshouse.dns.NameCache;
import dev.glasshouse.dns.NameException;
import dev.glasshouse.dns.RecursiveService;
import dev.glasshouse.dns.ResolvConf;
import dev.glasshouse.dns.Resolver;
import dev.glasshouse.fetch.Profile;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.export.JourneyWriter;
import dev.glasshouse.journey.view.Look;
import dev.glasshouse.journey.view.Story;
import dev.glasshouse.journey.view.StoryText;
import dev.glasshouse.journey.view.WalkPicture;
import dev.glasshouse.journey.view.WalkText;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Level;
import dev.glasshouse.journey.words.Wording;
import dev.glasshouse.lab.BuiltInInternet;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.url.AddressText;
import dev.glasshouse.url.Idna;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.TextParseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code glass name}: who answers for a name, what, for how long, and what was tried before. */
@Command(
    name = "name",
    mixinStandardHelpOptions = true,
    subcommands = {NameServeCommand.class, NameResolveCommand.class, NameCacheCommand.class},
    description = {
      "Looks a name up as the browser does: its cache, the hosts file, the system's servers.",
      "Tells who answered, what, for how long it holds, and what was tried before."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:there is an answer",
      "1:there is none, or nobody could tell",
      "2:the command was used wrongly"
    })
final class NameCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  private final Path cachePath;
  private final Optional<ResolvConf> servers;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "the name")
  private @Nullable String name;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TYPE",
      description =
          "the record type, for example A, AAAA, MX, TXT; both kinds of address when not said")
  private @Nullable String type;

  @Option(names = "--cache", description = "show what the browser's cache of names holds")
  private boolean cache;

  @Option(names = "--no-cache", description = "ask anew, whatever the cache knows")
  private boolean noCache;

  @Option(
      names = "--profile",
      paramLabel = "DIR",
      description = "the folder of glass open --profile, whose cache of names is meant")
  private @Nullable Path folder;

  @Option(
      names = "--server",
      paramLabel = "ADDRESS[:PORT]",
      description = "ask this server, not the system's, and leave the browser's cache alone")
  private @Nullable String server;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "how long to wait; 30 when not said")
  private int timeout = 30;

  @Mixin private final ChainOption chain = new ChainOption();

  @Mixin private final LanguageOption language = new LanguageOption();

  @Mixin private final TraceOptions trace = new TraceOptions();

  @Mixin private final OwnResolverOption own = new OwnResolverOption();

  @Option(
      names = "--json",
      description = "print the journey, or the cache, as JSON, an object a line")
  private boolean json;

  /** The command on this machine. */
  NameCommand() {
    this(CacheFile.standard(System.getenv()), Optional.empty());
  }

  /**
   * The command with another file for the cache.
   *
   * @param servers those that are asked where {@code --server} names none; empty for the system's
   */
  NameCommand(Path cachePath, Optional<ResolvConf> servers) {
    this.cachePath = cachePath;
    this.servers = servers;
  }

  @Override
  public Integer call() throws IOException {
    var file = new CacheFile(folder == null ? cachePath : Profile.at(folder).names());
    var known = new NameCache();
    Instant now = Instant.now();
    if (cache) {
      file.load(known, now);
      List<Answer> all =
          known.all(now).stream().filter(a -> name == null || a.name().equals(name)).toList();
      out()
          .print(
              json
                  ? NameTable.json(all, now)
                  : NameTable.text(all, now, file.path(), language.chosen()));
      out().flush();
      return 0;
    }
    if (name == null) {
      throw wrong("say which NAME, or --cache");
    }
    if (timeout < 1) {
      throw wrong("--timeout is a number of seconds from 1");
    }
    check();
    if (trace.trace()) {
      return walk(ascii(name));
    }
    // What one server says, or is said elsewhere, is not what the browser goes by; nor does what
    // servers said, which nobody has checked, stand for what our own resolver finds.
    boolean ofTheBrowser =
        server == null && !own.isChosen() && (folder != null || !chain.isElsewhere());
    if (ofTheBrowser && !noCache) {
      file.load(known, now);
    }
    int status;
    try (Network system = OsNetwork.open(1);
        BuiltInInternet builtIn = own.internet(chain, system)) {
      status = look(ascii(name), builtIn, known);
    }
    if (ofTheBrowser) {
      file.save(noCache ? joined(file, known) : known, Instant.now());
    }
    return status;
  }

  /** What of it makes no sense is a wrong use. */
  private void check() {
    if (own.isChosen() && trace.trace()) {
      throw wrong("--trace walks with a resolver of our own already: it needs no --own-resolver");
    }
    if (own.isChosen() && server != null) {
      throw wrong("--own-resolver walks from the root: it needs no --server");
    }
    trace
        .missing(own.isChosen())
        .or(() -> trace.trace() ? Optional.empty() : own.missing(trace.anchor(), trace.hints()))
        .ifPresent(text -> {
          throw wrong(text);
        });
  }

  /** What was kept before, and what was asked anew. */
  private static NameCache joined(CacheFile file, NameCache anew) {
    var both = new NameCache();
    Instant now = Instant.now();
    file.load(both, now);
    anew.all(now).forEach(both::keep);
    return both;
  }

  private Resolver.Parts parts(BuiltInInternet builtIn, NameCache known) {
    Resolver.Parts parts =
        Resolver.Parts.system(builtIn.network().nameTransport()).with(builtIn).with(known);
    Optional<ResolvConf> asked =
        server == null ? servers : Optional.of(ResolvConf.of(address(server)));
    return asked.map(parts::with).orElse(parts);
  }

  /** The record type that was said, in capitals; empty when none was. */
  private String wanted() {
    String wanted = type == null ? "" : type.toUpperCase(Locale.ROOT);
    if (!wanted.isEmpty() && !Resolver.knowsType(wanted)) {
      throw wrong("there is no record type " + type);
    }
    return wanted;
  }

  /** Walks from the root. */
  private int walk(String ascii) throws IOException {
    String wanted = wanted().isEmpty() ? "A" : wanted();
    try (Network system = OsNetwork.open(1);
        BuiltInInternet builtIn = trace.dnssec() ? chain.signed(system) : chain.over(system)) {
      NameTrace.Outcome outcome =
          NameTrace.of(
                  ascii,
                  wanted,
                  builtIn,
                  Optional.ofNullable(server).map(this::address),
                  trace.dnssec(),
                  trace.anchor(),
                  trace.hints())
              .walk(system, builtIn.network().nameTransport(), Duration.ofSeconds(timeout));
      return tell(outcome);
    } catch (TextParseException e) {
      throw wrong(ascii + " is no name that can be looked up");
    }
  }

  private int tell(NameTrace.Outcome outcome) throws IOException {
    Language words = language.chosen();
    WalkText.Part part = trace.dnssec() ? WalkText.Part.TRUST_TOO : WalkText.Part.WAY;
    if (trace.svg().isPresent()) {
      Files.writeString(trace.svg().get(), WalkPicture.svg(outcome.walk(), part, words));
    }
    Look look = Terminal.look(System.getenv());
    if (json) {
      JourneyWriter.write(outcome.journey(), out());
    } else {
      out().print(WalkText.render(outcome.walk(), part, look, words));
      if (trace.full()) {
        out().println();
        var story = Story.of(outcome.journey(), Level.FULL, words);
        out().println(StoryText.render(story, look).stripTrailing());
      }
    }
    out().flush();
    outcome.problem().ifPresent(problem -> problem(problem, words));
    return outcome.problem().isPresent() ? FAILED : 0;
  }

  private int look(String ascii, BuiltInInternet builtIn, NameCache known) throws IOException {
    Network network = builtIn.network();
    Resolver.Parts parts = parts(builtIn, known);
    Optional<RecursiveService> ours =
        own.opening(builtIn, trace.anchor(), trace.hints())
            .map(its -> its.open(network.nameTransport(), network.eventLoops().next()));
    try {
      return look(ascii, new Resolver(ours.map(parts::with).orElse(parts)));
    } finally {
      ours.ifPresent(RecursiveService::close);
    }
  }

  private int look(String ascii, Resolver resolver) {
    Language words = language.chosen();
    String wanted = wanted();
    var recorder = Recorder.start();
    String answer = "";
    Optional<NameException> problem = Optional.empty();
    try {
      answer = answer(ascii, wanted, resolver, recorder.trail(), words);
    } catch (NameException e) {
      problem = Optional.of(e);
    }
    if (json) {
      JourneyWriter.write(recorder.journey(), out());
    } else {
      out().print(answer);
      out().println(NameTable.word(words, "what was tried, in order:", "依次尝试了："));
      var story = Story.of(recorder.journey(), Level.FULL, words);
      out().println(StoryText.render(story, Look.PIPED).stripTrailing());
    }
    out().flush();
    problem.ifPresent(e ->
        err().println("glass: " + Wording.in(words).problem(Glass.text(e), recorder.journey())));
    return problem.isPresent() ? FAILED : 0;
  }

  private String answer(String ascii, String wanted, Resolver resolver, Trail trail, Language words)
      throws NameException {
    Deadline deadline = Deadline.in(Duration.ofSeconds(timeout));
    if (!wanted.isEmpty() && !wanted.equals("A") && !wanted.equals("AAAA")) {
      return NameTable.answer(
          resolver.lookup(ascii, wanted, deadline, trail), Instant.now(), words);
    }
    Addresses found = resolver.addresses(ascii, deadline, trail);
    List<InetAddress> list =
        found.list().stream()
            .filter(a -> wanted.isEmpty() || Family.of(a).recordType().equals(wanted))
            .toList();
    if (list.isEmpty()) {
      throw new NameException(ascii, NameException.Outcome.NODATA, found.source());
    }
    return NameTable.answer(
        new Addresses(found.host(), found.canonicalName(), list, found.source(), found.ttl()),
        words);
  }

  /** What was typed, as it is asked for: international labels as {@code xn--}. */
  private String ascii(String typed) {
    boolean plain = typed.chars().allMatch(c -> c < 0x80);
    if (plain) {
      return typed;
    }
    return switch (Idna.toAscii(typed, Idna.Strictness.LAX)) {
      case Idna.Name(String ascii) -> ascii;
      case Idna.Refused _ -> throw wrong(typed + " is no name that can be looked up");
    };
  }

  private InetSocketAddress address(String text) {
    return AddressText.parse(text, DoorOptions.DNS_PORT)
        .orElseThrow(() -> wrong(text + " is no address of a server"));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command().commandLine(), message);
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("run without a command line");
    }
    return spec;
  }

  private void problem(String problem, Language words) {
    err().println("glass: " + Wording.in(words).problem(problem));
  }

  private PrintWriter out() {
    return command().commandLine().getOut();
  }

  private PrintWriter err() {
    return command().commandLine().getErr();
  }
}
