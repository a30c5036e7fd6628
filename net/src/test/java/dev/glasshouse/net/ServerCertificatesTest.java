package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class ServerCertificatesTest {
  private final Authority authority;

  ServerCertificatesTest() throws Exception {
    authority = new Authority();
  }

  private ServerCertificate issue(String name) throws Exception {
    X509Bundle bundle = authority.issue(name);
    return ServerCertificate.pem(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM());
  }

  @Test
  void eachNameHasItsOwnAndNewConnectionsGetTheNewOne() throws Exception {
    ServerCertificate a = issue("a.test");
    ServerCertificate b = issue("b.test");
    Map<String, ServerCertificate> byName = Map.of("a.test", a, "b.test", b);
    var certificates = new ServerCertificates(name -> Optional.of(byName.getOrDefault(name, a)));
    try (Network network = OsNetwork.open(1);
        TlsServer tls = TlsServer.of(certificates, List.of())) {
      Channel listening = listen(network, tls);
      int port = ((InetSocketAddress) listening.localAddress()).getPort();
      try (SSLSocket old = shaken(port, "a.test")) {
        assertThat(shown(old)).isEqualTo(a.chain().getFirst());
        assertThat(shown(port, "B.test")).isEqualTo(b.chain().getFirst());
        assertThat(shown(port, "other.test")).isEqualTo(a.chain().getFirst());
        ServerCertificate fresh = issue("a.test");
        certificates.change(_ -> Optional.of(fresh));
        assertThat(shown(port, "a.test")).isEqualTo(fresh.chain().getFirst());
        // What stands goes on.
        old.getOutputStream().write('x');
        assertThat(old.isClosed()).isFalse();
      }
      listening.close().syncUninterruptibly();
    }
  }

  private static Channel listen(Network network, TlsServer tls) {
    return new ServerBootstrap()
        .group(network.eventLoops())
        .channelFactory(network.serverSockets())
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel made) {
                made.pipeline().addLast(tls.handler(made.alloc()));
              }
            })
        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .syncUninterruptibly()
        .channel();
  }

  private static X509Certificate shown(int port, String name) throws Exception {
    try (SSLSocket socket = shaken(port, name)) {
      return shown(socket);
    }
  }

  private static X509Certificate shown(SSLSocket socket) throws Exception {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  private static SSLSocket shaken(int port, String name) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
    var socket =
        (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() throws Exception {
    X509Bundle one = authority.issue("a.test");
    X509Bundle other = authority.issue("a.test");
    assertThatThrownBy(
            () -> ServerCertificate.pem(one.getCertificatePathPEM(), other.getPrivateKeyPEM()))
        .isInstanceOf(IOException.class)
        .hasMessage("the key is not that of the certificate");
    assertThatThrownBy(() -> ServerCertificate.pem("", one.getPrivateKeyPEM()))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ServerCertificate.pem(one.getCertificatePathPEM(), "nothing"))
        .hasMessageContaining("no unencrypted PKCS #8");
    assertThat(issue("a.test").toString()).doesNotContain("PRIVATE");
  }
}
