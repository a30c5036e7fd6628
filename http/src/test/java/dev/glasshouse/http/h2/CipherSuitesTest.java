package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.VersionException;
import dev.glasshouse.http.client.ClientFixture;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.net.TlsServer;
import dev.glasshouse.url.Url;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cipher suites that HTTP/2 forbids (RFC 9113 9.2.2), with the JDK's TLS at the other end. */
@Timeout(60)
class CipherSuitesTest {
  private static final String FORBIDDEN = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA";
  private static final String GOOD = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";

  @ParameterizedTest
  @CsvSource({
    "TLSv1.3, TLS_AES_128_GCM_SHA256, false",
    "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, false",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, false",
    "TLSv1.2, TLS_DHE_RSA_WITH_AES_256_GCM_SHA384, false",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CCM, false",
    "TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, false",
    "TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, true",
    "TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256, true",
    "TLSv1.2, TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256, true",
    "TLSv1.2, TLS_DH_anon_WITH_AES_128_GCM_SHA256, true",
    "TLSv1.2, TLS_PSK_WITH_AES_128_CCM, true",
    "TLSv1.2, TLS_ECDHE_RSA_WITH_RC4_128_SHA, true",
    "TLSv1.2, SSL_RSA_WITH_3DES_EDE_CBC_SHA, true",
  })
  void whichAreForbidden(String version, String suite, boolean forbidden) {
    assertThat(CipherSuites.isForbidden(version, suite)).isEqualTo(forbidden);
  }

  private static X509Bundle certificate() throws Exception {
    return new CertificateBuilder()
        .rsa2048()
        .subject("CN=localhost")
        .addSanDnsName("localhost")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  private static void only(String suite, SSLParameters parameters) {
    parameters.setProtocols(new String[] {"TLSv1.2"});
    parameters.setCipherSuites(new String[] {suite});
    parameters.setApplicationProtocols(new String[] {"h2"});
  }

  @Test
  void aClientThatChoosesOneIsTurnedAway() throws Exception {
    X509Bundle its = certificate();
    try (var network = OsNetwork.open(1);
        TlsServer certified =
            TlsServer.pem(its.getCertificatePathPEM(), its.getPrivateKeyPEM(), List.of("h2"));
        HttpServer server =
            HttpServer.listen(
                network,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                certified,
                _ -> Response.of(Status.NO_CONTENT),
                Limits.SERVER,
                Trail.OFF)) {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      for (String suite : List.of(FORBIDDEN, GOOD)) {
        var socket =
            (SSLSocket)
                tls.getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), server.address().getPort());
        SSLParameters parameters = socket.getSSLParameters();
        only(suite, parameters);
        socket.setSSLParameters(parameters);
        try (RawEnd client = RawEnd.over(socket)) {
          if (suite.equals(GOOD)) {
            client.asks(1, true, "GET", "/");
            assertThat(client.status(1)).isEqualTo("204");
          } else {
            RawEnd.Frame away = client.goAway();
            assertThat(away.goAwayCode()).isEqualTo((int) Http2Error.INADEQUATE_SECURITY.code());
            assertThat(away.text()).contains(FORBIDDEN);
          }
        }
      }
    }
  }

  @Test
  void aServerThatChoosesOneIsNotAsked() throws Exception {
    Recorder recorder = Recorder.start();
    SSLContext tls = SSLContext.getInstance("TLS");
    KeyStore store = certificate().toKeyStore(new char[0]);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    tls.init(keys.getKeyManagers(), null, null);
    try (var network = OsNetwork.open(1);
        var listening =
            (SSLServerSocket)
                tls.getServerSocketFactory()
                    .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var client =
            HttpClient.over(
                ClientFixture.dialer(network),
                Limits.CLIENT,
                ClientOptions.DEFAULT.with(VersionDemand.HTTP_2))) {
      SSLParameters parameters = listening.getSSLParameters();
      only(FORBIDDEN, parameters);
      listening.setSSLParameters(parameters);
      var told =
          new FutureTask<>(() -> {
            try (RawEnd server = RawEnd.accept(listening)) {
              return server.goAway().goAwayCode();
            }
          });
      Thread.ofVirtual().start(told);
      Request request =
          Request.get(Url.parse("https://localhost:" + listening.getLocalPort() + "/"));
      assertThatThrownBy(() -> client.send(request, Priority.HIGH, recorder.trail()))
          .isInstanceOf(VersionException.class)
          .hasMessageContaining(FORBIDDEN)
          .hasMessageContaining("RFC 9113 9.2.2");
      assertThat(told.get(40, TimeUnit.SECONDS))
          .isEqualTo((int) Http2Error.INADEQUATE_SECURITY.code());
    }
  }
}
