package dev.glasshouse.app;

import dev.glasshouse.dns.Names;
import dev.glasshouse.dns.serve.AddressRange;
import dev.glasshouse.edge.setup.EdgeSettings;
import dev.glasshouse.edge.setup.ProxyValues;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Which servers stand behind an edge, and how they are asked: {@link ProxyValues}, as said here.
 */
final class EdgeOptions {
  @Option(
      names = "--to",
      split = ",",
      paramLabel = "URL",
      description = {
        "the servers, separated by commas; repeatable. A space and weight=N or backup may follow",
        "each, in quotes"
      })
  private List<String> to = new ArrayList<>();

  @Option(
      names = "--to-file",
      paramLabel = "FILE",
      description = "a file with a server in each line, which is watched")
  private @Nullable Path file;

  @Option(
      names = "--to-name",
      paramLabel = "NAME:PORT",
      description = "a server of plain HTTP at each address of a name, asked again by its TTL")
  private @Nullable String name;

  @Option(
      names = "--to-srv",
      paramLabel = "NAME",
      description = "the servers that the SRV records of a name have, asked again by their TTL")
  private @Nullable String service;

  /** Ways to choose. */
  enum Balance {
    /** In turn, by weight. */
    TURNS,
    /** The least busy. */
    LEAST,
    /** The less busy of two taken at random. */
    TWO,
    /** By a key, on a ring. */
    HASH
  }

  /** The versions that can be asked of the servers. */
  enum Spoken {
    /** HTTP/1.1. */
    H1,
    /** HTTP/2. */
    H2,
    /** HTTP/3. */
    H3
  }

  @Option(
      names = "--balance",
      paramLabel = "RULE",
      description = {
        "who is chosen: turns (by weight), least (the least busy), two (the less busy of two taken",
        "at random), hash (by --by, on a ring); turns when not said"
      })
  private @Nullable Balance balance;

  @Option(
      names = "--by",
      paramLabel = "KEY",
      description =
          "what --balance hash goes by: target, client, or a field's name; target if not said")
  private @Nullable String key;

  @Option(
      names = "--sticky",
      paramLabel = "COOKIE",
      description = "set a cookie of this name, which leads a client to the same server again")
  private @Nullable String sticky;

  @Option(
      names = "--redirect",
      description = "send clients to the server that was chosen (302), and pass nothing on")
  private boolean redirect;

  @Option(
      names = "--health",
      paramLabel = "PATH",
      description = "ask each server for this path every 5 seconds, and use those that answer well")
  private @Nullable String health;

  @Option(names = "--health-every", paramLabel = "SECONDS", description = "how often that is asked")
  private @Nullable Double every;

  @Option(
      names = "--own-host",
      description = {
        "tell each server its own name in the place of the client's, and lead Locations to it",
        "back here"
      })
  private boolean ownHost;

  @Option(
      names = "--trust",
      paramLabel = "RANGE",
      description = {
        "keep what these peers say of the client (Forwarded, X-Forwarded-*), for example",
        "10.0.0.0/8; repeatable. What others say is replaced"
      })
  private List<String> trusted = new ArrayList<>();

  @Option(
      names = "--speak",
      paramLabel = "VERSION",
      description = "the version to speak with the servers: h1, h2, h3")
  private @Nullable Spoken spoken;

  @Option(
      names = "--connect-within",
      paramLabel = "SECONDS",
      description = "how long a connection to a server may take; 5 when not said")
  private @Nullable Double connect;

  @Option(
      names = "--answer-within",
      paramLabel = "SECONDS",
      description = "how long a server may take to begin its answer; 60 when not said")
  private @Nullable Double answer;

  @Option(
      names = "--piece-within",
      paramLabel = "SECONDS",
      description = "how long a body may stand still; 60 when not said")
  private @Nullable Double piece;

  @Option(
      names = "--whole-within",
      paramLabel = "SECONDS",
      description = "how long an exchange may take in all; a day when not said")
  private @Nullable Double whole;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "requests under way at once; more are answered 503. 10000 when not said")
  private @Nullable Long most;

  @Option(
      names = "--most-each",
      paramLabel = "N",
      description = "requests that one server may have at once; 256 when not said")
  private @Nullable Long mostEach;

  /**
   * What is wanted.
   *
   * @throws picocli.CommandLine.ParameterException when it cannot be
   */
  EdgeSettings settings(Console console, TlsOptions tls, Names names) {
    Values values = ProxyValues.said(given(console));
    List<Fault> faults = ProxyValues.check(values);
    if (!faults.isEmpty()) {
      throw console.wrong(
          String.join("; ", faults.stream().map(fault -> "--" + fault.reason()).toList()));
    }
    return ProxyValues.settings(values, names).with(tls);
  }

  private Map<String, Object> given(Console console) {
    var given = new LinkedHashMap<String, Object>();
    given.put("name", "servers");
    if (!to.isEmpty()) {
      given.put("to", List.copyOf(to));
    }
    put(given, "to-file", file);
    put(given, "to-name", name);
    put(given, "to-srv", service);
    put(given, "balance", word(balance));
    put(given, "key", key);
    put(given, "sticky", sticky);
    given.put("redirect", redirect);
    put(given, "health", health);
    put(given, "health-every", seconds("--health-every", every, console));
    given.put("own-host", ownHost);
    given.put("trust", ranges(console));
    put(given, "speak", word(spoken));
    put(given, "connect-within", seconds("--connect-within", connect, console));
    put(given, "answer-within", seconds("--answer-within", answer, console));
    put(given, "piece-within", seconds("--piece-within", piece, console));
    put(given, "whole-within", seconds("--whole-within", whole, console));
    put(given, "most", most);
    put(given, "most-each", mostEach);
    return given;
  }

  private static void put(Map<String, Object> given, String name, @Nullable Object value) {
    if (value != null) {
      given.put(name, value);
    }
  }

  private static @Nullable String word(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name().toLowerCase(java.util.Locale.ROOT);
  }

  private List<AddressRange> ranges(Console console) {
    var ranges = new ArrayList<AddressRange>();
    for (String text : trusted) {
      try {
        ranges.add(AddressRange.of(text));
      } catch (IllegalArgumentException e) {
        throw console.wrong("--trust: " + e.getMessage());
      }
    }
    return ranges;
  }

  private static @Nullable Duration seconds(
      String option, @Nullable Double seconds, Console console) {
    if (seconds == null) {
      return null;
    }
    if (!(seconds >= 0.001 && seconds <= 1e7)) {
      throw console.wrong(option + " is a number of seconds, from 0.001 on");
    }
    return Duration.ofMillis(Math.round(seconds * 1000));
  }
}
