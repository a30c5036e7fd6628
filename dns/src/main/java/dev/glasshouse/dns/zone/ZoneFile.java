package dev.glasshouse.dns.zone;

import dev.glasshouse.dns.wire.NameBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Reads zone files (RFC 1035 section 5), with all their faults at once.
 *
 * <p>{@code $ORIGIN}, {@code $TTL} (RFC 2308 section 4), {@code $INCLUDE} (relative to the file
 * that has it) and {@code $GENERATE} are understood; types that are not known are written as RFC
 * 3597 has it.
 */
public final class ZoneFile {
  private ZoneFile() {}

  /**
   * A zone, and what its owner may want to know of it.
   *
   * @param warnings faults with which it is served all the same
   * @param files the files that were read, those included that another one includes
   */
  public record Read(Zone zone, List<ZoneFault> warnings, List<Path> files) {}

  /**
   * Reads a zone.
   *
   * @param name the zone's name, which names without a dot at their end go on with; when empty,
   *     that is what {@code $ORIGIN} says, and the zone is named by its SOA record
   * @throws ZoneException with all that is wrong, if anything is that keeps it from being served
   */
  public static Read read(Path file, Optional<String> name, ZoneLimits limits)
      throws ZoneException {
    byte[] origin = new byte[0];
    if (name.isPresent()) {
      try {
        origin = NameText.lower(name.get());
      } catch (BadText e) {
        throw new ZoneException(List.of(new ZoneFault("", 0, ZoneFault.Weight.ERROR, e.reason())));
      }
    }
    var builder = new ZoneBuilder();
    var reader = new ZoneReader(builder, limits);
    builder.apex(origin);
    reader.read(file, origin, 0);
    return finish(builder, reader.faults(), file.toString(), limits);
  }

  /** Reads a zone out of text; {@code $INCLUDE} is relative to the working folder. */
  public static Read read(String text, String name, ZoneLimits limits) throws ZoneException {
    var builder = new ZoneBuilder();
    var reader = new ZoneReader(builder, limits);
    try {
      builder.apex(NameText.lower(name));
    } catch (BadText e) {
      throw new ZoneException(List.of(new ZoneFault("", 0, ZoneFault.Weight.ERROR, e.reason())));
    }
    reader.read(RdataText.latin(text), Path.of("text"), builder.apex(), 0);
    return finish(builder, reader.faults(), "text", limits);
  }

  /**
   * Reads a copy of a zone that is for ourselves: what its owner would have to put right (name
   * servers without addresses, records outside of the zone) is only warned of.
   *
   * @throws ZoneException with all that is wrong, if the text does not hold
   */
  public static Read copy(Path file, String name, ZoneLimits limits) throws ZoneException {
    return copy((reader, origin) -> reader.read(file, origin, 0), file, name, limits);
  }

  /** The same of text that was read already. */
  static Read copy(byte[] text, Path file, String name, ZoneLimits limits) throws ZoneException {
    return copy((reader, origin) -> reader.read(text, file, origin, 0), file, name, limits);
  }

  private static Read copy(
      BiConsumer<ZoneReader, byte[]> text, Path file, String name, ZoneLimits limits)
      throws ZoneException {
    var builder = new ZoneBuilder();
    var reader = new ZoneReader(builder, limits);
    try {
      builder.apex(NameText.lower(name));
    } catch (BadText e) {
      throw new ZoneException(List.of(new ZoneFault("", 0, ZoneFault.Weight.ERROR, e.reason())));
    }
    text.accept(reader, builder.apex());
    if (!reader.faults().isEmpty()) {
      throw new ZoneException(sorted(reader.faults()), builder.paths());
    }
    zoneIn(builder, new ArrayList<>(), file.toString());
    var faults = new ArrayList<ZoneFault>();
    Zone zone = ZoneMaker.make(builder, limits, faults);
    return new Read(zone, sorted(faults), builder.paths());
  }

  static Read finish(ZoneBuilder builder, List<ZoneFault> found, String file, ZoneLimits limits)
      throws ZoneException {
    var faults = new ArrayList<>(found);
    zoneIn(builder, faults, file);
    Zone zone = ZoneMaker.make(builder, limits, faults);
    ZoneCheck.check(zone, builder, faults);
    List<ZoneFault> all = sorted(faults);
    if (all.stream().anyMatch(fault -> fault.weight() == ZoneFault.Weight.ERROR)) {
      throw new ZoneException(all, builder.paths());
    }
    return new Read(zone, all, builder.paths());
  }

  /** Sees that there is a zone in what was read: its SOA record. */
  private static void zoneIn(ZoneBuilder builder, List<ZoneFault> faults, String file)
      throws ZoneException {
    byte[] apex = builder.apex();
    int top = apex.length == 0 ? -1 : builder.find(apex, 0, apex.length);
    if (builder.firstOf(top, RdataText.SOA) == 0) {
      if (builder.nodes() == 0 && !faults.isEmpty()) {
        // Nothing could be read at all, and why is told already.
        throw new ZoneException(sorted(faults), builder.paths());
      }
      String zone = apex.length == 0 ? "the zone" : NameBytes.text(apex);
      faults.add(new ZoneFault(file, 0, ZoneFault.Weight.ERROR, zone + " has no SOA record"));
      throw new ZoneException(sorted(faults), builder.paths());
    }
  }

  private static List<ZoneFault> sorted(List<ZoneFault> faults) {
    return faults.stream()
        .distinct()
        .sorted(Comparator.comparing(ZoneFault::file).thenComparingInt(ZoneFault::line))
        .toList();
  }

  static byte[] bytes(Path file, ZoneLimits limits) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    long size = Files.size(file);
    if (size > limits.fileBytes()) {
      throw new IOException(size + " bytes, more than " + limits.fileBytes());
    }
    return Files.readAllBytes(file);
  }
}
