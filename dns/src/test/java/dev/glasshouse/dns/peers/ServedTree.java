package dev.glasshouse.dns.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * An internet of names on loopback addresses: the root, two top level domains and their owners'
 * zones, signed by BIND's tools, served by NSD and BIND on port 53 of addresses of their own.
 */
final class ServedTree implements AutoCloseable {
  private static final int PORT = 53;
  private static final String DIGEST =
      "00112233445566778899AABBCCDDEEFF00112233445566778899AABBCCDDEEFF";

  private final Path folder;
  private final Peers peers;
  private final String network;
  private final Map<TreeZone.Home, StringBuilder> served = new EnumMap<>(TreeZone.Home.class);

  private final List<Relay> relays = new ArrayList<>();

  private ServedTree(Path folder, String network) {
    this.folder = folder;
    this.peers = new Peers(folder);
    this.network = network;
  }

  /** Makes and starts it; the test is skipped where programs are missing or port 53 is not ours. */
  static ServedTree open(Path folder) throws Exception {
    for (String program : List.of("nsd", "named", "dnssec-keygen", "dnssec-signzone")) {
      Peers.program(program);
    }
    var tree = new ServedTree(folder, freeNetwork());
    try {
      tree.inParallel(
          TreeZone.OWNERS.stream().filter(zone -> !zone.full()).map(tree::makeTask).toList());
      tree.inParallel(TreeZone.OWNERS.stream().filter(TreeZone::full).map(tree::makeTask).toList());
      tree.inParallel(List.of(tree.makeTask(TreeZone.NORTH), tree.makeTask(TreeZone.SOUTH)));
      tree.make(TreeZone.ROOT);
      tree.start();
      return tree;
    } catch (Exception | AssertionError e) {
      tree.close();
      throw e;
    }
  }

  /** The first three numbers of a network nobody listens in; others may run the same test. */
  static String freeNetwork() {
    var random = new Random();
    for (int tries = 0; tries < 20; tries++) {
      String network = "127.%d.%d.".formatted(100 + random.nextInt(100), random.nextInt(256));
      try (var udp = new java.net.DatagramSocket(PORT, InetAddress.ofLiteral(network + 1));
          var tcp = new java.net.ServerSocket(PORT, 1, InetAddress.ofLiteral(network + 1))) {
        if (udp.isBound() && tcp.isBound()) {
          return network;
        }
      } catch (IOException e) {
        // Somebody's, or nobody may have it.
      }
    }
    Assumptions.abort("port 53 cannot be had on loopback addresses");
    throw new AssertionError();
  }

  /** What runs here, for further programs. */
  Peers peers() {
    return peers;
  }

  InetSocketAddress at(TreeZone.Home home) {
    return new InetSocketAddress(address(home), PORT);
  }

  InetAddress address(TreeZone.Home home) {
    return InetAddress.ofLiteral(network + home.number);
  }

  /** The DS records of the root's key. */
  List<Record> anchors() throws IOException {
    var anchors = new ArrayList<Record>();
    for (String line : dsLines(TreeZone.ROOT)) {
      String data = line.substring(line.indexOf(" DS ") + 4);
      anchors.add(Record.fromString(Name.root, Type.DS, DClass.IN, 300, data, Name.root));
    }
    return anchors;
  }

  private void inParallel(List<Callable<Void>> tasks) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : threads.invokeAll(tasks)) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a zone cannot be made", e);
    }
  }

  // ---------------------------------------------------------------- zones

  private Callable<Void> makeTask(TreeZone zone) {
    return () -> {
      make(zone);
      return null;
    };
  }

  private static String file(TreeZone zone) {
    return "zone-" + (zone.name().equals(".") ? "root" : zone.name());
  }

  private void make(TreeZone zone) throws Exception {
    Path file = folder.resolve(file(zone));
    Files.writeString(file, text(zone));
    if (zone.signing().on()) {
      sign(zone, file);
      Files.writeString(file, damaged(zone));
    }
    synchronized (served) {
      for (TreeZone.Home home : zone.homes()) {
        String line =
            nsd(home)
                ? "zone:\n  name: %s\n  zonefile: %s\n".formatted(zone.name(), file)
                : "zone \"%s\" { type primary; file \"%s\"; };\n".formatted(zone.name(), file);
        served.computeIfAbsent(home, h -> new StringBuilder()).append(line);
      }
    }
  }

  private static boolean nsd(TreeZone.Home home) {
    return home != TreeZone.Home.NORTH && home != TreeZone.Home.BIND;
  }

  private String text(TreeZone zone) throws IOException {
    var text = new StringBuilder("$ORIGIN " + zone.name() + "\n$TTL 300\n");
    text.append("@ SOA ns1 me 1 3600 600 86400 60\n").append(servers(zone, "@"));
    if (zone.full()) {
      text.append(TreeZone.RECORDS);
    } else if (TreeZone.OWNERS.contains(zone)) {
      text.append(TreeZone.SMALL);
    }
    for (TreeZone child : TreeZone.OWNERS) {
      if (child.above().equals(zone.name())) {
        delegation(child, text);
      }
    }
    if (zone.equals(TreeZone.ROOT)) {
      delegation(TreeZone.NORTH, text);
      delegation(TreeZone.SOUTH, text);
    }
    return text.toString();
  }

  private void delegation(TreeZone child, StringBuilder text) throws IOException {
    text.append(servers(child, child.name()));
    switch (child.ds()) {
      case NONE -> {}
      case MADE_UP -> text.append(child.name() + " DS 4711 13 2 " + DIGEST + "\n");
      case RIGHT -> dsLines(child).forEach(line -> text.append(line).append('\n'));
      case WRONG ->
          dsLines(child)
              .forEach(
                  line -> text.append(line, 0, line.length() - 8).append("00000000").append('\n'));
    }
  }

  private String servers(TreeZone zone, String owner) {
    if (zone.listed().isEmpty()) {
      // No server of its own: one of another zone, in another domain.
      return owner + " NS ns1.plain.south.\n";
    }
    var text = new StringBuilder();
    int number = 0;
    for (TreeZone.Home home : zone.listed()) {
      String server = "ns" + ++number + "." + (zone.name().equals(".") ? "" : zone.name());
      text.append(owner + " NS " + server + "\n");
      text.append(server + " A " + network + home.number + "\n");
    }
    return text.toString();
  }

  private List<String> dsLines(TreeZone zone) throws IOException {
    Path file = folder.resolve("dsset-" + zone.name());
    return Files.readAllLines(file).stream().map(line -> line.replaceAll("\\s+", " ")).toList();
  }

  private void sign(TreeZone zone, Path file) throws Exception {
    var keygen = new ArrayList<>(List.of(Peers.program("dnssec-keygen").toString(), "-q"));
    keygen.addAll(List.of("-a", zone.signing().algorithm(), "-f", "KSK"));
    if (zone.signing().algorithm().startsWith("RSA")) {
      keygen.addAll(List.of("-b", "2048"));
    }
    keygen.add(zone.name());
    peers.run(keygen.toArray(String[]::new));
    var command =
        new ArrayList<>(
            List.of(Peers.program("dnssec-signzone").toString(), "-S", "-z", "-P", "-O", "full"));
    for (String option : zone.signing().options()) {
      command.add(option.matches("[+-]\\d+d") ? moment(option) : option);
    }
    command.addAll(List.of("-o", zone.name(), "-K", ".", file.toString()));
    String said = peers.run(command.toArray(String[]::new));
    assertThat(Path.of(file + ".signed")).as(said).exists();
  }

  /** A moment so many days from now. */
  private static String moment(String days) {
    return "now%s%d"
        .formatted(days.charAt(0), Long.parseLong(days, 1, days.length() - 1, 10) * 86400);
  }

  /** The signed zone as it is served. */
  private String damaged(TreeZone zone) throws IOException {
    return Files.readAllLines(Path.of(folder.resolve(file(zone)) + ".signed")).stream()
        .map(line -> line.replaceAll("\\s+", " "))
        .filter(line -> !line.startsWith(";") && keep(zone, line))
        .map(line ->
            zone.damage() == TreeZone.Damage.TAMPERED
                ? line.replace("IN A 192.0.2.1", "IN A 192.0.2.66")
                : line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static boolean keep(TreeZone zone, String line) {
    String name = zone.name();
    return switch (zone.damage()) {
      case NONE, TAMPERED -> true;
      case NO_PROOFS -> !line.contains(" IN NSEC ") && !line.contains(" RRSIG NSEC ");
      case UNSIGNED_SETS ->
          !line.contains(" RRSIG ")
              || !line.startsWith("www." + name)
                  && !line.startsWith("text." + name)
                  && !(line.startsWith(name) && line.contains(" RRSIG NSEC "));
    };
  }

  // ---------------------------------------------------------------- servers

  private void start() throws Exception {
    var tasks = new ArrayList<Callable<Void>>();
    for (Map.Entry<TreeZone.Home, StringBuilder> each : served.entrySet()) {
      TreeZone.Home home = each.getKey();
      String zones = each.getValue().toString();
      byte[] question = question(aZoneOf(home));
      tasks.add(() -> {
        if (nsd(home)) {
          assertThat(peers.startAt(at(home), at -> peers.nsd(at, zones), question))
              .as(peers.logs())
              .isTrue();
        } else {
          var bind = new InetSocketAddress("127.0.0.1", peers.bind(zones, question));
          synchronized (relays) {
            relays.add(Relay.start(at(home), bind));
          }
        }
        return null;
      });
    }
    inParallel(tasks);
  }

  private static String aZoneOf(TreeZone.Home home) {
    return Stream.concat(
            Stream.of(TreeZone.ROOT, TreeZone.NORTH, TreeZone.SOUTH), TreeZone.OWNERS.stream())
        .filter(zone -> zone.homes().contains(home))
        .findFirst()
        .orElseThrow()
        .name();
  }

  private static byte[] question(String zone) throws IOException {
    var message = new Message(1);
    message.addRecord(
        Record.newRecord(Name.fromString(zone), Type.SOA, DClass.IN), Section.QUESTION);
    return message.toWire();
  }

  @Override
  public void close() {
    relays.forEach(Relay::close);
    peers.close();
  }
}
