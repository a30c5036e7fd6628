package dev.glasshouse.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the system wants names looked up: resolv.conf(5).
 *
 * @param servers the name servers, in order, at most three; when the file has none, the one on this
 *     machine
 * @param search the domains that a short name is tried in
 * @param ndots how many dots a name must have to be tried as it stands first
 * @param timeout how long a server has to answer
 * @param attempts how many rounds the servers are asked in
 * @param rotate whether lookups take turns in which server they ask first
 * @param transport whether TCP is used from the start (use-vc)
 */
public record ResolvConf(
    List<InetSocketAddress> servers,
    List<String> search,
    int ndots,
    Duration timeout,
    int attempts,
    Rotation rotate,
    FirstTransport transport) {
  /** The system's file. */
  public static final Path FILE = Path.of("/etc/resolv.conf");

  private static final int PORT = 53;

  /** Which server a lookup asks first. */
  public enum Rotation {
    /** Always the first one. */
    FIRST_FIRST,
    /** They take turns. */
    TAKE_TURNS
  }

  /** What a question is first sent by. */
  public enum FirstTransport {
    /** UDP, and TCP when the answer does not fit. */
    UDP,
    /** TCP. */
    TCP
  }

  /** Copies the lists. */
  public ResolvConf {
    servers = List.copyOf(servers);
    search = List.copyOf(search);
  }

  /** What the system's file says; what holds without one when it cannot be read. */
  public static ResolvConf system() {
    try {
      return parse(Files.readString(FILE, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return parse("");
    }
  }

  /** Servers and nothing else: no search list, and resolv.conf's own defaults. */
  public static ResolvConf of(InetSocketAddress... servers) {
    ResolvConf empty = parse("");
    return new ResolvConf(
        List.of(servers),
        empty.search,
        empty.ndots,
        empty.timeout,
        empty.attempts,
        empty.rotate,
        empty.transport);
  }

  /**
   * Reads a file's text. What is unknown or broken is passed over, as every resolver does. Known
   * and without effect here: sortlist, and the options edns0 (always on), trust-ad, single-request,
   * single-request-reopen (each question has a socket of its own), no-tld-query, no-reload, debug.
   */
  public static ResolvConf parse(String text) {
    var parser = new Parser();
    text.lines().forEach(parser::line);
    if (parser.servers.isEmpty()) {
      parser.servers.add(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), PORT));
    }
    return new ResolvConf(
        parser.servers,
        parser.search,
        parser.ndots,
        Duration.ofSeconds(parser.timeout),
        parser.attempts,
        parser.rotate,
        parser.transport);
  }

  /**
   * The names to ask for, in order: the name in the domains of the search list, and as it stands.
   *
   * @param name a name; a dot at its end says that it is to be taken as it stands
   */
  List<String> candidates(String name) {
    if (name.endsWith(".")) {
      return List.of(name.substring(0, name.length() - 1));
    }
    var candidates = new ArrayList<String>();
    for (String domain : search) {
      candidates.add(name + "." + domain);
    }
    long dots = name.chars().filter(c -> c == '.').count();
    candidates.add(dots >= ndots ? 0 : candidates.size(), name);
    return candidates;
  }

  /** Gathers what the lines say. */
  private static final class Parser {
    private static final int MOST_SEARCHED = 32;
    final List<InetSocketAddress> servers = new ArrayList<>();
    List<String> search = List.of();
    int ndots = 1;
    int timeout = 5;
    int attempts = 2;
    Rotation rotate = Rotation.FIRST_FIRST;
    FirstTransport transport = FirstTransport.UDP;

    void line(String line) {
      if (line.startsWith("#") || line.startsWith(";")) {
        return;
      }
      String[] words = line.strip().split("[ \t]+");
      switch (words[0]) {
        case "nameserver" -> server(words);
        case "search" -> search = domains(words, MOST_SEARCHED);
        case "domain" -> search = domains(words, 1);
        case "options" -> {
          for (int i = 1; i < words.length; i++) {
            option(words[i]);
          }
        }
        default -> {
          // sortlist, or something newer than this: without effect.
        }
      }
    }

    private void server(String... words) {
      if (words.length < 2 || servers.size() >= Limits.DEFAULT.servers()) {
        return;
      }
      literal(words[1]).ifPresent(address -> servers.add(new InetSocketAddress(address, PORT)));
    }

    /** The last line of the two kinds wins. */
    private static List<String> domains(String[] words, int most) {
      var domains = new ArrayList<String>();
      for (int i = 1; i < words.length && domains.size() < most; i++) {
        String domain =
            words[i].endsWith(".") ? words[i].substring(0, words[i].length() - 1) : words[i];
        if (!domain.isEmpty()) {
          domains.add(domain);
        }
      }
      return domains;
    }

    private void option(String option) {
      int colon = option.indexOf(':');
      String name = colon < 0 ? option : option.substring(0, colon);
      String value = colon < 0 ? "" : option.substring(colon + 1);
      switch (name) {
        case "ndots" -> ndots = number(value, 15, ndots);
        case "timeout" -> timeout = Math.max(1, number(value, 30, timeout));
        case "attempts" -> attempts = Math.max(1, number(value, 5, attempts));
        case "rotate" -> rotate = Rotation.TAKE_TURNS;
        case "use-vc" -> transport = FirstTransport.TCP;
        default -> {
          // Without effect.
        }
      }
    }

    /** A number, silently capped, as resolv.conf(5) says. */
    private static int number(String text, int most, int otherwise) {
      try {
        return Math.clamp(Integer.parseInt(text), 0, most);
      } catch (NumberFormatException e) {
        return otherwise;
      }
    }
  }

  /** An address with or without a scope; a scope that this machine does not have is left off. */
  static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      int percent = text.indexOf('%');
      return percent > 0 ? literal(text.substring(0, percent)) : Optional.empty();
    }
  }
}
