package dev.glasshouse.edge.setup;

import dev.glasshouse.edge.cache.CacheOptions;
import dev.glasshouse.http.FieldSyntax;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionType;
import dev.glasshouse.server.config.Section;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.url.AddressText;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be said of a cache, in one table, whoever says it; and the settings that come of it. */
public final class CacheValues {
  /** Where a node listens for the others when no port is said. */
  static final int NODE_PORT = 7800;

  private static final long LEAST = 1 << 20;

  /** The table. */
  public static final Section SECTION =
      new Section(
          "cache",
          true,
          "Copies of answers that many clients share, for the routes of kind proxy that name it.",
          List.of(
              Option.needed(
                  "name",
                  OptionType.TEXT,
                  "What it calls itself in Cache-Status and CDN-Loop: a token that no other node"
                      + " of the same CDN has."),
              Option.of(
                  "memory",
                  OptionType.SIZE,
                  "\"256MiB\"",
                  "How much it keeps in memory; what is asked for most stays."),
              Option.of(
                  "folder",
                  OptionType.PATH,
                  "A folder where it keeps copies as well, which are there after the next start."),
              Option.of("disk", OptionType.SIZE, "\"4GiB\"", "How much may be in that folder."),
              Option.of(
                  "negative",
                  OptionType.FLAG,
                  "true",
                  "Whether 404, 410 and failures that say nothing of their lifetime are kept a"
                      + " little."),
              Option.of("not-found", OptionType.DURATION, "\"10s\"", "How long, for 404 and 410."),
              Option.of(
                  "failed", OptionType.DURATION, "\"1s\"", "How long, for 500, 502, 503 and 504."),
              Option.of(
                  "node",
                  OptionType.TEXT,
                  "ADDRESS[:PORT]: be one of several nodes that purge together, and listen for the"
                      + " others here, by TCP, on a network that only they reach; port "
                      + NODE_PORT
                      + " when not said."),
              Option.of("nodes", OptionType.TEXTS, "[]", "Where the other nodes are."),
              Option.of(
                  "nodes-redis",
                  OptionType.TEXT,
                  "Reach the other nodes by a Redis server instead: redis://HOST:PORT.")));

  private CacheValues() {}

  /** What is wrong with them. */
  public static List<Fault> check(Values values) {
    var faults = new ArrayList<Fault>();
    values
        .value("name", String.class)
        .filter(name -> !FieldSyntax.isToken(name))
        .ifPresent(name -> faults.add(values.fault("name", name + " is no token")));
    for (String size : List.of("memory", "disk")) {
      if (values.size(size) < LEAST) {
        faults.add(values.fault(size, values.size(size) + " bytes are too few: from 1MiB on"));
      }
    }
    if (values.has("node") && values.has("nodes-redis")) {
      faults.add(
          values.fault("nodes-redis", "node and nodes-redis are two ways to the same: say one"));
    }
    if (values.has("nodes") && !values.has("node")) {
      faults.add(values.fault("nodes", "needs node, where this one listens"));
    }
    if (values.has("disk") && !values.has("folder")) {
      faults.add(values.fault("disk", "needs folder, where that is"));
    }
    for (String option : List.of("node", "nodes")) {
      texts(values, option).stream()
          .filter(text -> AddressText.parse(text, NODE_PORT).isEmpty())
          .forEach(text -> faults.add(values.fault(option, text + " is no address")));
    }
    values
        .value("nodes-redis", String.class)
        .filter(text -> !text.startsWith("redis://") && !text.startsWith("rediss://"))
        .ifPresent(
            text -> faults.add(values.fault("nodes-redis", text + " is no redis://HOST:PORT")));
    return faults;
  }

  /** What of them this machine does not have: a folder that can be used. */
  public static List<Fault> missing(Values values) {
    return values
        .path("folder")
        .flatMap(CacheValues::unusable)
        .map(reason -> values.fault("folder", reason))
        .stream()
        .toList();
  }

  /** Why a folder that is there cannot be one of copies; what is not there is made later. */
  private static Optional<String> unusable(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      return Optional.of(folder + " is no folder");
    }
    return Files.isDirectory(folder) && !Files.isWritable(folder)
        ? Optional.of("nothing may be written to " + folder)
        : Optional.empty();
  }

  private static List<String> texts(Values values, String option) {
    return option.equals("node")
        ? values.value(option, String.class).stream().toList()
        : values.texts(option);
  }

  /** The settings of values in which nothing is wrong. */
  public static CacheSettings settings(Values values) {
    CacheOptions options =
        CacheOptions.named(values.text("name")).sized(values.size("memory"), values.size("disk"));
    options =
        values.flag("negative")
            ? options.keeping(values.duration("not-found"), values.duration("failed"))
            : options.keeping(Duration.ZERO, Duration.ZERO);
    Optional<Path> folder = values.path("folder");
    return new CacheSettings(
        folder.isPresent() ? options.in(folder.get()) : options, group(values));
  }

  private static Optional<CacheSettings.Group> group(Values values) {
    Optional<CacheSettings.Group> redis =
        values
            .value("nodes-redis", String.class)
            .map(text -> new CacheSettings.Group.Redis(URI.create(text)));
    return redis.or(() ->
        values
            .value("node", String.class)
            .flatMap(text -> AddressText.parse(text, NODE_PORT))
            .map(here -> new CacheSettings.Group.Direct(here, others(values))));
  }

  private static List<InetSocketAddress> others(Values values) {
    return values.texts("nodes").stream()
        .flatMap(text -> AddressText.parse(text, NODE_PORT).stream())
        .toList();
  }
}
