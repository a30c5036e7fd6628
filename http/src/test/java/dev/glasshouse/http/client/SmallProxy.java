package dev.glasshouse.http.client;

import dev.glasshouse.url.AddressText;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small proxy that works: HTTP with CONNECT, and SOCKS 5; every name is this machine. */
final class SmallProxy implements AutoCloseable {
  /** How it wants to know who asks. */
  enum Asks {
    NOTHING,
    BASIC,
    DIGEST,
    BASIC_AND_CLOSES
  }

  final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Map<String, InetAddress> names = new ConcurrentHashMap<>();
  private final ServerSocket server;
  private final Asks asks;
  volatile String connectAnswer = "HTTP/1.1 200 Connection established\r\n\r\n";
  volatile int socksReply;

  SmallProxy(ServerSocket server, Asks asks) {
    this.server = server;
    this.asks = asks;
    Thread.ofVirtual().start(this::accept);
  }

  static SmallProxy open(Asks asks) throws IOException {
    return new SmallProxy(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")), asks);
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      int first = in.read();
      if (first == 5) {
        socks(socket, new DataInputStream(in));
      } else if (first >= 0) {
        http(socket, in, first);
      }
    } catch (IOException _) {
      // The client went away: its right.
    }
  }

  // ---- HTTP ----

  private void http(Socket socket, InputStream in, int first) throws IOException {
    int begun = first;
    while (begun >= 0) {
      String head = head(in, begun);
      heard.add(head);
      String[] words = head.split("\r\n")[0].split(" ");
      if (!knows(head, words)) {
        boolean closes = asks == Asks.BASIC_AND_CLOSES;
        String challenge =
            asks == Asks.DIGEST
                ? "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256"
                : "Basic realm=\"r\"";
        say(
            socket,
            "HTTP/1.1 407 Who asks\r\nProxy-Authenticate: "
                + challenge
                + "\r\nContent-Length: 3\r\n"
                + (closes ? "Connection: close\r\n" : "")
                + "\r\nwho");
        if (closes) {
          return;
        }
      } else if (words[0].equals("CONNECT")) {
        say(socket, connectAnswer);
        if (connectAnswer.startsWith("HTTP/1.1 200")) {
          pipe(socket, words[1]);
        }
        return;
      } else {
        forward(socket, head, words);
        return;
      }
      begun = in.read();
    }
  }

  private static String head(InputStream in, int first) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(first);
    while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("gone");
      }
      bytes.write(next);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private boolean knows(String head, String[] words) {
    return switch (asks) {
      case NOTHING -> true;
      case BASIC, BASIC_AND_CLOSES -> head.contains("Proxy-Authorization: Basic dXNlcjpwYXNz\r\n");
      case DIGEST -> {
        String secret = sha256("user:r:pass");
        String what = sha256(words[0] + ":" + words[1]);
        String all =
            secret
                + ":n:"
                + part(head, "nc=(\\w+)")
                + ":"
                + part(head, "cnonce=\"([^\"]+)\"")
                + ":auth:"
                + what;
        yield head.contains("response=\"" + sha256(all) + "\"");
      }
    };
  }

  private static String part(String head, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(head);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends a request on to its server, and the whole answer back; then closes. */
  private void forward(Socket socket, String head, String[] words) throws IOException {
    Matcher url = Pattern.compile("http://([^/:]+):(\\d+)(/.*)").matcher(words[1]);
    if (!url.matches()) {
      say(socket, "HTTP/1.1 400 No URL\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    var lines = new ArrayList<String>();
    lines.add(words[0] + " " + url.group(3) + " HTTP/1.1");
    for (String line : head.strip().split("\r\n")) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (line.contains(": ") && !lower.startsWith("proxy-") && !lower.startsWith("connection")) {
        lines.add(line);
      }
    }
    lines.add("Connection: close");
    try (var upstream = new Socket(address(url.group(1)), Integer.parseInt(url.group(2)))) {
      say(upstream, String.join("\r\n", lines) + "\r\n\r\n");
      upstream.getInputStream().transferTo(socket.getOutputStream());
    }
  }

  private InetAddress address(String host) throws IOException {
    InetAddress known = names.get(host);
    return known != null
        ? known
        : Character.isDigit(host.charAt(0))
            ? InetAddress.ofLiteral(host)
            : InetAddress.ofLiteral("127.0.0.1");
  }

  private void pipe(Socket socket, String target) throws IOException {
    int colon = target.lastIndexOf(':');
    try (var upstream =
        new Socket(
            address(target.substring(0, colon)), Integer.parseInt(target.substring(colon + 1)))) {
      sockets.add(upstream);
      Thread back = Thread.ofVirtual().start(() -> copy(upstream, socket));
      copy(socket, upstream);
      back.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException _) {
      // One of them has gone.
    }
  }

  // ---- SOCKS 5 ----

  private void socks(Socket socket, DataInputStream in) throws IOException {
    byte[] methods = new byte[in.readByte()];
    in.readFully(methods);
    OutputStream out = socket.getOutputStream();
    byte wanted = (byte) (asks == Asks.NOTHING ? 0 : 2);
    boolean offered =
        HexFormat.of().formatHex(methods).contains(HexFormat.of().toHexDigits(wanted));
    out.write(new byte[] {5, offered ? wanted : (byte) 0xff});
    if (!offered) {
      return;
    }
    if (wanted == 2) {
      in.readByte();
      byte[] user = in.readNBytes(in.readByte());
      byte[] password = in.readNBytes(in.readByte());
      boolean good =
          Arrays.equals(user, "user".getBytes(StandardCharsets.UTF_8))
              && Arrays.equals(password, "pass".getBytes(StandardCharsets.UTF_8));
      out.write(new byte[] {1, (byte) (good ? 0 : 1)});
      if (!good) {
        return;
      }
    }
    in.readNBytes(3);
    String host =
        switch (in.readByte()) {
          case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
          case 4 -> AddressText.of(InetAddress.getByAddress(in.readNBytes(16)));
          case 3 -> new String(in.readNBytes(in.readByte() & 0xff), StandardCharsets.US_ASCII);
          default -> throw new IOException("an address of another kind");
        };
    int port = in.readUnsignedShort();
    heard.add("SOCKS " + host);
    out.write(new byte[] {5, (byte) socksReply, 0, 1, 0, 0, 0, 0, 0, 0});
    if (socksReply == 0) {
      pipe(socket, host + ":" + port);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
