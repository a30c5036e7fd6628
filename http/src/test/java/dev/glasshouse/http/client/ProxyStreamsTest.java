package dev.glasshouse.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpException;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Program;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Tunnel;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.ProxyReason;
import dev.glasshouse.journey.ProxyStep;
import dev.glasshouse.net.DialException;
import dev.glasshouse.net.proxy.ProxyRules;
import dev.glasshouse.url.Url;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Through proxies that speak HTTP/2, where each way is a stream. */
@Timeout(120)
class ProxyStreamsTest {
  private static final List<String> BOTH = List.of("h2", "http/1.1");

  @TempDir private Path folder;
  private Site site;
  private HttpServer one;
  private HttpServer two;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() throws Exception {
    site = new Site(folder);
    one = site.serve(List.of("http/1.1"), ProxyStreamsTest::answer, "one.test");
    two = site.serve(BOTH, ProxyStreamsTest::answer, "two.test");
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    site.close();
  }

  private static Response answer(Request request) throws IOException {
    if (!request.method().equals(Method.POST)) {
      return Response.text(Status.OK, request.version() + " " + request.target());
    }
    try (BodyStream body = request.body().open()) {
      return Response.of(Status.OK).with(Body.of(body.readAllBytes()));
    }
  }

  private String at(HttpServer server, String path) {
    String host = server == one ? "one.test" : "two.test";
    return "https://" + host + ":" + server.address().getPort() + path;
  }

  private HttpClient through(String proxy) {
    return site.client(
        ClientOptions.DEFAULT.with(ProxyRules.of(Map.of(), Optional.of(proxy), Optional.empty())),
        Optional.empty());
  }

  /** A proxy that answers CONNECT as it is told; the way leads to the port on loopback. */
  private HttpServer proxy(Function<Request, Optional<Response>> refuses) throws Exception {
    return site.serve(
        BOTH,
        request -> {
          asked.add(request.method() + " " + request.authority());
          if (!request.method().equals(Method.CONNECT)) {
            return Response.text(new Status(405), "only ways");
          }
          int port = Integer.parseInt(request.authority().replaceAll(".*:", ""));
          return refuses.apply(request).orElseGet(() -> Response.tunnelling(to(port)));
        },
        "proxy.test");
  }

  private static Tunnel.User to(int port) {
    return tunnel -> {
      try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        Thread back = Thread.ofVirtual().start(() -> copyBack(socket, tunnel));
        tunnel.in().transferTo(socket.getOutputStream());
        socket.shutdownOutput();
        back.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private static void copyBack(Socket from, Tunnel tunnel) {
    byte[] some = new byte[8000];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(some); n >= 0; n = in.read(some)) {
        tunnel.send(some, 0, n);
      }
      tunnel.end();
    } catch (IOException e) {
      tunnel.close();
    }
  }

  private String url(HttpServer proxy) {
    return "https://proxy.test:" + proxy.address().getPort();
  }

  private long dialsToProxy() {
    return site.steps(ConnectionStep.Dialed.class).stream()
        .filter(step -> step.host().equals("proxy.test"))
        .count();
  }

  @Test
  void allWaysAreStreamsOfOneConnection() throws Exception {
    try (HttpServer proxy = proxy(_ -> Optional.empty());
        HttpClient client = through(url(proxy))) {
      assertThat(site.get(client, at(one, "/a"))).isEqualTo("HTTP/1.1 /a");
      assertThat(site.get(client, at(two, "/b"))).isEqualTo("HTTP/2 /b");
      assertThat(site.get(client, at(two, "/c"))).isEqualTo("HTTP/2 /c");
      assertThat(asked)
          .containsExactly(
              "CONNECT one.test:" + one.address().getPort(),
              "CONNECT two.test:" + two.address().getPort());
      assertThat(dialsToProxy()).isEqualTo(1);
      List<ProxyStep.TunnelCarried> carried = site.steps(ProxyStep.TunnelCarried.class);
      assertThat(carried).hasSize(2);
      assertThat(carried.get(1).carrier()).isEqualTo(carried.get(0).carrier());
      assertThat(carried.get(1).connection()).isNotEqualTo(carried.get(0).connection());
      assertThat(site.reasons(ProxyStep.TunnelCarried.class)).containsOnly(ProxyReason.CARRIES);
      assertThat(site.steps(ProxyStep.TunnelAsked.class).getFirst().by())
          .isEqualTo("CONNECT over HTTP/2");
    }
  }

  @Test
  void manyAtOnceShareTheConnection() throws Exception {
    try (HttpServer proxy = proxy(_ -> Optional.empty());
        HttpClient client = through(url(proxy));
        ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<String>>();
      for (int i = 0; i < 12; i++) {
        String where = at(i % 2 == 0 ? one : two, "/" + i);
        answers.add(all.submit(() -> site.get(client, where)));
      }
      for (int i = 0; i < 12; i++) {
        assertThat(answers.get(i).get(60, TimeUnit.SECONDS)).endsWith(" /" + i);
      }
      assertThat(dialsToProxy()).isEqualTo(1);
    }
  }

  @Test
  void muchGoesBothWaysUnchanged() throws Exception {
    byte[] much = new byte[3_000_000];
    new Random(20).nextBytes(much);
    try (HttpServer proxy = proxy(_ -> Optional.empty());
        HttpClient client = through(url(proxy))) {
      for (HttpServer server : List.of(one, two)) {
        Request request =
            Request.to(Method.POST, Url.parse(at(server, "/echo"))).with(Body.of(much));
        Response response = client.send(request, Priority.HIGH, site.recorder.trail());
        try (BodyStream body = response.body().open()) {
          assertThat(body.readAllBytes()).isEqualTo(much);
        }
      }
    }
  }

  @Test
  void theProxyIsToldWhoAsksOnceItHasAsked() throws Exception {
    try (HttpServer proxy =
            proxy(request ->
                request.fields().first("Proxy-Authorization").isPresent()
                    ? Optional.empty()
                    : Optional.of(
                        Response.text(new Status(407), "who?")
                            .with("Proxy-Authenticate", "Basic realm=\"x\"")));
        HttpClient client = through(url(proxy).replace("://", "://user:pass@"));
        HttpClient nobody = through(url(proxy))) {
      assertThat(site.get(client, at(one, "/a"))).isEqualTo("HTTP/1.1 /a");
      assertThat(site.get(client, at(two, "/b"))).isEqualTo("HTTP/2 /b");
      // From the second on it is told without asking.
      assertThat(asked).hasSize(3);
      assertThat(site.reasons(ProxyStep.ProxyAsksWho.class)).containsExactly(ProxyReason.STRONGEST);
      assertThat(site.recorder.journey().entries().toString()).doesNotContain("dXNlcjpwYXNz");
      assertThatThrownBy(() -> site.get(nobody, at(one, "/a")))
          .isInstanceOf(DialException.ProxyRefused.class)
          .hasMessageContaining("407");
    }
  }

  @Test
  void aRefusalIsTold() throws Exception {
    try (HttpServer proxy = proxy(_ -> Optional.of(Response.text(Status.FORBIDDEN, "not there")));
        HttpClient client = through(url(proxy))) {
      assertThatThrownBy(() -> site.get(client, at(one, "/a")))
          .isInstanceOf(DialException.ProxyRefused.class)
          .hasMessageContaining("403");
      assertThat(site.steps(ProxyStep.TunnelRefused.class)).hasSize(1);
    }
  }

  @Test
  void aWayThatEndsInTheMiddleIsNoAnswer() throws Exception {
    try (HttpServer proxy =
            proxy(_ ->
                Optional.of(
                    Response.tunnelling(tunnel -> {
                      // The beginning of what TLS begins with, and no more.
                      assertThat(tunnel.in().read()).isEqualTo(22);
                    })));
        HttpClient client = through(url(proxy))) {
      assertThatThrownBy(() -> site.get(client, at(one, "/a")))
          .isInstanceOfAny(DialException.class, HttpException.class);
    }
  }

  /** The library that curl and Apache speak HTTP/2 with; behind it a proxy that makes the ways. */
  @Test
  void nghttpx() throws Exception {
    String nghttpx = Program.find("/usr/sbin/nghttpx", "/usr/bin/nghttpx");
    X509Bundle certificate = site.certificate("proxy.test");
    Path chain = site.file("proxy.pem", certificate.getCertificatePathPEM());
    Path key = site.file("proxy.key", certificate.getPrivateKeyPEM());
    Path its = Files.createDirectories(folder.resolve("nghttpx"));
    try (SmallProxy behind = SmallProxy.open(SmallProxy.Asks.NOTHING);
        Program front =
            Program.start(
                its,
                1,
                ports ->
                    List.of(
                        nghttpx,
                        "--conf=/dev/null",
                        "--single-process",
                        "--http2-proxy",
                        "--frontend=127.0.0.1," + ports[0],
                        "--backend=127.0.0.1," + behind.port(),
                        key.toString(),
                        chain.toString()));
        HttpClient client = through("https://proxy.test:" + front.port())) {
      assertThat(site.get(client, at(one, "/a"))).isEqualTo("HTTP/1.1 /a");
      assertThat(site.get(client, at(two, "/b"))).isEqualTo("HTTP/2 /b");
      byte[] much = new byte[1_000_000];
      new Random(7).nextBytes(much);
      Request request = Request.to(Method.POST, Url.parse(at(two, "/echo"))).with(Body.of(much));
      try (BodyStream body =
          client.send(request, Priority.HIGH, site.recorder.trail()).body().open()) {
        assertThat(body.readAllBytes()).isEqualTo(much);
      }
      assertThat(behind.heard).hasSize(2);
      assertThat(dialsToProxy()).isEqualTo(1);
      assertThat(site.steps(ProxyStep.TunnelCarried.class)).hasSize(2);
    }
  }
}
