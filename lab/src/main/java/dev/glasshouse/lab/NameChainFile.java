package dev.glasshouse.lab;

import dev.glasshouse.dns.HostsFile;
import dev.glasshouse.dns.OwnStages;
import dev.glasshouse.dns.policy.NamePolicy;
import dev.glasshouse.dns.policy.PolicyException;
import dev.glasshouse.dns.policy.PolicyFile;
import dev.glasshouse.dns.policy.PolicyLimits;
import dev.glasshouse.dns.wire.Printable;
import dev.glasshouse.lab.NameChain.Hop;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a {@link NameChain} out of text, with all faults at once. A stage stands on a line of its
 * own; one that is not named is as usual:
 *
 * <pre>
 * browser  cache off  policy own.rules
 * system   on
 * hosts    off
 * router   policy home.rules
 * provider policy law.rules  ask 192.0.2.53 [2001:db8::53]:5353
 * names    all
 * </pre>
 *
 * <p>{@code browser} has {@code cache on|off} and {@code policy FILE}; {@code hosts} is {@code on},
 * {@code off} or a file; {@code system}, {@code router} and {@code provider} are {@code on} or
 * {@code off} and have {@code policy FILE} and {@code ask ADDRESS...}; {@code names} is {@code
 * built-in} or {@code all}. Files are sought beside this one. What follows {@code #} is a comment.
 */
public final class NameChainFile {
  private static final int DNS = 53;

  /** A chain is some ten lines, bytes. */
  private static final long LONGEST = 64 << 10;

  private final Path file;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> said = new HashSet<>();
  private boolean cache = true;
  private NamePolicy own = NamePolicy.NONE;
  private Optional<HostsFile> hosts = Optional.empty();
  private boolean readsHosts = true;
  private Hop system = NameChain.USUAL.system();
  private Hop router = NameChain.USUAL.router();
  private Hop provider = NameChain.USUAL.provider();
  private NameChain.Names names = NameChain.USUAL.names();
  private int line;

  /** A file that is no chain, with all that is wrong, a line each. */
  public static final class Broken extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> faults;

    Broken(List<String> faults) {
      super(String.join("; ", faults));
      this.faults = List.copyOf(faults);
    }

    /** What is wrong, each with its file and line. */
    public List<String> faults() {
      return faults;
    }
  }

  private NameChainFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws Broken when it is no chain
   * @throws IOException when it cannot be read
   */
  public static NameChain read(Path file) throws IOException {
    if (Files.size(file) > LONGEST) {
      throw new IOException(file + ": it is longer than " + LONGEST + " bytes");
    }
    var reader = new NameChainFile(file);
    String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    for (String text : all.lines().toList()) {
      reader.line++;
      reader.read(text.replaceFirst("#.*", "").strip());
    }
    return reader.chain();
  }

  private NameChain chain() throws Broken {
    if (!system.on() && !router.on() && !provider.on()) {
      line = 0;
      fault("nobody is left to ask: one of system, router and provider has to be on");
    }
    if (!faults.isEmpty()) {
      throw new Broken(faults);
    }
    return new NameChain(
        new OwnStages(cache, hosts, readsHosts, own), system, router, provider, names);
  }

  private void fault(String what) {
    faults.add(file + (line > 0 ? ":" + line : "") + ": " + Printable.of(what));
  }

  private void read(String text) {
    if (text.isEmpty()) {
      return;
    }
    List<String> words = List.of(text.split("\\s+"));
    String stage = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    if (!said.add(stage)) {
      fault(stage + " is there twice");
    }
    switch (stage) {
      case "browser" -> browser(rest);
      case "hosts" -> hosts(rest);
      case "system" -> system = hop(rest);
      case "router" -> router = hop(rest);
      case "provider" -> provider = hop(rest);
      case "names" -> names(rest);
      default ->
          fault(stage + " is no stage: they are browser, system, hosts, router, provider, names");
    }
  }

  private void browser(List<String> words) {
    for (int i = 0; i < words.size(); i += 2) {
      String value = i + 1 < words.size() ? words.get(i + 1) : "";
      switch (words.get(i)) {
        case "cache" -> cache = onOrOff(value);
        case "policy" -> own = policy(value);
        default -> fault("a browser has cache on|off and policy FILE, not " + words.get(i));
      }
    }
  }

  private void hosts(List<String> words) {
    if (words.size() != 1) {
      fault("hosts is on, off or a file");
    } else if (words.getFirst().equals("off")) {
      readsHosts = false;
    } else if (!words.getFirst().equals("on")) {
      hosts = beside(words.getFirst()).map(HostsFile::new);
    }
  }

  /** A file that is named beside this one, and can be read. */
  private Optional<Path> beside(String name) {
    try {
      Path path = file.resolveSibling(name);
      if (Files.isReadable(path) && !Files.isDirectory(path)) {
        return Optional.of(path);
      }
      fault("there is no file " + path);
    } catch (InvalidPathException e) {
      fault(name + " is no name of a file");
    }
    return Optional.empty();
  }

  private void names(List<String> words) {
    switch (String.join(" ", words)) {
      case "all" -> names = NameChain.Names.ALL;
      case "built-in" -> names = NameChain.Names.BUILT_IN;
      default -> fault("names are built-in or all");
    }
  }

  private Hop hop(List<String> words) {
    boolean on = true;
    NamePolicy policy = NamePolicy.NONE;
    var asks = new ArrayList<InetSocketAddress>();
    for (int i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "on", "off" -> on = words.get(i).equals("on");
        case "policy" -> policy = policy(++i < words.size() ? words.get(i) : "");
        case "ask" -> {
          while (++i < words.size()) {
            address(words.get(i)).ifPresent(asks::add);
          }
        }
        default ->
            fault("a server has on|off, policy FILE and ask ADDRESS..., not " + words.get(i));
      }
    }
    return on ? new Hop(true, policy, asks) : Hop.OFF;
  }

  private boolean onOrOff(String word) {
    if (!word.equals("on") && !word.equals("off")) {
      fault((word.isEmpty() ? "nothing" : word) + " is neither on nor off");
    }
    return !word.equals("off");
  }

  private NamePolicy policy(String name) {
    if (name.isEmpty()) {
      fault("policy has a file of rules");
      return NamePolicy.NONE;
    }
    try {
      return PolicyFile.read(file.resolveSibling(name), PolicyLimits.DEFAULT);
    } catch (PolicyException e) {
      e.faults().forEach(fault -> faults.add(fault.toString()));
    } catch (InvalidPathException e) {
      fault(name + " is no name of a file");
    }
    return NamePolicy.NONE;
  }

  private Optional<InetSocketAddress> address(String text) {
    Optional<InetSocketAddress> address = AddressText.parse(text, DNS);
    if (address.isEmpty()) {
      fault(text + " is no address of a server");
    }
    return address;
  }
}
