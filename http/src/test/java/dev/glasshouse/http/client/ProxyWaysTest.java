package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.VersionException;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.ProxyReason;
import dev.glasshouse.journey.ProxyStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.VersionReason;
import dev.glasshouse.journey.VersionStep;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.proxy.ProxyRules;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Through a proxy that is real, if small. */
@Timeout(60)
class ProxyWaysTest {
  @TempDir private Path folder;
  private Site site;
  private HttpServer secure;
  private HttpServer plain;

  @BeforeEach
  void open() throws Exception {
    site = new Site(folder);
    secure = site.serve(List.of("h2", "http/1.1"), ProxyWaysTest::hello, "a.test");
    plain =
        HttpServer.listen(
            site.network, new InetSocketAddress("127.0.0.1", 0), ProxyWaysTest::hello, Trail.OFF);
  }

  @AfterEach
  void close() {
    secure.close();
    plain.close();
    site.close();
  }

  private static Response hello(Request request) {
    return Response.text(
        Status.OK,
        request.version()
            + " "
            + request.target()
            + " "
            + request.fields().first("Proxy-Authorization").orElse("-"));
  }

  private HttpClient through(String proxy) {
    return site.client(
        ClientOptions.DEFAULT.with(ProxyRules.of(Map.of(), Optional.of(proxy), Optional.empty())),
        Optional.empty());
  }

  private String https() {
    return "https://a.test:" + secure.address().getPort() + "/x";
  }

  private String http() {
    return "http://a.test:" + plain.address().getPort() + "/x";
  }

  @Test
  void httpsGoesThroughAWayOfConnect() throws Exception {
    try (SmallProxy proxy = SmallProxy.open(SmallProxy.Asks.NOTHING);
        HttpClient client = through("127.0.0.1:" + proxy.port())) {
      assertThat(site.get(client, https())).isEqualTo("HTTP/2 /x -");
      assertThat(site.get(client, https())).isEqualTo("HTTP/2 /x -");
      String target = "a.test:" + secure.address().getPort();
      assertThat(proxy.heard)
          .containsExactly(
              "CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\nProxy-Connection: keep-alive\r\n\r\n"
                  .formatted(target));
      assertThat(site.steps(ProxyStep.ProxyChosen.class).getFirst().sees())
          .isEqualTo("host and port alone");
      assertThat(site.steps(ProxyStep.TunnelAsked.class).getFirst().said().getFirst())
          .isEqualTo("CONNECT " + target + " HTTP/1.1");
      assertThat(site.steps(ProxyStep.TunnelOpened.class)).hasSize(1);
      assertThat(site.reasons(VersionStep.Http3NotUsed.class)).containsExactly(VersionReason.PROXY);
    }
  }

  @Test
  void httpIsSentToTheProxyWithItsWholeUrl() throws Exception {
    try (SmallProxy proxy = SmallProxy.open(SmallProxy.Asks.NOTHING);
        HttpClient client = through("127.0.0.1:" + proxy.port())) {
      assertThat(site.get(client, http())).isEqualTo("HTTP/1.1 /x -");
      assertThat(proxy.heard.getFirst()).startsWith("GET " + http() + " HTTP/1.1\r\n");
      assertThat(site.steps(ProxyStep.ProxyChosen.class).getFirst().sees()).isEqualTo("everything");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void theProxyIsToldWhoAsksOnceItHasAsked(SmallProxy.Asks asks) throws Exception {
    try (SmallProxy proxy = SmallProxy.open(asks);
        HttpClient client = through("user:pass@127.0.0.1:" + proxy.port())) {
      assertThat(site.get(client, https())).isEqualTo("HTTP/2 /x -");
      assertThat(site.get(client, http())).isEqualTo("HTTP/1.1 /x -");
      assertThat(proxy.heard.getFirst()).doesNotContain("Authorization");
      assertThat(proxy.heard.get(1)).contains("Proxy-Authorization");
      // From then on it is told without asking.
      assertThat(proxy.heard).hasSize(3);
      assertThat(site.reasons(ProxyStep.ProxyAsksWho.class)).containsExactly(ProxyReason.STRONGEST);
      assertThat(site.recorder.journey().entries().toString())
          .doesNotContain("dXNlcjpwYXNz")
          .doesNotContain("user:pass");
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void httpIsAskedForCredentialsToo(SmallProxy.Asks asks) throws Exception {
    try (SmallProxy proxy = SmallProxy.open(asks);
        HttpClient client = through("user:pass@127.0.0.1:" + proxy.port())) {
      assertThat(site.get(client, http())).isEqualTo("HTTP/1.1 /x -");
      assertThat(proxy.heard).hasSize(2);
    }
  }

  @Test
  void wrongCredentialsAreAClearError() throws Exception {
    try (SmallProxy proxy = SmallProxy.open(SmallProxy.Asks.BASIC);
        HttpClient wrong = through("user:wrong@127.0.0.1:" + proxy.port());
        HttpClient none = through("127.0.0.1:" + proxy.port())) {
      assertThatThrownBy(() -> site.get(wrong, https()))
          .isInstanceOf(DialException.ProxyRefused.class)
          .hasMessageContaining("the user and password were refused")
          .hasMessageNotContaining("wrong@");
      assertThatThrownBy(() -> site.get(none, https()))
          .hasMessageContaining("no user and password for the proxy are known");
      assertThat(site.send(none, http()).status().code()).isEqualTo(407);
      assertThat(site.steps(ProxyStep.TunnelRefused.class)).hasSize(2);
    }
  }

  @Test
  void aProxyThatRefusesOrTalksNonsenseIsTold() throws Exception {
    try (SmallProxy proxy = SmallProxy.open(SmallProxy.Asks.NOTHING);
        HttpClient client = through("127.0.0.1:" + proxy.port())) {
      proxy.connectAnswer = "HTTP/1.1 403 Not you\r\n\r\n";
      assertThatThrownBy(() -> site.get(client, https()))
          .hasMessageContaining("HTTP/1.1 403 Not you");
      proxy.connectAnswer = "SSH-2.0-nonsense\r\n\r\n";
      assertThatThrownBy(() -> site.get(client, https()))
          .hasMessageContaining("it does not answer in HTTP/1");
      proxy.connectAnswer = "HTTP/1.1 200 fine\r\n\r\nand more";
      assertThatThrownBy(() -> site.get(client, https())).isInstanceOf(DialException.class);
      proxy.connectAnswer = "x".repeat(100_000);
      assertThatThrownBy(() -> site.get(client, https()))
          .hasMessageContaining("it said more than 65536 bytes");
    }
  }

  @Test
  void socks5IsToldNamesOrAddresses() throws Exception {
    try (SmallProxy proxy = SmallProxy.open(SmallProxy.Asks.NOTHING);
        HttpClient byName = through("socks5h://127.0.0.1:" + proxy.port());
        HttpClient byAddress = through("socks5://127.0.0.1:" + proxy.port())) {
      assertThat(site.get(byName, https())).isEqualTo("HTTP/2 /x -");
      assertThat(site.get(byAddress, http())).isEqualTo("HTTP/1.1 /x -");
      assertThat(proxy.heard).containsExactly("SOCKS a.test", "SOCKS 127.0.0.1");
      assertThat(site.reasons(ProxyStep.TunnelAsked.class))
          .containsExactly(ProxyReason.NAME_BY_PROXY, ProxyReason.NAME_BY_US);
      proxy.socksReply = 5;
      try (HttpClient refused = through("socks5h://127.0.0.1:" + proxy.port())) {
        assertThatThrownBy(() -> site.get(refused, https()))
            .hasMessageContaining("the connection was refused");
      }
    }
  }

  @Test
  void socks5IsToldAnAddressOfIpv6AsOne() throws Exception {
    try (SmallProxy proxy = SmallProxy.open(SmallProxy.Asks.NOTHING);
        HttpClient byName = through("socks5h://127.0.0.1:" + proxy.port())) {
      String place = "[::1]:" + plain.address().getPort();
      assertThat(site.get(byName, "http://" + place + "/x")).isEqualTo("HTTP/1.1 /x -");
      assertThat(proxy.heard).containsExactly("SOCKS ::1");
      assertThat(site.steps(ProxyStep.TunnelAsked.class).getFirst().target()).isEqualTo(place);
      assertThat(site.reasons(ProxyStep.TunnelAsked.class)).containsExactly(ProxyReason.NO_NAME);
    }
  }

  @Test
  void socks5IsToldWhoAsks() throws Exception {
    try (SmallProxy proxy = SmallProxy.open(SmallProxy.Asks.BASIC);
        HttpClient good = through("socks5h://user:pass@127.0.0.1:" + proxy.port());
        HttpClient bad = through("socks5h://user:other@127.0.0.1:" + proxy.port());
        HttpClient none = through("socks5h://127.0.0.1:" + proxy.port())) {
      assertThat(site.get(good, https())).isEqualTo("HTTP/2 /x -");
      assertThatThrownBy(() -> site.get(bad, https()))
          .hasMessageContaining("the user and password were refused");
      assertThatThrownBy(() -> site.get(none, https()))
          .hasMessageContaining("no user and password are known");
    }
  }

  @Test
  void aProxyOverTlsHasACertificateOfItsOwn() throws Exception {
    X509Bundle its = site.certificate("proxy.test");
    KeyManagerFactory keys = its.toKeyManagerFactory();
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManager[] managers = keys.getKeyManagers();
    context.init(managers, null, null);
    try (SmallProxy proxy =
            new SmallProxy(
                context
                    .getServerSocketFactory()
                    .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")),
                SmallProxy.Asks.NOTHING);
        HttpClient client = through("https://proxy.test:" + proxy.port());
        HttpClient wrong = through("https://other.test:" + proxy.port())) {
      assertThat(site.get(client, https())).isEqualTo("HTTP/2 /x -");
      assertThat(site.get(client, http())).isEqualTo("HTTP/1.1 /x -");
      assertThatThrownBy(() -> site.get(wrong, https()))
          .isInstanceOf(DialException.BadCertificate.class);
    }
  }

  @Test
  void http3DoesNotGoThroughAProxy() throws Exception {
    try (HttpClient client =
        site.client(
            ClientOptions.DEFAULT
                .with(VersionDemand.HTTP_3)
                .with(ProxyRules.of(Map.of(), Optional.of("p:1"), Optional.empty())),
            Optional.empty())) {
      assertThatThrownBy(() -> site.get(client, https()))
          .isInstanceOf(VersionException.class)
          .hasMessageContaining("a proxy is in use, and QUIC does not go through it: http://p:1");
    }
  }
}
