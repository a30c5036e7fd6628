package dev.glasshouse.app;

import dev.glasshouse.dns.zone.Authority;
import dev.glasshouse.dns.zone.CopyFile;
import dev.glasshouse.dns.zone.Health;
import dev.glasshouse.dns.zone.Notifier;
import dev.glasshouse.dns.zone.Secondary;
import dev.glasshouse.dns.zone.SigningKey;
import dev.glasshouse.dns.zone.SmartRules;
import dev.glasshouse.dns.zone.SocketProber;
import dev.glasshouse.dns.zone.TsigKey;
import dev.glasshouse.dns.zone.Zone;
import dev.glasshouse.dns.zone.ZoneException;
import dev.glasshouse.dns.zone.ZoneFault;
import dev.glasshouse.dns.zone.ZoneKeeper;
import dev.glasshouse.dns.zone.ZoneKeeper.Outcome;
import dev.glasshouse.dns.zone.ZoneLimits;
import dev.glasshouse.dns.zone.ZoneSigner;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The zones of {@code name serve}: read, signed, copied from others, told to others. */
final class ServedZones implements AutoCloseable {
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(2);
  private static final Duration PROBE_INTERVAL = Duration.ofSeconds(5);
  private static final Duration TRANSFER_PATIENCE = Duration.ofSeconds(60);
  private static final Duration NOTIFY_PATIENCE = Duration.ofSeconds(2);
  private static final int NOTIFY_TRIES = 5;

  private final ZoneOptions options;
  private final Console console;
  private final PrintWriter lines;
  private final Authority authority;
  private final ZoneKeeper keeper;
  private final Health health = new Health(new SocketProber(PROBE_PATIENCE), PROBE_INTERVAL);
  private final List<ZoneOptions.Copy> copies;
  private final Optional<Path> folder;
  private final List<InetSocketAddress> notified;
  private final List<Secondary> secondaries = new ArrayList<>();
  private final Map<String, ZoneSigner> signers = new ConcurrentHashMap<>();

  /** The zones as their files have them. */
  private final Map<String, Zone> read = new ConcurrentHashMap<>();

  /** The serial numbers that others have been told of. */
  private final Map<String, Long> news = new HashMap<>();

  /** When the zones that are copied were signed last ({@link ZoneSigner#period}). */
  private long period;

  private SmartRules smart;

  /**
   * Zones that are not read yet.
   *
   * @param lines where is told what becomes of them
   * @throws ZoneException when the rules are broken
   * @throws IOException when a file cannot be read
   */
  ServedZones(ZoneOptions options, Console console, PrintWriter lines)
      throws ZoneException, IOException {
    this.options = options;
    this.console = console;
    this.lines = lines;
    List<ZoneKeeper.Source> sources = options.sources(console);
    List<TsigKey> keys = options.keys();
    copies = options.copies(keys, console);
    folder = options.copies();
    notified = options.notified(console);
    smart = options.smart();
    authority =
        new Authority(ZoneLimits.DEFAULT, options.transfers(keys, console), InstantSource.system());
    keeper = new ZoneKeeper(authority, this::put, sources, ZoneLimits.DEFAULT);
    if (options.signing().isPresent() && !Files.exists(options.signing().get())) {
      Files.createDirectories(options.signing().get());
    }
  }

  /** Who answers out of them. */
  Authority authority() {
    return authority;
  }

  private synchronized void put(Zone zone) {
    read.put(zone.name(), zone);
    serve(zone);
  }

  private void serve(Zone zone) {
    if (options.signing().isEmpty() && options.rules().isEmpty()) {
      authority.put(zone);
    } else {
      authority.put(zone, options.signing().map(place -> signer(place, zone)), smart, health);
    }
  }

  private ZoneSigner signer(Path place, Zone zone) {
    return signers.computeIfAbsent(
        zone.name(),
        name -> {
          // Names in files: the root is "root", and a slash cannot be in a name of a file.
          String bare = name.equals(".") ? "root" : name.substring(0, name.length() - 1);
          Path file =
              Files.isDirectory(place) ? place.resolve(bare.replace('/', '%') + ".key") : place;
          try {
            var key = SigningKey.in(file, SigningKey.Algorithm.ED25519);
            var signer = new ZoneSigner(key, InstantSource.system());
            return options.mayBeCopied() ? signer.copied() : signer;
          } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + Glass.text(e), e);
          }
        });
  }

  /**
   * Tells the other servers of zones that are new, those that are copies too (RFC 1996 section
   * 3.1): only once it is listened, as they ask at once; and not those that a copy is from.
   */
  private void tellNews() {
    for (Zone zone : authority.zones()) {
      if (!Long.valueOf(zone.serial()).equals(news.put(zone.name(), zone.serial()))) {
        notified.stream()
            .filter(server -> !isFrom(server, zone))
            .forEach(server -> Thread.ofVirtual().start(() -> notify(zone, server)));
      }
    }
  }

  private boolean isFrom(InetSocketAddress server, Zone zone) {
    return copies.stream()
        .filter(copy -> zone.name().equalsIgnoreCase(copy.zone()))
        .flatMap(copy -> copy.primaries().stream())
        .anyMatch(primary -> primary.address().equals(server));
  }

  private void notify(Zone zone, InetSocketAddress server) {
    boolean heard = Notifier.tell(zone, server, NOTIFY_TRIES, NOTIFY_PATIENCE);
    say(
        AddressText.of(server)
            + (heard ? " has heard of " : " does not answer to the news of ")
            + zone.name()
            + " serial "
            + zone.serial());
  }

  private void say(String line) {
    lines.println(line);
    lines.flush();
  }

  /**
   * Reads the zone files that have changed.
   *
   * @return whether all that was read is served
   */
  boolean look() {
    List<Outcome> outcomes;
    try {
      outcomes = keeper.look(Trail.OFF);
    } catch (UncheckedIOException e) {
      console.err().println("glass: " + e.getMessage());
      return false;
    }
    boolean right = true;
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Loaded(Path file, Zone zone, List<ZoneFault> warnings) -> {
          faults(warnings, console);
          lines.println(
              "zone "
                  + zone.name()
                  + " serial "
                  + zone.serial()
                  + ", "
                  + zone.records()
                  + " records, from "
                  + file);
        }
        case Outcome.Refused(Path _, List<ZoneFault> all, boolean keptOld) -> {
          right = false;
          faults(all, console);
          if (keptOld) {
            console.err().println("glass: the zone of before is served on");
          }
        }
      }
    }
    lines.flush();
    if (!outcomes.isEmpty() && right) {
      faults(smart.idle(read.values()), console);
    }
    return right;
  }

  /** Says what is wrong, a line each. */
  static void faults(List<ZoneFault> faults, Console console) {
    faults.forEach(fault -> console.err().println("glass: " + fault));
  }

  /** The DS records of the zones that are signed, as the zones above have to have them. */
  List<String> keysAbove() {
    return authority.zones().stream()
        .flatMap(
            zone -> Optional.ofNullable(signers.get(zone.name())).map(s -> s.ds(zone)).stream())
        .toList();
  }

  /**
   * Begins to copy the zones that other servers have, and heeds what they say of news.
   *
   * @throws IOException with a sentence, if one is served out of a file as well
   */
  void copy() throws IOException {
    for (ZoneOptions.Copy copy : copies) {
      if (authority.zone(copy.zone()).isPresent()) {
        throw new IOException(
            "--secondary: " + copy.zone() + " comes out of a file of --zone, too");
      }
      if (options.signing().isPresent()) {
        say(copy.zone() + " is a copy: answered as its primary has signed it, not by --sign");
      }
      var settings =
          new Secondary.Settings(
              ZoneLimits.DEFAULT,
              TRANSFER_PATIENCE,
              InstantSource.system(),
              folder.map(place -> CopyFile.in(place, copy.zone())));
      secondaries.add(
          Secondary.begin(copy.zone(), copy.primaries(), authority, settings, this::say));
    }
    authority.onNotify((zone, from) -> {
      boolean known = false;
      for (Secondary each : secondaries) {
        known |= each.notified(zone, from);
      }
      return known;
    });
  }

  /** What is looked after besides the zone files. */
  FileWatch watch() {
    var watch = new FileWatch(keeper::forget);
    options.rules().ifPresent(file -> watch.add(file, this::readRules));
    return watch;
  }

  private void readRules(Path file) {
    try {
      smart = options.smart();
      read.values()
          .forEach(zone ->
              authority.put(
                  zone, options.signing().map(place -> signer(place, zone)), smart, health));
      say("rules, from " + file);
      faults(smart.idle(read.values()), console);
    } catch (ZoneException e) {
      faults(e.faults(), console);
      console.err().println("glass: the rules of before hold on");
    } catch (IOException e) {
      console.err().println("glass: " + Glass.text(e));
      console.err().println("glass: the rules of before hold on");
    }
  }

  /** What is done once a second. */
  void regular() {
    look();
    signAnew();
    tellNews();
    health.look(authority.watched(), Instant.now()).forEach(this::tellTurn);
  }

  private void tellTurn(Health.Turned turned) {
    say(
        AddressText.of(turned.watched().address())
            + (turned.up() ? " answers its probe again (" : " does not answer its probe (")
            + turned.watched().probe()
            + ")");
  }

  /** Whoever copies a signed zone needs new signatures before the old ones are over. */
  private void signAnew() {
    long now = signers.values().stream().mapToLong(ZoneSigner::period).findFirst().orElse(period);
    if (period != 0 && now != period && options.mayBeCopied()) {
      read.values().forEach(this::serve);
    }
    period = now;
  }

  @Override
  public void close() {
    secondaries.forEach(Secondary::close);
  }
}
