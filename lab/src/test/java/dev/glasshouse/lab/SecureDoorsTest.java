package dev.glasshouse.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.dns.Deadline;
import dev.glasshouse.dns.Resolver;
import dev.glasshouse.dns.Services;
import dev.glasshouse.http.Aside;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.Destination;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.net.NamedTrust;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsClient;
import dev.glasshouse.net.TlsOptions;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The built-in hosts over TLS and QUIC: what is spoken, and who believes them. */
@Timeout(300)
class SecureDoorsTest {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Network system = opened(OsNetwork.open(1));
  private final BuiltInInternet internet = opened(BuiltInInternet.over(system));

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T opened(T it) {
    open.push(it);
    return it;
  }

  private Resolver resolver() {
    return new Resolver(Resolver.Parts.system(internet.network().nameTransport()).with(internet));
  }

  private HttpClient client(NamedTrust trust, Optional<VersionDemand> demand) {
    TlsClient tls = opened(new TlsClient(TlsOptions.DEFAULT.with(trust)));
    return opened(
        HttpClient.over(
            new Dialer(internet.network(), resolver(), tls),
            dev.glasshouse.http.Limits.CLIENT,
            demand
                .map(version -> ClientOptions.DEFAULT.with(version))
                .orElse(ClientOptions.DEFAULT)));
  }

  /** The version that the answer says it came by, and what its fields say of others. */
  private static String visit(HttpClient client, String host) throws IOException {
    Url url = Url.parse("https://" + host + "/carried/own.css");
    try (Response answer = client.send(Request.get(url), Destination.of(url), Aside.NONE);
        BodyStream body = answer.body().open()) {
      return answer.version()
          + " "
          + answer.fields().first("Alt-Svc").orElse("")
          + " "
          + new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theVersionIsChosenInTheHandshake() throws Exception {
    assertThat(visit(client(internet.trust(), Optional.empty()), "www.glasshouse.test"))
        .startsWith(
            "HTTP/2 h3=\":443\"; ma=86400 #own::after { content: \"HTTP/2 over TLS and TCP");
    assertThat(
            visit(
                client(internet.trust(), Optional.of(VersionDemand.HTTP_1_1)),
                "static.glasshouse.test"))
        .startsWith("HTTP/1.1 ")
        .contains("HTTP/1.1 over TLS and TCP");
  }

  @Test
  void quicIsSpokenOnTheSamePort() throws Exception {
    HttpClient client = client(internet.trust(), Optional.of(VersionDemand.HTTP_3));
    for (String host : List.of("glasshouse.test", "www.glasshouse.test", "h3.glasshouse.test")) {
      Url url = Url.parse("https://" + host + "/carried/own.css");
      try (Response answer = client.send(Request.get(url), Destination.of(url), Aside.NONE)) {
        assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_3);
        // The first name only leads to the second.
        assertThat(answer.fields().first("Location").orElse("https://www.glasshouse.test/"))
            .startsWith("https://www.glasshouse.test/");
      }
    }
    assertThat(visit(client, "h3.glasshouse.test")).contains("HTTP/3 over QUIC, port ");
  }

  @Test
  void theOwnersZoneSaysWhoSpeaksHttp3() {
    Services said =
        resolver()
            .services("h3.glasshouse.test", 443, Deadline.in(Duration.ofMinutes(1)), Trail.OFF);
    assertThat(said.bindings())
        .singleElement()
        .satisfies(binding -> {
          assertThat(binding.alpn()).containsExactly("h3", "h2");
          assertThat(binding.target()).isEqualTo("h3.glasshouse.test");
        });
    assertThat(
            resolver()
                .services("www.glasshouse.test", 443, Deadline.in(Duration.ofMinutes(1)), Trail.OFF)
                .known())
        .isEqualTo(Services.Known.ABSENT);
  }

  @Test
  void theirAuthorityIsTrustedForTheirNamesAndByThisRunAlone() throws Exception {
    NamedTrust trust = internet.trust();
    assertThat(trust.holdsFor("www.glasshouse.test")).isTrue();
    assertThat(trust.holdsFor("example.com")).isFalse();
    assertThat(trust.holdsFor("evilglasshouse.test")).isFalse();
    BuiltInInternet other = opened(BuiltInInternet.over(system));
    for (NamedTrust wrong : List.of(NamedTrust.NONE, other.trust())) {
      HttpClient client = client(wrong, Optional.empty());
      assertThatThrownBy(() -> visit(client, "www.glasshouse.test"))
          .isInstanceOf(DialException.BadCertificate.class);
    }
  }

  @Test
  void whatIsClosedOpensNoDoor() throws Exception {
    var doors = new SecureDoors(system, _ -> () -> Trail.OFF, new OwnKeys(_ -> true));
    var elsewhere = new InetSocketAddress(InetAddress.ofLiteral("127.80.0.99"), 443);
    assertThat(doors.tcp(elsewhere)).isEmpty();
    assertThat(doors.tcp(new InetSocketAddress(BuiltInHost.WWW.address(), 80))).isEmpty();
    doors.close();
    for (var door :
        List.of(
            doors.tcp(new InetSocketAddress(BuiltInHost.WWW.address(), 443)),
            doors.udp(new InetSocketAddress(BuiltInHost.H3.address(), 443)))) {
      assertThatThrownBy(() -> door.orElseThrow().join()).hasMessageContaining("closed");
    }
  }
}
