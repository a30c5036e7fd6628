package dev.glasshouse.app;

import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.wire.FileWords;
import dev.glasshouse.dns.zone.CopyFile;
import dev.glasshouse.dns.zone.SmartRules;
import dev.glasshouse.dns.zone.TransferRules;
import dev.glasshouse.dns.zone.TsigKey;
import dev.glasshouse.dns.zone.ZoneException;
import dev.glasshouse.dns.zone.ZoneKeeper;
import dev.glasshouse.dns.zone.ZoneTransfer;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which zones are served, where they come from, where they go, and what is done to answers. */
final class ZoneOptions {
  @Option(
      names = "--zone",
      paramLabel = "[NAME=]FILE",
      description = "a zone file; NAME when the file does not say it with $ORIGIN; repeatable")
  private List<String> zones = new ArrayList<>();

  @Option(
      names = "--secondary",
      paramLabel = "ZONE@ADDRESS[:PORT][#KEY]",
      description = {
        "a zone that another server has: fetched from there (AXFR, IXFR), and again when its SOA",
        "or a NOTIFY says so; signed with the key of --tsig that is called KEY; repeatable. The",
        "same zone once more names another server for it"
      })
  private List<String> secondaries = new ArrayList<>();

  @Option(
      names = "--secondary-dir",
      paramLabel = "FOLDER",
      description = {
        "keep the zones of --secondary here, each in a zone file of its own, and serve them from",
        "there after a new start while their servers are away, until their SOA's expiry: it",
        "counts from the time of the file, when the server last confirmed the zone"
      })
  private @Nullable Path copies;

  @Option(
      names = {"--tsig", "--transfer-keys"},
      paramLabel = "FILE",
      description = {
        "keys, NAME:hmac-sha256:BASE64 one a line: who signs with one may have whole zones, and",
        "--secondary signs with one"
      })
  private @Nullable Path keys;

  @Option(
      names = "--allow-transfer",
      paramLabel = "RANGE",
      description = "who may have whole zones without a key, for example 192.0.2.1; repeatable")
  private List<String> receivers = new ArrayList<>();

  @Option(
      names = "--notify",
      paramLabel = "ADDRESS[:PORT]",
      description = "a server that is told when a zone is new (RFC 1996); repeatable")
  private List<String> notified = new ArrayList<>();

  @Option(
      names = "--sign",
      paramLabel = "FOLDER",
      description = {
        "sign what is answered, with the Ed25519 keys of this folder, one a zone, which are made",
        "where they are missing; tells each zone's DS record. A file is one key for all. Where",
        "zones may be had whole, the serial number is the file's and the number of half weeks",
        "since 1970, so that copies get new signatures in time"
      })
  private @Nullable Path signing;

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = {
        "who gets which addresses, a rule a line, read anew when it changes: network NAME RANGE...;",
        "NAME A for NETWORK ADDRESS...; NAME A weight ADDRESS=N...; NAME A rotate; NAME A probe tcp",
        "PORT; NAME A probe http PORT /PATH"
      })
  private @Nullable Path rules;

  @Option(names = "--check", description = "tell what is wrong with the zones, and end")
  private boolean check;

  /**
   * A zone that other servers have.
   *
   * @param zone its name, with a dot at its end
   */
  record Copy(String zone, List<ZoneTransfer.Primary> primaries) {}

  /** Whether only what is wrong is told. */
  boolean check() {
    return check;
  }

  Optional<Path> rules() {
    return Optional.ofNullable(rules);
  }

  Optional<Path> signing() {
    return Optional.ofNullable(signing);
  }

  /** The zone files. */
  List<ZoneKeeper.Source> sources(Console console) {
    if (zones.isEmpty() && secondaries.isEmpty()) {
      throw console.wrong("say which zones: --zone or --secondary");
    }
    if (zones.isEmpty() && signing().isPresent()) {
      throw console.wrong(
          "--sign is for zones out of files: a copy is answered as its primary has signed it");
    }
    return zones.stream().map(text -> source(text, console)).toList();
  }

  private static ZoneKeeper.Source source(String text, Console console) {
    int equals = text.indexOf('=');
    try {
      return equals < 0
          ? new ZoneKeeper.Source(Path.of(text), Optional.empty())
          : new ZoneKeeper.Source(
              Path.of(text.substring(equals + 1)), Optional.of(text.substring(0, equals)));
    } catch (InvalidPathException e) {
      throw console.wrong("--zone: " + text + " is no name of a file");
    }
  }

  /** The keys of {@code --tsig}. */
  List<TsigKey> keys() throws IOException {
    if (keys == null) {
      return List.of();
    }
    try {
      return Files.readAllLines(keys).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .map(TsigKey::of)
          .toList();
    } catch (IllegalArgumentException e) {
      throw new IOException(keys + ": " + e.getMessage(), e);
    }
  }

  /** Who may have whole zones. */
  TransferRules transfers(List<TsigKey> known, Console console) {
    AccessList access = ClientOptions.list("--allow-transfer", receivers, console);
    return new TransferRules(access, known);
  }

  /** Whether somebody may have whole zones. */
  boolean mayBeCopied() {
    return keys != null || !receivers.isEmpty();
  }

  /** The zones that other servers have, each once. */
  List<Copy> copies(List<TsigKey> known, Console console) {
    if (secondaries.isEmpty() && copies != null) {
      throw console.wrong("--secondary-dir is for the zones of --secondary");
    }
    Map<String, List<ZoneTransfer.Primary>> all = new LinkedHashMap<>();
    for (String text : secondaries) {
      Copy one = copy(text, known, console);
      all.computeIfAbsent(one.zone(), _ -> new ArrayList<>()).addAll(one.primaries());
    }
    return all.entrySet().stream().map(one -> new Copy(one.getKey(), one.getValue())).toList();
  }

  /**
   * The folder that copies are kept in; it is made where it is missing.
   *
   * @throws IOException with a sentence, if it cannot be
   */
  Optional<Path> copies() throws IOException {
    if (copies == null) {
      return Optional.empty();
    }
    if (Files.exists(copies) && !Files.isDirectory(copies)) {
      throw new IOException("--secondary-dir: " + copies + " is no folder");
    }
    try {
      Files.createDirectories(copies);
    } catch (IOException e) {
      throw new IOException("--secondary-dir: " + copies + ": " + FileWords.unwritten(e), e);
    }
    return Optional.of(copies);
  }

  private static Copy copy(String text, List<TsigKey> known, Console console) {
    int at = text.indexOf('@');
    int hash = text.indexOf('#', Math.max(at, 0));
    String where = at < 0 ? "" : text.substring(at + 1, hash < 0 ? text.length() : hash);
    InetSocketAddress address =
        AddressText.parse(where, DoorOptions.DNS_PORT)
            .filter(its -> at > 0)
            .orElseThrow(
                () -> console.wrong("--secondary: " + text + " is no ZONE@ADDRESS[:PORT][#KEY]"));
    Optional<TsigKey> key = Optional.empty();
    if (hash >= 0) {
      String name = text.substring(hash + 1);
      key = known.stream().filter(each -> each.name().equalsIgnoreCase(name)).findFirst();
      if (key.isEmpty()) {
        throw console.wrong("--secondary: --tsig has no key " + name);
      }
    }
    String zone;
    try {
      zone = CopyFile.in(Path.of(""), text.substring(0, at)).zone();
    } catch (IllegalArgumentException e) {
      throw console.wrong("--secondary: " + e.getMessage());
    }
    return new Copy(zone, List.of(new ZoneTransfer.Primary(address, key)));
  }

  /** Who is told of new zones. */
  List<InetSocketAddress> notified(Console console) {
    return notified.stream()
        .map(text ->
            AddressText.parse(text, DoorOptions.DNS_PORT)
                .orElseThrow(() -> console.wrong("--notify: " + text + " is no address")))
        .toList();
  }

  /** The rules on who gets what; none where there is no file. */
  SmartRules smart() throws ZoneException, IOException {
    return rules == null
        ? SmartRules.NONE
        : SmartRules.parse(Files.readString(rules), rules.toString());
  }
}
