package dev.glasshouse.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Zones that BIND's tools sign (Debian's bind9-utils) and named serves (bind9), checked by ours;
 * and delv (bind9-dnsutils), which checks them too, must come to the same.
 */
class BindPeerTest {
  private static final long PATIENCE_SECONDS = 60;
  private static final String RECORDS =
      """
      $TTL 300
      @ SOA ns me 1 3600 600 86400 300
      @ NS ns
      ns A 127.0.0.1
      www A 192.0.2.1
      www A 192.0.2.2
      WWW AAAA 2001:DB8::1
      mixed MX 10 Mail.Example.COM.
      text TXT "Some Text" "and more"
      svc HTTPS 1 Other.Example.COM. alpn=h2
      srv SRV 1 2 3 Host.Example.COM.
      *.wild A 192.0.2.3
      deep.ent.er TXT "below two empty ones"
      alias CNAME www
      starred CNAME any.wild
      gone DNAME www
      open NS ns.open
      ns.open A 192.0.2.4
      """;
  private static final List<String> QUESTIONS =
      List.of(
          "@ SOA",
          "@ NS",
          "www A",
          "www AAAA",
          "mixed MX",
          "text TXT",
          "svc HTTPS",
          "srv SRV",
          "x.wild A",
          "a.b.wild A",
          "alias A",
          "starred A",
          "a.gone A",
          "nothing A",
          "www TXT",
          "no.www A",
          "ent.er A",
          "er A",
          "x.wild TXT",
          "open DS",
          "nothing DS",
          "alias TXT");

  @TempDir Path folder;

  private record Kind(String zone, String algorithm, List<String> signing) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("rsa.test", "RSASHA256", List.of()),
          new Kind("p256.test", "ECDSAP256SHA256", List.of()),
          new Kind("p384.test", "ECDSAP384SHA384", List.of("-3", "-")),
          new Kind("ed.test", "ED25519", List.of("-3", "abcd", "-H", "5")),
          new Kind("optout.test", "ECDSAP256SHA256", List.of("-3", "-", "-A")));

  private static Path program(String name) {
    for (String place : List.of("/usr/sbin/", "/usr/bin/")) {
      if (Files.isExecutable(Path.of(place + name))) {
        return Path.of(place + name);
      }
    }
    Assumptions.abort(name + " is not installed");
    throw new AssertionError();
  }

  private String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return out;
    } finally {
      process.destroyForcibly();
    }
  }

  /** Makes a signed zone's file; its DS records. */
  private List<Record> sign(Kind kind) throws Exception {
    String keygen = program("dnssec-keygen").toString();
    var command = new ArrayList<>(List.of(keygen, "-q", "-a", kind.algorithm()));
    if (kind.algorithm().startsWith("RSA")) {
      command.addAll(List.of("-b", "2048"));
    }
    command.add(kind.zone());
    run(command.toArray(String[]::new));
    command.addAll(1, List.of("-f", "KSK"));
    run(command.toArray(String[]::new));
    Files.writeString(folder.resolve(kind.zone()), RECORDS);
    var signing =
        new ArrayList<>(
            List.of(program("dnssec-signzone").toString(), "-S", "-o", kind.zone(), "-K", "."));
    signing.addAll(kind.signing());
    signing.add(kind.zone());
    String said = run(signing.toArray(String[]::new));
    assertThat(folder.resolve(kind.zone() + ".signed")).as(said).exists();
    var anchors = new ArrayList<Record>();
    for (String line : Files.readAllLines(folder.resolve("dsset-" + kind.zone() + "."))) {
      String[] words = line.strip().split("\\s+", 4);
      anchors.add(
          Record.fromString(
              Name.fromString(words[0], Name.root), Type.DS, DClass.IN, 300, words[3], Name.root));
    }
    return anchors;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Test
  void whatBindSigns() throws Exception {
    Path named = program("named");
    Path delv = program("delv");
    int port = freePort();
    var conf =
        new StringBuilder(
            """
            options { directory "%s"; listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
              recursion no; pid-file none; session-keyfile none; minimal-responses no;
              dnssec-validation no; };
            controls { };
            """
                .formatted(folder, port));
    var anchors = new ArrayList<Record>();
    var trusted = new StringBuilder("trust-anchors {\n");
    for (Kind kind : KINDS) {
      for (Record each : sign(kind)) {
        anchors.add(each);
        String[] words = each.rdataToString().split(" ", 4);
        trusted.append(
            "  %s static-ds %s %s %s \"%s\";\n"
                .formatted(kind.zone(), words[0], words[1], words[2], words[3]));
      }
      conf.append(
          "zone \"%s\" { type primary; file \"%s.signed\"; };\n"
              .formatted(kind.zone(), kind.zone()));
    }
    Files.writeString(folder.resolve("named.conf"), conf);
    Path anchorFile = Files.writeString(folder.resolve("anchors"), trusted + "};\n");
    Process server =
        new ProcessBuilder(named.toString(), "-g", "-4", "-n", "1", "-c", "named.conf")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      var asker = new Asker(port);
      var validator = new Validator(Policy.DEFAULT, new Anchors(anchors, List.of()), 100, 60);
      for (Kind kind : KINDS) {
        for (String question : QUESTIONS) {
          compare(kind, question, asker, validator, delv, anchorFile, port);
        }
      }
    } finally {
      server.destroy();
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }

  private void compare(
      Kind kind,
      String question,
      Asker asker,
      Validator validator,
      Path delv,
      Path anchorFile,
      int port)
      throws Exception {
    String[] words = question.split(" ");
    Name zone = Name.fromString(kind.zone(), Name.root);
    Name name = words[0].equals("@") ? zone : Name.fromString(words[0], zone);
    int type = Type.value(words[1]);
    Validation.Result ours = check(validator, asker, name, type);
    boolean optedOut = kind.zone().startsWith("optout");
    // What is left out of a chain of hashes cannot be told from what is not there.
    boolean insecure = optedOut && ours.verdict().status() == Status.INSECURE;
    assertThat(ours.verdict().status())
        .as("%s in %s: %s", question, kind, ours.verdict().text())
        .isEqualTo(insecure ? Status.INSECURE : Status.SECURE);
    // delv takes a while to start: two kinds of denial are enough
    if (kind.signing().isEmpty() == kind.zone().startsWith("p256") || optedOut) {
      String theirs =
          run(
              delv.toString(),
              "@127.0.0.1",
              "-p",
              Integer.toString(port),
              "-a",
              anchorFile.toString(),
              "+root=" + kind.zone(),
              name.toString(),
              words[1]);
      // Of an insecure denial behind a secure alias delv says only that there is none.
      boolean theirsGood =
          insecure
              ? !theirs.contains("broken trust chain") && !theirs.contains("no valid")
              : theirs.contains("fully validated") && !theirs.contains("unsigned answer");
      assertThat(theirsGood)
          .as("%s in %s: ours %s, delv: %s", question, kind, ours.verdict().text(), theirs)
          .isTrue();
    }
  }

  private static Validation.Result check(Validator validator, Asker asker, Name name, int type)
      throws IOException {
    Validation validation = validator.check(Response.of(asker.ask(name, type)), Budget.usual());
    while (true) {
      switch (validation.next(Instant.now(), System.nanoTime())) {
        case Validation.Next.Ask ask ->
            validation.answered(Response.of(asker.ask(ask.name(), ask.type())));
        case Validation.Next.Pause _ -> {
          // nobody else is here
        }
        case Validation.Next.Done done -> {
          return done.result();
        }
      }
    }
  }

  /** Asks one server over TCP, until it answers. */
  private record Asker(int port) {
    Message ask(Name name, int type) throws IOException {
      var message = Message.newQuery(Record.newRecord(name, type, DClass.IN));
      message.getHeader().unsetFlag(Flags.RD);
      message.addRecord(new OPTRecord(4096, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
      byte[] question = message.toWire();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (true) {
        try (var socket = new Socket()) {
          socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
          socket.connect(new InetSocketAddress("127.0.0.1", port));
          var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
          out.writeShort(question.length);
          out.write(question);
          out.flush();
          var in = new DataInputStream(socket.getInputStream());
          byte[] answer = new byte[in.readUnsignedShort()];
          in.readFully(answer);
          return new Message(answer);
        } catch (IOException e) {
          // it has not begun to listen yet, or is being stopped by the load
          if (System.nanoTime() > end) {
            throw e;
          }
          Thread.onSpinWait();
        }
      }
    }
  }
}
