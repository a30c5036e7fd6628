package dev.glasshouse.dns.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.dns.local.LocalVerdict;
import dev.glasshouse.dns.recursive.Upstream;
import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.NameServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/** Settings in Unbound's words. */
class SettingsFileTest {
  @TempDir Path folder;

  private static List<String> faults(String text) {
    return catchThrowableOfType(SettingsException.class, () -> SettingsFile.read(text, "f"))
        .faults();
  }

  @Test
  void zonesAreForwardedInUnboundsWords() throws Exception {
    SettingsFile file =
        SettingsFile.read(
            """
            server:
              tls-cert-bundle: "/etc/own.pem"
            forward-zone:
              name: "."
              forward-tls-upstream: yes
              forward-addr: 9.9.9.9#dns.quad9.net   # port 853
              forward-addr: 2620:fe::fe@8853#dns.quad9.net
              forward-addr: 192.0.2.1
            forward-zone:
              name: office.example
              forward-addr: 192.0.2.53@5353
              forward-host: ns.office.example
              forward-tcp-upstream: yes
              forward-first: yes
            """,
            "f");
    var quad9 = new InetSocketAddress(InetAddress.ofLiteral("9.9.9.9"), 853);
    var six = new InetSocketAddress(InetAddress.ofLiteral("2620:fe::fe"), 8853);
    assertThat(file.front().authorities()).hasValue(Path.of("/etc/own.pem"));
    assertThat(file.front().forwards())
        .containsExactly(
            new Upstream(
                Name.root,
                Upstream.Kind.FORWARD,
                List.of(),
                List.of(quad9, six, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 853)),
                Set.of(Upstream.Manner.TLS),
                Map.of(quad9, "dns.quad9.net", six, "dns.quad9.net")),
            new Upstream(
                Name.fromString("office.example."),
                Upstream.Kind.FORWARD,
                List.of(Name.fromString("ns.office.example.")),
                List.of(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 5353)),
                Set.of(Upstream.Manner.TCP, Upstream.Manner.FIRST)));
  }

  @Test
  void whatIsMissingOfAForwardZoneIsNamed() {
    assertThat(
            faults(
                """
                forward-zone:
                  forward-addr: nowhere
                  forward-addr: 192.0.2.1@x
                  forward-first: perhaps
                forward-zone:
                  name: a
                forward-zone:
                  name: b
                  forward-tls-upstream: yes
                  forward-host: dns.example
                """))
        .containsExactly(
            "f:2: nowhere is no address of a server",
            "f:3: 192.0.2.1@x is no address of a server",
            "f:4: perhaps is neither yes nor no",
            "f: a forward-zone has no name",
            "f: forward-zone a. has no forward-addr",
            "f: forward-zone b. is asked inside TLS: it needs forward-addr: ADDRESS@PORT#NAME, no"
                + " forward-host");
  }

  @Test
  void everyFaultIsNamedAtOnce() {
    assertThat(
            faults(
                """
                server:
                local-zone: a.
                local-zone: a. nosuch
                local-data: "a. A x"
                local-data-ptr: "192.0.2.1"
                local-zone-tag: a. guests
                access-control-tag: 192.0.2.0/33 x
                access-control: 192.0.2.0/24 perhaps
                hide-identity: maybe
                nsid: xyz
                cookie-secret: 00
                edns-tcp-keepalive-timeout: soon
                stub-zone:
                  name: x
                colon
                """))
        .containsExactly(
            "f:2: it should be NAME TYPE",
            "f:3: nosuch is no type of local zones",
            "f:4: a. A x is no record: Invalid address: x",
            "f:5: it should be ADDRESS [TTL] NAME",
            "f:6: no define-tag has the tag guests",
            "f:7: 192.0.2.0/33 is no address, and no range ADDRESS/LENGTH",
            "f:8: perhaps is none of allow, allow_snoop, allow_setrd, allow_cookie,"
                + " refuse_non_local, drop_non_local, refuse, drop",
            "f:9: maybe is neither yes nor no",
            "f:10: xyz are no hexadecimal digits",
            "f:11: a secret has 32 hexadecimal digits",
            "f:12: soon is no number of milliseconds",
            "f:13: stub-zone is no setting that is known here",
            "f:14: name is no setting that is known here",
            "f:15: there is no WORD: VALUE in colon");
  }

  @Test
  void aFileThatIsNotThereIsOneLine() {
    Path none = folder.resolve("none");
    var missing = catchThrowableOfType(SettingsException.class, () -> SettingsFile.read(none));
    assertThat(missing.faults()).containsExactly(none + ": there is no such file");
    var directory = catchThrowableOfType(SettingsException.class, () -> SettingsFile.read(folder));
    assertThat(directory.faults()).containsExactly(folder + ": it cannot be read: it is a folder");
    assertThat(faults("x\n".repeat(300))).hasSize(101).last().isEqualTo("f: and 200 faults more");
  }

  @Test
  void theServerIsSetUpToo() throws Exception {
    NameServer.Settings settings =
        SettingsFile.read(
                """
                access-control: 192.0.2.0/24 allow_snoop # a comment
                access-control: 127.0.0.0/8 deny
                nsid: "ascii_lab 1"
                answer-cookie: yes
                cookie-secret: "000102030405060708090a0b0c0d0e0f"
                edns-tcp-keepalive: yes
                edns-tcp-keepalive-timeout: 30000
                """,
                "f")
            .server()
            .settings(NameServer.Settings.DEFAULT);
    assertThat(settings.access().verdict(InetAddress.ofLiteral("192.0.2.7")))
        .isEqualTo(AccessList.Verdict.ALLOW_SNOOP);
    assertThat(settings.access().verdict(InetAddress.ofLiteral("127.0.0.1")))
        .isEqualTo(AccessList.Verdict.DROP);
    assertThat(settings.access().verdict(InetAddress.ofLiteral("::1")))
        .isEqualTo(AccessList.Verdict.ALLOW);
    assertThat(settings.identity()).asString().isEqualTo("lab 1");
    assertThat(settings.cookieSecret().orElseThrow()).hasSize(16).startsWith(0, 1, 2);
    assertThat(settings.limits().idle()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void viewsHaveZonesOfTheirOwn() throws Exception {
    FrontSettings settings =
        SettingsFile.read(
                """
                define-tag: "a b"
                access-control-view: 192.0.2.0/24 "office"
                access-control-tag: 198.51.100.0/24 "a b"
                access-control-tag-action: 198.51.100.0/24 b redirect
                access-control-tag-data: 198.51.100.0/24 b "TXT 'for b'"
                local-zone: t.example. static
                local-zone-tag: t.example. "b"
                local-data-ptr: "192.0.2.7 60 seven.example."
                view:
                  name: "office"
                  local-zone: "x.example." redirect
                  local-data: 'x.example. A 192.0.2.9'
                server:
                  local-zone: x.example. refuse
                """,
                "f")
            .front()
            .settings(List.of());
    assertThat(verdict(settings, "192.0.2.1", "y.x.example.", Type.A).answer()).hasSize(1);
    assertThat(verdict(settings, "203.0.113.1", "y.x.example.", Type.A).rcode()).isEqualTo(5);
    assertThat(verdict(settings, "198.51.100.1", "y.t.example.", Type.TXT).answer())
        .singleElement()
        .asString()
        .contains("for b");
    assertThat(verdict(settings, "203.0.113.1", "7.2.0.192.in-addr.arpa.", Type.PTR).answer())
        .singleElement()
        .asString()
        .contains("seven.example.");
  }

  private static LocalVerdict.Answer verdict(
      FrontSettings settings, String client, String name, int type) {
    return (LocalVerdict.Answer)
        settings
            .local()
            .verdict(Name.fromConstantString(name), type, DClass.IN, InetAddress.ofLiteral(client));
  }

  /** Nothing but a refusal comes out, whatever goes in. */
  @Test
  void anyTextIsReadOrRefused() {
    var random = new Random(11);
    List<String> pieces =
        List.of(
            "local-zone",
            "local-data",
            "local-data-ptr",
            "view",
            "name",
            "access-control",
            "access-control-tag-data",
            "local-zone-override",
            ":",
            ": ",
            "\"",
            "'",
            "#",
            " ",
            "\n",
            "a.",
            "..",
            "static",
            "A",
            "1.2.3.4",
            "/",
            "::",
            "99999999999999",
            "\\",
            "\0",
            "é",
            "nsid");
    for (int i = 0; i < 3000; i++) {
      var text = new StringBuilder();
      for (int n = random.nextInt(25); n > 0; n--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      try {
        SettingsFile.read(text.toString(), "f").front().settings(List.of());
      } catch (SettingsException e) {
        assertThat(e.faults()).isNotEmpty();
      }
    }
  }
}
