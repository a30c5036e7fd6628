package dev.glasshouse.edge.nodes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.glasshouse.edge.cache.Purge;
import dev.glasshouse.edge.cache.Reach;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.MergeView;
import org.jgroups.Message;
import org.jgroups.PhysicalAddress;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.protocols.pbcast.STATE_TRANSFER;
import org.jgroups.stack.IpAddress;
import org.jgroups.stack.Protocol;
import org.jgroups.util.ExtendedUUID;
import org.jspecify.annotations.Nullable;

/**
 * A group of nodes that find each other by their addresses, over TCP, with JGroups: it knows who is
 * there, brings each message to all of them in order, and gives whoever joins what was said before.
 * After a parting of the network each side tells the other what it heard alone.
 *
 * <p>Nodes trust each other, and whoever reaches their ports: these belong to a network of their
 * own.
 */
public final class GroupNodes implements Nodes {
  private static final String GROUP = "glass-edge";

  /** How long is waited for who is there before a node begins a group of its own, milliseconds. */
  private static final int JOINING = 2_000;

  /** How long the orders before are waited for, milliseconds. */
  private static final int STATE = 20_000;

  /** How long a node may be silent before it counts as gone, milliseconds. */
  private static final int SILENT = 20_000;

  /** How long nodes are waited for that are to say that they took an order. */
  private static final Duration ANSWERS = Duration.ofSeconds(2);

  /** Asks whether all was taken that came before, with what names the question. */
  private static final String ASKS = "asks ";

  /** Answers that, to who asked. */
  private static final String TOOK = "took ";

  /** Says that this node goes. */
  private static final String LEAVES = "leaves";

  /** What an address keeps the name under. */
  private static final String NAME = "name";

  /** Bytes of a name that an address carries at most: its format has one byte for the length. */
  private static final int MOST_NAME = 200;

  /** How often is written down that all was heard until now, milliseconds. */
  private static final int HERE = 10_000;

  /** Ports that are tried from a free one on, should somebody take it meanwhile. */
  private static final int TRIED = 50;

  private final String name;
  private final Hearing hearing;
  private final InstantSource clock;
  private final Heard heard = new Heard();
  private final Company company;
  private final RollCall roll;
  private final JChannel channel;
  private final CountDownLatch ended = new CountDownLatch(1);

  private GroupNodes(
      String name, Hearing hearing, InstantSource clock, JChannel channel, Remembered remembered) {
    this.name = name;
    this.hearing = hearing;
    this.clock = clock;
    this.channel = channel;
    this.company = new Company(remembered, clock);
    // As the others know it.
    this.roll = new RollCall(nameOf(addressOf(name)));
  }

  /**
   * Joins the group, or begins it, where nothing is kept over a restart.
   *
   * @param name this node's name
   * @param here where this node listens; port 0 for a free one
   * @param others where others may be; they need not be there yet
   * @throws IOException when the address cannot be had
   */
  public static GroupNodes join(
      String name,
      InetSocketAddress here,
      List<InetSocketAddress> others,
      Hearing hearing,
      InstantSource clock)
      throws IOException {
    return join(name, here, others, Optional.empty(), hearing, clock);
  }

  /**
   * Joins the group, or begins it, and hears what was said since it was there last.
   *
   * @param name this node's name
   * @param here where this node listens; port 0 for a free one
   * @param others where others may be; they need not be there yet
   * @param folder where it keeps how far it has heard; empty where its copies end with it too
   * @throws IOException when the address cannot be had
   */
  public static GroupNodes join(
      String name,
      InetSocketAddress here,
      List<InetSocketAddress> others,
      Optional<Path> folder,
      Hearing hearing,
      InstantSource clock)
      throws IOException {
    try {
      JChannel channel = new JChannel(stack(here, others));
      channel.name(name);
      channel.addAddressGenerator(() -> addressOf(name));
      channel.setDiscardOwnMessages(true);
      var nodes = new GroupNodes(name, hearing, clock, channel, Remembered.in(folder));
      channel.setReceiver(nodes.new Incoming());
      try {
        channel.connect(GROUP);
        channel.getState(null, STATE);
        nodes.arrive();
      } catch (Exception e) {
        channel.close();
        throw e;
      }
      return nodes;
    } catch (Exception e) {
      throw new IOException("the group of nodes cannot be joined at " + here + ": " + e, e);
    }
  }

  private void arrive() {
    company.arrived(size()).ifPresent(hearing::missed);
    for (Order order : company.untold()) {
      heard.note(order, clock.instant());
      try {
        send(order.line());
      } catch (IOException _) {
        // Whoever joins, or is met again, gets what was heard.
      }
    }
    company.told();
    Thread.ofVirtual().name("glass-nodes-here").start(this::stay);
  }

  /** Keeps in mind until when all was heard. */
  private void stay() {
    try {
      while (!ended.await(HERE, TimeUnit.MILLISECONDS)) {
        company.here();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Protocol> stack(InetSocketAddress here, List<InetSocketAddress> others)
      throws Exception {
    var tcp = new TCP();
    InetAddress address = here.getAddress();
    tcp.setBindAddress(address);
    boolean any = here.getPort() == 0;
    // The engine takes no port 0 where the others are found by their addresses.
    tcp.setBindPort(any ? free(address) : here.getPort());
    tcp.setPortRange(any ? TRIED : 0);
    // A question and its answer are short: they go at once.
    tcp.tcpNodelay(true);
    tcp.disableDiagnostics();
    var finding = new TCPPING();
    List<PhysicalAddress> hosts = new ArrayList<>();
    others.forEach(other -> hosts.add(new IpAddress(other)));
    finding.setInitialHosts2(hosts);
    finding.setPortRange(0);
    var watching = new FD_SOCK2();
    watching.setBindAddress(address);
    watching.setOffset(1);
    var alive = new FD_ALL3();
    alive.setTimeout(SILENT);
    alive.setInterval(SILENT / 5);
    var members = new GMS();
    // Where nobody else is named nobody else is waited for.
    members.setJoinTimeout(others.isEmpty() ? 1 : JOINING);
    members.printLocalAddress(false);
    var sending = new NAKACK2();
    sending.useMcastXmit(false);
    List<Protocol> all = new ArrayList<>(List.of(tcp, finding, new MERGE3()));
    if (!any) {
      // Its port is the next one, which another may have where any would do.
      all.add(watching);
    }
    all.addAll(
        List.of(
            alive,
            new VERIFY_SUSPECT2(),
            sending,
            new UNICAST3(),
            new STABLE(),
            members,
            new UFC(),
            new MFC(),
            new FRAG4(),
            new STATE_TRANSFER()));
    return all;
  }

  /**
   * An address that carries the node's name. JGroups tells names apart from addresses, and later: a
   * node would be known by two names until then.
   */
  static Address addressOf(String name) {
    byte[] bytes = name.getBytes(UTF_8);
    return ExtendedUUID.randomUUID(name)
        .put(NAME, Arrays.copyOf(bytes, Math.min(bytes.length, MOST_NAME)));
  }

  /** The name that the address carries. */
  static String nameOf(Address address) {
    byte[] carried = address instanceof ExtendedUUID own ? own.get(NAME) : null;
    return carried == null ? String.valueOf(address) : new String(carried, UTF_8);
  }

  private static int free(InetAddress address) throws IOException {
    try (var socket = new ServerSocket(0, 1, address)) {
      return socket.getLocalPort();
    }
  }

  /** Where this node listens. */
  public InetSocketAddress address() {
    var physical =
        (IpAddress)
            channel.down(
                new org.jgroups.Event(
                    org.jgroups.Event.GET_PHYSICAL_ADDRESS, channel.getAddress()));
    return new InetSocketAddress(physical.getIpAddress(), physical.getPort());
  }

  @Override
  public Optional<String> tell(Purge purge) {
    var order = new Order(UUID.randomUUID().toString(), name, clock.instant(), purge);
    heard.note(order, clock.instant());
    company.taken(order);
    try {
      send(order.line());
      return Optional.empty();
    } catch (IOException e) {
      // Whoever joins, or is met again, gets what was heard.
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<Reach> reached() {
    String question = UUID.randomUUID().toString();
    roll.asked(question);
    try {
      send(ASKS + question);
    } catch (IOException _) {
      // Nobody answers then.
    }
    return Optional.of(roll.await(question, ANSWERS, clock.instant()));
  }

  private void send(String line) throws IOException {
    send(null, line);
  }

  /** To one, or to all where nobody is named. */
  private void send(@Nullable Address to, String line) throws IOException {
    try {
      channel.send(new BytesMessage(to, line.getBytes(UTF_8)));
    } catch (Exception e) {
      throw new IOException("the other nodes cannot be told: " + e.getMessage(), e);
    }
  }

  private void heard(String line, Address from) {
    if (line.startsWith(TOOK)) {
      roll.answered(line.substring(TOOK.length()), nameOf(from));
    } else if (line.startsWith(ASKS)) {
      try {
        send(from, TOOK + line.substring(ASKS.length()));
      } catch (IOException _) {
        // Who asked counts this node as one that did not answer.
      }
    } else if (line.equals(LEAVES)) {
      roll.left(nameOf(from));
    } else {
      heard(line);
    }
  }

  private void heard(String line) {
    Optional<Continuity> group = Continuity.parse(line);
    if (group.isPresent()) {
      heard.dropped(group.get().dropped());
      company.met(group.get()).ifPresent(hearing::missed);
      return;
    }
    Order order;
    try {
      order = Order.parse(line);
    } catch (IllegalArgumentException _) {
      // Of another version of this program, or of somebody else.
      return;
    }
    if (heard.note(order, clock.instant())) {
      hearing.order(order);
    }
  }

  /** Tells what was heard here, and whether that is all, to those who were out of reach. */
  private void tellAgain() {
    try {
      List<Order> all = heard.all();
      for (Order order : all) {
        send(order.line());
      }
      send(company.continuity(heard.dropped()).line());
      company.told();
    } catch (IOException _) {
      // Parted again: the next joining of both tells it.
    }
  }

  @Override
  public int size() {
    View view = channel.getView();
    return view == null ? 1 : view.size();
  }

  @Override
  public void close() {
    ended.countDown();
    company.here();
    try {
      send(LEAVES);
    } catch (IOException _) {
      // Then it counts as one that is away.
    }
    channel.close();
  }

  /** What JGroups tells. */
  private final class Incoming implements Receiver {
    @Override
    public void receive(Message message) {
      heard(
          new String(message.getArray(), message.getOffset(), message.getLength(), UTF_8),
          message.getSrc());
    }

    @Override
    public void viewAccepted(View view) {
      boolean merged = view instanceof MergeView;
      Set<String> names =
          view.getMembers().stream().map(GroupNodes::nameOf).collect(Collectors.toSet());
      company.members(names, merged);
      roll.members(names, clock.instant());
      hearing.count(view.size());
      if (merged) {
        // Who was out of reach has not heard what was said here. Not on the engine's own thread.
        Thread.ofVirtual().name("glass-nodes-again").start(GroupNodes.this::tellAgain);
      }
    }

    @Override
    public void getState(OutputStream to) throws Exception {
      var out = new DataOutputStream(to);
      List<Order> all = heard.all();
      out.writeUTF(company.continuity(heard.dropped()).line());
      out.writeInt(all.size());
      for (Order order : all) {
        out.writeUTF(order.line());
      }
    }

    @Override
    public void setState(InputStream from) throws Exception {
      var in = new DataInputStream(from);
      Optional<Continuity> group = Continuity.parse(in.readUTF());
      int count = Math.min(Heard.MOST, in.readInt());
      for (int i = 0; i < count; i++) {
        heard(in.readUTF());
      }
      if (group.isPresent()) {
        heard.dropped(group.get().dropped());
        company.welcomed(group.get());
      }
    }
  }
}
