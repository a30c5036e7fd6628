package dev.glasshouse.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.url.Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests through the edge, from each version to each. */
@Timeout(120)
class ReverseProxyTest {
  private final Chain chain = new Chain();
  private final BlockingQueue<Request> seen = new LinkedBlockingQueue<>();

  @AfterEach
  void close() throws Exception {
    chain.close();
  }

  private Url edge(Handler handler, VersionDemand version) throws IOException {
    Url server =
        chain.server(
            Handler.talkative((request, aside) -> {
              seen.add(request);
              return handler.handle(request, aside);
            }));
    return chain.edge(chain.origin(server, version), ProxyOptions.USUAL);
  }

  private Request seen() throws InterruptedException {
    Request request = seen.poll(60, TimeUnit.SECONDS);
    assertThat(request).isNotNull();
    return request;
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP_1_0, HTTP_1_1",
    "HTTP_1_1, HTTP_1_1",
    "HTTP_1_1, HTTP_2",
    "HTTP_2, HTTP_1_1",
    "HTTP_2, HTTP_2",
    "HTTP_1_1, HTTP_1_0"
  })
  void contentGoesThroughBothWays(VersionDemand front, VersionDemand back) throws Exception {
    byte[] up = new byte[300_000];
    Arrays.fill(up, (byte) 'u');
    Url edge =
        edge(
            request -> {
              try (BodyStream in = request.body().open()) {
                int n = in.readAllBytes().length;
                return Response.text(Status.CREATED, "took " + n).with("X-Own", "yes");
              }
            },
            back);
    try (Response answer =
        chain.ask(front, Request.to(Method.POST, edge.resolve("/a?b=c")).with(Body.of(up)))) {
      assertThat(answer.status()).isEqualTo(Status.CREATED);
      assertThat(answer.fields().first("X-Own")).contains("yes");
      assertThat(answer.fields().first("Via").orElse("")).endsWith(" glass-edge");
      assertThat(Chain.text(answer)).isEqualTo("took 300000");
    }
    Request passed = seen();
    assertThat(passed.target()).isEqualTo("/a?b=c");
    assertThat(passed.authority()).isEqualTo(edge.hostAndPort());
    assertThat(passed.fields().first("X-Forwarded-For")).contains("127.0.0.1");
    assertThat(passed.fields().first("X-Forwarded-Proto")).contains("http");
    assertThat(passed.fields().first("Forwarded").orElse("")).startsWith("for=127.0.0.1;host=");
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1, HTTP_1_1", "HTTP_2, HTTP_1_1", "HTTP_1_1, HTTP_2", "HTTP_2, HTTP_2"})
  void trailersGoThroughBothWays(VersionDemand front, VersionDemand back) throws Exception {
    Url edge =
        edge(
            request -> {
              BodyStream in = request.body().open();
              byte[] all = in.readAllBytes();
              String sum = String.join(" ", in.trailers().lines());
              return Response.of(Status.OK)
                  .with(Body.streaming(new Trailed(all, Fields.of("X-Back", sum))));
            },
            back);
    Request request =
        Request.to(Method.POST, edge)
            .with(
                Body.streaming(
                    new Trailed(
                        "content".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        Fields.of("X-Sum", "7", "Host", "evil"))));
    try (Response answer = chain.ask(front, request);
        BodyStream body = answer.body().open()) {
      assertThat(new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("content");
      assertThat(body.trailers().first("X-Back"))
          .satisfies(sum -> assertThat(sum.get()).isEqualToIgnoringCase("X-Sum: 7"));
    }
  }

  @Test
  void whatBelongsToAConnectionDoesNotGoOn() throws Exception {
    Url edge =
        edge(
            _ ->
                Response.text(Status.OK, "x")
                    .with("Proxy-Authenticate", "Basic")
                    .with("Alt-Svc", "h3=\":1\""),
            VersionDemand.HTTP_1_1);
    Request request =
        Request.get(edge)
            .with(
                Fields.of(
                    "Connection", "X-Hop, Host, Cookie, keep-alive",
                    "X-Hop", "1",
                    "Cookie", "a=b",
                    "Keep-Alive", "timeout=5",
                    "Proxy-Authorization", "Basic eA==",
                    "TE", "trailers, gzip",
                    "X-Forwarded-For", "6.6.6.6",
                    "X_Forwarded_For", "6.6.6.6",
                    "Content_Length", "3",
                    "Forwarded", "for=6.6.6.6",
                    "X-Forwarded-User", "root",
                    "Via", "1.1 before"));
    try (Response answer = chain.ask(VersionDemand.HTTP_1_1, request)) {
      assertThat(answer.fields().has("Proxy-Authenticate")).isFalse();
      assertThat(answer.fields().has("Alt-Svc")).isFalse();
    }
    Fields fields = seen().fields();
    assertThat(fields.has("X-Hop")).isFalse();
    assertThat(fields.has("Keep-Alive")).isFalse();
    assertThat(fields.has("Proxy-Authorization")).isFalse();
    assertThat(fields.has("X_Forwarded_For")).isFalse();
    assertThat(fields.has("Content_Length")).isFalse();
    assertThat(fields.has("X-Forwarded-User")).isFalse();
    assertThat(fields.first("Cookie")).contains("a=b");
    assertThat(fields.first("TE")).contains("trailers");
    assertThat(fields.elements("Connection")).containsExactly("keep-alive", "TE");
    assertThat(fields.all("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(fields.all("Forwarded")).hasSize(1);
    assertThat(fields.first("Forwarded").orElse("")).startsWith("for=127.0.0.1");
    assertThat(fields.all("Via")).containsExactly("1.1 before, 1.1 glass-edge");
    assertThat(chain.steps(EdgeStep.FieldsPassed.class)).hasSizeGreaterThanOrEqualTo(1);
  }

  @Test
  void aTrustedPeersWordIsKept() throws Exception {
    Url server =
        chain.server(request -> {
          seen.add(request);
          return Response.of(Status.NO_CONTENT);
        });
    Url edge =
        chain.edge(
            chain.origin(server, VersionDemand.HTTP_1_1),
            ProxyOptions.USUAL.trusting(
                List.of(dev.glasshouse.dns.serve.AddressRange.of("127.0.0.0/8"))));
    Request request =
        Request.get(edge)
            .with(
                Fields.of(
                    "X-Forwarded-For", "192.0.2.7",
                    "X-Forwarded-Proto", "https",
                    "Forwarded", "for=192.0.2.7"));
    try (Response answer = chain.ask(VersionDemand.HTTP_1_1, request)) {
      assertThat(answer.status()).isEqualTo(Status.NO_CONTENT);
    }
    Fields fields = seen().fields();
    assertThat(fields.all("X-Forwarded-For")).containsExactly("192.0.2.7, 127.0.0.1");
    assertThat(fields.all("X-Forwarded-Proto")).containsExactly("https");
    assertThat(fields.first("Forwarded").orElse("")).startsWith("for=192.0.2.7, for=127.0.0.1;");
  }

  @ParameterizedTest
  @CsvSource({"HTTP_1_1", "HTTP_2"})
  void earlyHintsComeThroughBeforeTheAnswer(VersionDemand back) throws Exception {
    Url edge =
        edge(
            Handler.talkative((_, aside) -> {
              aside.interim(Status.EARLY_HINTS, Fields.of("Link", "</a.css>; rel=preload"));
              return Response.text(Status.OK, "page");
            }),
            back);
    try (Response answer =
        chain
            .client(VersionDemand.HTTP_1_1, dev.glasshouse.http.Limits.CLIENT)
            .send(Request.get(edge), dev.glasshouse.http.Priority.HIGH, chain.recorder.trail())) {
      assertThat(Chain.text(answer)).isEqualTo("page");
    }
    assertThat(chain.steps(HttpStep.InterimResponse.class))
        .anyMatch(step -> step.status() == 103 && step.fields().toString().contains("a.css"));
  }

  @Test
  void aServerThatIsNotThereIs502WithTheReason() throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Url edge =
        chain.edge(
            chain.origin(Url.parse("http://127.0.0.1:" + port + "/"), VersionDemand.HTTP_1_1),
            ProxyOptions.USUAL);
    try (Response answer = chain.ask(VersionDemand.HTTP_1_1, Request.get(edge))) {
      assertThat(answer.status()).isEqualTo(Status.BAD_GATEWAY);
      assertThat(answer.fields().first("Proxy-Status"))
          .contains("glass-edge; error=connection_refused");
      assertThat(Chain.text(answer)).contains("refused");
    }
  }

  @Test
  void traceIsNotPassedOn() throws Exception {
    Url edge = edge(_ -> Response.of(Status.OK), VersionDemand.HTTP_1_1);
    try (Response answer = chain.ask(VersionDemand.HTTP_1_1, Request.to(Method.TRACE, edge))) {
      assertThat(answer.status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void aLoopEnds() throws Exception {
    Url edge = edge(_ -> Response.of(Status.OK), VersionDemand.HTTP_1_1);
    String hops = String.join(", ", java.util.Collections.nCopies(20, "1.1 glass-edge"));
    try (Response answer = chain.ask(VersionDemand.HTTP_1_1, Request.get(edge).with("Via", hops))) {
      assertThat(answer.status().code()).isEqualTo(508);
      assertThat(answer.fields().first("Proxy-Status").orElse("")).contains("proxy_loop_detected");
    }
    assertThat(seen).isEmpty();
  }

  /** Bytes with trailers behind them. */
  private static final class Trailed extends BodyStream {
    private final InputStream in;
    private final Fields trailers;

    Trailed(byte[] bytes, Fields trailers) {
      this.in = new ByteArrayInputStream(bytes);
      this.trailers = trailers;
    }

    @Override
    public Fields trailers() {
      return trailers;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      return in.read(into, offset, length);
    }
  }
}
