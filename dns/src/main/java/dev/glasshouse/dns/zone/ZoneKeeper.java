package dev.glasshouse.dns.zone;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.ZoneStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps zones as their files have them. A file that has changed is read anew; when it is broken,
 * the zone of before is served on.
 *
 * <p>Not safe for threads: one thread looks after the files.
 */
public final class ZoneKeeper {
  private final Authority authority;
  private final Consumer<Zone> serve;
  private final ZoneLimits limits;
  private final List<Kept> kept = new ArrayList<>();

  /**
   * A zone in a file.
   *
   * @param name the zone's name; empty when the file says it
   */
  public record Source(Path file, Optional<String> name) {}

  /** What came of reading a file. */
  public sealed interface Outcome {
    /** The file. */
    Path file();

    /** The zone is served. */
    record Loaded(Path file, Zone zone, List<ZoneFault> warnings) implements Outcome {}

    /** The zone is not served as the file has it; one that was served before still is. */
    record Refused(Path file, List<ZoneFault> faults, boolean keptOld) implements Outcome {}
  }

  private static final class Kept {
    final Source source;
    List<Stamp> stamps = List.of();
    Optional<Zone> zone = Optional.empty();

    Kept(Source source) {
      this.source = source;
    }
  }

  /** How a file looked when it was read. */
  private record Stamp(Path file, long size, long modified) {
    static Stamp of(Path file) {
      try {
        return new Stamp(file, Files.size(file), Files.getLastModifiedTime(file).toMillis());
      } catch (IOException e) {
        return new Stamp(file, -1, -1);
      }
    }
  }

  /** Serves these zones with this authority, once {@link #look} is called. */
  public ZoneKeeper(Authority authority, List<Source> sources, ZoneLimits limits) {
    this(authority, authority::put, sources, limits);
  }

  /**
   * Serves these zones with this authority, once {@link #look} is called.
   *
   * @param serve puts a zone to the authority, with what goes with it
   */
  public ZoneKeeper(
      Authority authority, Consumer<Zone> serve, List<Source> sources, ZoneLimits limits) {
    this.authority = authority;
    this.serve = serve;
    this.limits = limits;
    sources.forEach(source -> kept.add(new Kept(source)));
  }

  /** Reads the files that have changed; what came of them. */
  public List<Outcome> look(Trail trail) {
    var outcomes = new ArrayList<Outcome>();
    for (Kept each : kept) {
      var now = each.stamps.stream().map(stamp -> Stamp.of(stamp.file())).toList();
      if (each.stamps.isEmpty() || !now.equals(each.stamps)) {
        outcomes.add(read(each, trail));
      }
    }
    return outcomes;
  }

  /** Takes all files for changed. */
  public void forget() {
    kept.forEach(each -> each.stamps = List.of());
  }

  private Outcome read(Kept each, Trail trail) {
    Path file = each.source.file();
    long begin = trail.now();
    // A change while it is read shows the next time.
    Stamp before = Stamp.of(file);
    try {
      ZoneFile.Read read = ZoneFile.read(file, each.source.name(), limits);
      var warnings = new ArrayList<ZoneFault>(read.warnings());
      each.zone.flatMap(old -> unseen(old, read.zone(), file)).ifPresent(warnings::add);
      each.stamps = stamps(before, read.files());
      each.zone.filter(old -> !old.name().equals(read.zone().name())).ifPresent(authority::remove);
      each.zone = Optional.of(read.zone());
      serve.accept(read.zone());
      if (trail.on()) {
        Zone zone = read.zone();
        trail.add(
            begin,
            new ZoneStep.ZoneLoaded(zone.name(), file.toString(), zone.serial(), zone.records()),
            Because.HAPPENED);
      }
      return new Outcome.Loaded(file, read.zone(), warnings);
    } catch (ZoneException e) {
      each.stamps = stamps(before, e.files());
      if (trail.on()) {
        trail.add(
            begin,
            new ZoneStep.ZoneRefused(
                each.zone.map(Zone::name).orElse(each.source.name().orElse("")),
                file.toString(),
                e.faults().stream().map(ZoneFault::toString).toList()),
            Because.HAPPENED);
      }
      return new Outcome.Refused(file, e.faults(), each.zone.isPresent());
    }
  }

  /** Whoever has a copy asks for the serial number only (RFC 1996, RFC 1982). */
  private static Optional<ZoneFault> unseen(Zone old, Zone anew, Path file) {
    if (!old.name().equals(anew.name())
        || OutTransfer.newer(anew.serial(), old.serial())
        || ZoneDiff.of(old, anew, 0).filter(diff -> diff.isEmpty()).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new ZoneFault(
            file.toString(),
            0,
            ZoneFault.Weight.WARNING,
            "the zone is another one, but its serial number "
                + anew.serial()
                + " is not after "
                + old.serial()
                + ": servers that have a copy keep it"));
  }

  private static List<Stamp> stamps(Stamp first, List<Path> files) {
    var all = new ArrayList<Stamp>();
    all.add(first);
    files.stream().filter(other -> !other.equals(first.file())).map(Stamp::of).forEach(all::add);
    return all;
  }
}
