package dev.glasshouse.server.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.glasshouse.dns.serve.AccessList;
import dev.glasshouse.dns.serve.Carrier;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.dns.serve.QueryDoor;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.BodyStream;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Limits;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Priority;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.client.ClientOptions;
import dev.glasshouse.http.client.HttpClient;
import dev.glasshouse.http.client.VersionDemand;
import dev.glasshouse.http.server.HttpServer;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.NameServiceStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.journey.ZoneStep;
import dev.glasshouse.net.Dialer;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/** Questions by HTTP in all versions, from our own client, kdig and curl. */
@Timeout(180)
class NamesOverHttpTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final int PADDING = 12;

  private final NamesServer site = new NamesServer();
  @TempDir private Path folder;

  NamesOverHttpTest() throws Exception {}

  @AfterEach
  void close() {
    site.close();
  }

  private static String encoded(byte[] message) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(message);
  }

  private static byte[] bytes(Response response) throws IOException {
    try (BodyStream in = response.body().open()) {
      return in.readAllBytes();
    }
  }

  private static Request asked(String target) {
    Request request = Request.get(Url.parse("https://" + NamesServer.NAME + target));
    return from(request);
  }

  private static Request from(Request request) {
    return new Request(
        request.method(),
        request.scheme(),
        request.authority(),
        request.target(),
        request.version(),
        request.fields(),
        request.body(),
        new java.net.InetSocketAddress(NamesServer.LOOPBACK, 4000));
  }

  private static Request posted(String type, byte[] content) {
    return from(
        Request.to(Method.POST, Url.parse("https://" + NamesServer.NAME + NamesOverHttp.PATH))
            .with("Content-Type", type)
            .with(Body.of(content)));
  }

  private static Request got(byte[] message) {
    return asked(NamesOverHttp.PATH + "?dns=" + encoded(message));
  }

  @ParameterizedTest
  @EnumSource(
      value = VersionDemand.class,
      names = {"HTTP_1_1", "HTTP_2", "HTTP_3"})
  void eachVersionBringsTheAnswer(VersionDemand version) throws Exception {
    var dialer = new Dialer(site.network, site.names(), site.client(folder));
    try (HttpServer server = site.http("h2", "http/1.1");
        HttpClient client =
            HttpClient.over(dialer, Limits.CLIENT, ClientOptions.DEFAULT.with(version))) {
      Url url =
          Url.parse(
              "https://"
                  + NamesServer.NAME
                  + ":"
                  + server.address().getPort()
                  + NamesOverHttp.PATH);
      byte[] question = NamesServer.question(0, "www.site.test.");
      Request post =
          Request.to(Method.POST, url)
              .with("Content-Type", "application/dns-message")
              .with(Body.of(question));
      Request get = Request.get(Url.parse(url.display() + "?dns=" + encoded(question)));
      for (Request request : List.of(post, get)) {
        try (Response response = client.send(request, Priority.HIGH, Trail.OFF)) {
          assertThat(response.status()).isEqualTo(Status.OK);
          assertThat(response.version().toString()).isEqualTo(version(version).toString());
          assertThat(response.fields().first("Content-Type")).contains("application/dns-message");
          assertThat(response.fields().first("Cache-Control")).contains("max-age=120");
          assertThat(new Message(bytes(response)).getSection(Section.ANSWER)).hasSize(1);
        }
      }
    }
  }

  private static HttpVersion version(VersionDemand demand) {
    return HttpVersion.valueOf(demand.name());
  }

  @Test
  void theSmallestLifetimeIsHowLongCachesKeepIt() throws Exception {
    NamesOverHttp handler = site.handler(site.zones, LONG);
    assertThat(fresh(handler, "alias.site.test.")).isEqualTo("max-age=90");
    // The SOA record's minimum of 60 is less than its lifetime of 300.
    assertThat(fresh(handler, "missing.site.test.")).isEqualTo("max-age=60");
    assertThat(fresh(handler, "elsewhere.test.")).as("REFUSED").isEqualTo("max-age=0");
  }

  private static String fresh(NamesOverHttp handler, String name) throws IOException {
    return handler
        .handle(got(NamesServer.question(0, name)))
        .fields()
        .first("Cache-Control")
        .orElse("none");
  }

  @Test
  void requestsWithoutQuestionAreToldWhy() throws Exception {
    NamesOverHttp handler = site.handler(site.zones, LONG);
    byte[] question = NamesServer.question(0, "www.site.test.");
    byte[] response = question.clone();
    response[2] |= (byte) 0x80;
    byte[] trailing = Arrays.copyOf(question, question.length + 1);
    String path = NamesOverHttp.PATH;
    told(handler, asked("/other?dns=" + encoded(question)), 404, "answered at /dns-query");
    told(handler, asked(path), 400, "has no dns=");
    told(handler, asked(path + "?dns=AA&dns=AA"), 400, "dns= 2 times");
    told(handler, asked(path + "?dns=AA=="), 400, "padded with =");
    told(handler, asked(path + "?dns=a*b"), 400, "not base64url");
    told(handler, asked(path + "?dns=AAAA"), 400, "only 3 bytes");
    told(handler, asked(path + "?dns=" + "A".repeat(6000)), 414, "longer than 4096 bytes");
    told(handler, got(response), 400, "is a response");
    told(handler, got(trailing), 400, "1 bytes after the last record");
    told(handler, got(Arrays.copyOf(question, question.length - 1)), 400, "is broken");
    told(handler, posted("text/plain", question), 415, "text/plain, not application/dns-message");
    told(handler, posted("", question), 415, "of no type");
    told(handler, posted("application/dns-message", new byte[4097]), 413, "longer than 4096");
    told(handler, posted("application/dns-message", new byte[0]), 400, "only 0 bytes");
    Request put = posted("application/dns-message", question);
    Response refused =
        handler.handle(from(Request.to(Method.of("PUT"), Url.parse(put.url())).with(put.body())));
    assertThat(refused.status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
    assertThat(refused.fields().first("Allow")).contains("GET, HEAD, POST");
    // With a parameter, and in another case, the type is the same.
    assertThat(handler.handle(posted("Application/DNS-Message; a=b", question)).status())
        .isEqualTo(Status.OK);
  }

  private static void told(NamesOverHttp handler, Request request, int status, String why)
      throws IOException {
    try (Response response = handler.handle(request)) {
      String text = new String(bytes(response), StandardCharsets.UTF_8);
      assertThat(text).as(request.target()).contains(why);
      assertThat(response.status().code()).as(text).isEqualTo(status);
      assertThat(response.fields().first("Cache-Control")).contains("no-store");
    }
  }

  @Test
  void theAccessListHolds() throws Exception {
    byte[] question = NamesServer.question(0, "www.site.test.");
    QueryDoor dropping = door("127.0.0.0/8 drop");
    told(site.handler(dropping, LONG), got(question), 403, "access list does not have 127.0.0.1");
    Response refused = site.handler(door("127.0.0.0/8 refuse"), LONG).handle(got(question));
    assertThat(refused.status()).isEqualTo(Status.OK);
    assertThat(new Message(bytes(refused)).getRcode()).isEqualTo(5);
  }

  private QueryDoor door(String rule) {
    var settings = NameServer.Settings.DEFAULT.with(AccessList.of(List.of(rule)));
    return QueryDoor.of(settings, Carrier.HTTPS, site.zones);
  }

  @Test
  void whoGetsNoAnswerIsToldSo() throws Exception {
    byte[] question = NamesServer.question(0, "www.site.test.");
    NamesOverHttp never = site.handler((_, _) -> {}, Duration.ofMillis(20));
    told(never, got(question), 504, "none came within");
    NamesOverHttp dropping = site.handler((_, reply) -> reply.drop(), LONG);
    told(dropping, got(question), 503, "none is given");
    NamesOverHttp failing =
        site.handler(
            (_, _) -> {
              throw new IllegalStateException("the test's");
            },
            LONG);
    Response response = failing.handle(got(question));
    assertThat(response.status()).isEqualTo(Status.OK);
    assertThat(new Message(bytes(response)).getRcode()).as("SERVFAIL").isEqualTo(2);
  }

  @Test
  void paddedQuestionsHavePaddedAnswers() throws Exception {
    NamesOverHttp handler = site.handler(site.zones, LONG);
    byte[] padded =
        NamesServer.question(0, "www.site.test.", new GenericEDNSOption(PADDING, new byte[9]));
    assertThat(bytes(handler.handle(got(padded)))).hasSize(468);
    assertThat(bytes(handler.handle(got(NamesServer.question(0, "www.site.test.")))))
        .hasSizeLessThan(468);
  }

  @Test
  void whatIsDoneStandsUnderTheRequest() throws Exception {
    site.handler(site.zones, LONG).handle(got(NamesServer.question(0, "www.site.test.")));
    Entry request = entry(NameServiceStep.HttpQuestionServed.class);
    Entry came = entry(ZoneStep.QueryCame.class);
    assertThat(came.causes()).contains(request.id());
    assertThat(entry(ZoneStep.ZoneAnswered.class).causes()).contains(came.id());
    assertThat(entry(ZoneStep.ReplySent.class).causes()).contains(came.id());
    assertThat(((NameServiceStep.HttpQuestionServed) request.step()).fresh()).isEqualTo(120);
  }

  private Entry entry(Class<?> kind) {
    return site.entries().stream()
        .filter(entry -> kind.isInstance(entry.step()))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+https", "+https-get"})
  void kdigIsAnswered(String way) throws Exception {
    assumeThat(Files.isExecutable(Path.of("/usr/bin/kdig"))).as("kdig is installed").isTrue();
    Path root = site.root(folder);
    try (HttpServer server = site.http("h2", "http/1.1")) {
      var command =
          new ArrayList<>(
              List.of(
                  "/usr/bin/kdig",
                  "+https=" + NamesServer.NAME + NamesOverHttp.PATH,
                  "+tls-ca=" + root,
                  "+tls-hostname=" + NamesServer.NAME,
                  "+timeout=30",
                  "+retry=0",
                  "@127.0.0.1",
                  "-p",
                  "" + server.address().getPort(),
                  "www.site.test",
                  "A"));
      if (!way.equals("+https")) {
        command.add(3, way);
      }
      assertThat(run(command)).contains("192.0.2.1", "status: NOERROR");
    }
  }

  @Test
  void curlFindsItsNamesHere() throws Exception {
    assumeThat(Files.isExecutable(Path.of("/usr/bin/curl"))).as("curl is installed").isTrue();
    try (HttpServer server = site.http("h2", "http/1.1")) {
      int port = server.address().getPort();
      String said =
          run(
              List.of(
                  "/usr/bin/curl",
                  "--silent",
                  "--show-error",
                  "--max-time",
                  "60",
                  "--noproxy",
                  "*",
                  "--insecure",
                  "--doh-insecure",
                  "--doh-url",
                  "https://127.0.0.1:" + port + NamesOverHttp.PATH,
                  "https://here.site.test:" + port + "/"));
      assertThat(said).as("nobody but us knows where that is").contains("answered at /dns-query");
    }
  }

  private String run(List<String> command) throws Exception {
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("it ends").isTrue();
    return Files.readString(said);
  }
}
