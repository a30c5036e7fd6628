package dev.glasshouse.net.proxy;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.ProxyReason;
import dev.glasshouse.journey.ProxyStep;
import dev.glasshouse.journey.Secrets;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.auth.Login;
import dev.glasshouse.url.AddressText;
import io.netty.channel.Channel;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A way through a proxy to a host: CONNECT (RFC 9110 9.3.6) or SOCKS 5 (RFC 1928, RFC 1929). When
 * it is open, the proxy passes on what is sent, and knows nothing but host and port.
 */
public final class Tunnel {
  /** How long a proxy's answer may be: 64 KiB, as any head. */
  private static final int LONGEST = 64 * 1024;

  private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final Proxy proxy;
  private final ProxyAccess access;
  private final String host;
  private final int port;
  private final Optional<InetAddress> address;
  private final long connection;
  private final Deadline deadline;
  private final Trail trail;

  /**
   * A way that is not open yet.
   *
   * @param host the host, without brackets
   * @param address its address, where it was looked up here
   * @param connection the connection's number in the journey
   */
  public Tunnel(
      Proxy proxy,
      ProxyAccess access,
      String host,
      int port,
      Optional<InetAddress> address,
      long connection,
      Deadline deadline,
      Trail trail) {
    this.proxy = proxy;
    this.access = access;
    this.host = host;
    this.port = port;
    this.address = address;
    this.connection = connection;
    this.deadline = deadline;
    this.trail = trail;
  }

  private String target() {
    String text = address.map(AddressText::of).orElse(host);
    return (text.contains(":") ? "[" + text + "]" : text) + ":" + port;
  }

  /** Whether the host is an address as it stands, so that nobody looks anything up. */
  private boolean isAddress() {
    return AddressText.parse(host, port).isPresent();
  }

  /** Opens it on a channel to the proxy. Blocks. */
  public void open(Channel channel) throws TunnelException {
    long begin = trail.now();
    try {
      Talk talk = Talk.begin(channel, LONGEST, deadline);
      String answer = proxy.kind().isSocks() ? socks(talk) : connect(talk);
      talk.end();
      if (trail.on()) {
        trail.add(
            begin,
            new ProxyStep.TunnelOpened(connection, proxy.toString(), target(), answer),
            Because.of(ProxyReason.GRANTED, clause()));
      }
    } catch (TunnelException e) {
      channel.close();
      if (trail.on() && e.again() == TunnelException.Again.NEVER) {
        String problem = String.valueOf(e.getMessage());
        trail.add(
            begin,
            new ProxyStep.TunnelRefused(connection, proxy.toString(), target(), problem),
            switch (e.kind()) {
              case REFUSED -> Because.of(ProxyReason.REFUSED, clause(), problem);
              case SILENT -> Because.of(ProxyReason.SILENT);
            });
      }
      throw e;
    }
  }

  private Clause clause() {
    return proxy.kind().isSocks() ? Clause.rfc(1928, "6") : Clause.rfc(9110, "9.3.6");
  }

  private void tellAsked(String by, List<String> said, Because because) {
    if (trail.on()) {
      trail.mark(
          new ProxyStep.TunnelAsked(connection, proxy.toString(), target(), by, said), because);
    }
  }

  // ---- CONNECT ----

  private String connect(Talk talk) throws TunnelException {
    boolean told = false;
    while (true) {
      Optional<String> authorization = access.authorization(proxy, "CONNECT", target());
      told |= authorization.isPresent();
      askConnect(talk, authorization);
      Head head = Head.read(talk.hearUntil(HEAD_END));
      if (head.status() / 100 == 2) {
        return head.line();
      }
      if (head.status() != 407) {
        throw Talk.broken(head.line());
      }
      asked(head, told);
      if (!head.leaves(LONGEST)) {
        throw new TunnelException(
            "it closes the connection after asking who asks", TunnelException.Again.RECONNECT);
      }
      byte[] _ = talk.hear(head.length());
    }
  }

  private void askConnect(Talk talk, Optional<String> authorization) {
    var lines = new ArrayList<String>();
    lines.add("CONNECT " + target() + " HTTP/1.1");
    lines.add("Host: " + target());
    lines.add("Proxy-Connection: keep-alive");
    authorization.ifPresent(value -> lines.add("Proxy-Authorization: " + value));
    tellAsked(
        "CONNECT",
        lines.stream().map(Secrets::shortenLine).toList(),
        authorization.isPresent()
            ? Because.of(ProxyReason.CREDENTIALS_KNOWN)
            : Because.of(isAddress() ? ProxyReason.NO_NAME : ProxyReason.NAME_BY_PROXY));
    talk.say((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  private void asked(Head head, boolean told) throws TunnelException {
    ProxyAccess.Verdict verdict = access.asked(proxy, head.all("proxy-authenticate"), told);
    if (trail.on()) {
      trail.mark(
          new ProxyStep.ProxyAsksWho(
              connection, proxy.toString(), verdict.offered(), verdict.chosen().orElse("")),
          verdict.because());
    }
    if (verdict.chosen().isEmpty()) {
      throw Talk.broken(head.line() + ": " + sentence(verdict.because()));
    }
  }

  private static String sentence(Because because) {
    String text = because.reason().en();
    for (int i = 0; i < because.arguments().size(); i++) {
      text = text.replace("{" + i + "}", String.valueOf(because.arguments().get(i)));
    }
    return text;
  }

  /** A proxy's answer: its status line, and its fields. */
  private record Head(String line, int status, List<String> lines) {
    static Head read(byte[] bytes) throws TunnelException {
      String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\r\n");
      String line = lines.length == 0 ? "" : lines[0];
      String[] words = line.split(" ", 3);
      boolean good =
          words.length >= 2
              && (words[0].equals("HTTP/1.1") || words[0].equals("HTTP/1.0"))
              && words[1].matches("[1-9][0-9][0-9]");
      if (!good) {
        throw Talk.broken("it does not answer in HTTP/1");
      }
      return new Head(
          line.replaceAll("[^ -~]", "?"),
          Integer.parseInt(words[1]),
          List.of(lines).subList(1, lines.length));
    }

    List<String> all(String name) {
      return lines.stream()
          .filter(l -> l.toLowerCase(Locale.ROOT).startsWith(name + ":"))
          .map(l -> l.substring(name.length() + 1).strip())
          .toList();
    }

    /** Whether the connection can be used again once its content was read. */
    boolean leaves(int most) {
      boolean closes =
          line.startsWith("HTTP/1.0")
              || has("connection", "close")
              || has("proxy-connection", "close");
      List<String> lengths = all("content-length");
      return !closes
          && all("transfer-encoding").isEmpty()
          && lengths.size() == 1
          && lengths.getFirst().matches("[0-9]{1,6}")
          && Integer.parseInt(lengths.getFirst()) <= most;
    }

    private boolean has(String name, String value) {
      return all(name).stream().anyMatch(v -> v.toLowerCase(Locale.ROOT).contains(value));
    }

    int length() {
      return Integer.parseInt(all("content-length").getFirst());
    }
  }

  // ---- SOCKS 5 ----

  private String socks(Talk talk) throws TunnelException {
    boolean known = proxy.credentials().isPresent();
    talk.say(known ? new byte[] {5, 2, 0, 2} : new byte[] {5, 1, 0});
    byte[] method = talk.hear(2);
    if (method[0] != 5) {
      throw Talk.broken("it does not speak SOCKS 5");
    }
    switch (method[1]) {
      case 0 -> {}
      case 2 -> authenticate(talk, known);
      default ->
          throw Talk.broken(
              known
                  ? "it takes none of the ways to say who asks"
                  : "it wants to know who asks, and no user and password are known");
    }
    tellAsked(
        address.isEmpty() ? "SOCKS5h" : "SOCKS5",
        List.of(target()),
        Because.of(
            isAddress()
                ? ProxyReason.NO_NAME
                : address.isEmpty() ? ProxyReason.NAME_BY_PROXY : ProxyReason.NAME_BY_US));
    talk.say(request());
    byte[] reply = talk.hear(4);
    if (reply[0] != 5) {
      throw Talk.broken("it does not speak SOCKS 5");
    }
    if (reply[1] != 0) {
      throw Talk.broken(refusal(reply[1]));
    }
    int length =
        switch (reply[3]) {
          case 1 -> 4;
          case 4 -> 16;
          case 3 -> talk.hear(1)[0] & 0xff;
          default -> throw Talk.broken("it names an address of an unknown kind");
        };
    byte[] _ = talk.hear(length + 2);
    return "succeeded";
  }

  /** RFC 1929. */
  private void authenticate(Talk talk, boolean known) throws TunnelException {
    if (!known) {
      throw Talk.broken("it chose a way to say who asks that it was not offered");
    }
    Login who = proxy.credentials().orElseThrow();
    byte[] user = who.user().getBytes(StandardCharsets.UTF_8);
    byte[] password = who.password().getBytes(StandardCharsets.UTF_8);
    if (user.length > 255 || password.length > 255) {
      throw Talk.broken("a user or password is longer than 255 bytes");
    }
    if (trail.on()) {
      trail.mark(
          new ProxyStep.ProxyAsksWho(
              connection, proxy.toString(), List.of("user and password"), "user and password"),
          Because.of(ProxyReason.STRONGEST, Clause.rfc(1929, "2"), "user and password"));
    }
    var message = new ByteArrayOutputStream();
    message.write(1);
    message.write(user.length);
    message.writeBytes(user);
    message.write(password.length);
    message.writeBytes(password);
    talk.say(message.toByteArray());
    if (talk.hear(2)[1] != 0) {
      throw Talk.broken("the user and password were refused");
    }
  }

  private byte[] request() throws TunnelException {
    var message = new ByteArrayOutputStream();
    message.writeBytes(new byte[] {5, 1, 0});
    if (address.isPresent()) {
      byte[] raw = address.get().getAddress();
      message.write(raw.length == 4 ? 1 : 4);
      message.writeBytes(raw);
    } else {
      byte[] name = host.getBytes(StandardCharsets.US_ASCII);
      if (name.length > 255) {
        throw Talk.broken("the name is longer than 255 bytes");
      }
      message.write(3);
      message.write(name.length);
      message.writeBytes(name);
    }
    message.write(port >> 8);
    message.write(port);
    return message.toByteArray();
  }

  private static String refusal(byte code) {
    return switch (code) {
      case 1 -> "general failure";
      case 2 -> "its rules do not allow the connection";
      case 3 -> "the network is unreachable";
      case 4 -> "the host is unreachable";
      case 5 -> "the connection was refused";
      case 6 -> "the time to live has expired";
      case 7 -> "it does not know the command";
      case 8 -> "it does not support that kind of address";
      default -> "it failed with code " + (code & 0xff);
    };
  }
}
