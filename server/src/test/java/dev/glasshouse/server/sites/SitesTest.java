package dev.glasshouse.server.sites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpReason;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.Step;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionTable;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.server.kinds.ServerKinds;
import dev.glasshouse.server.rules.PathPattern;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SitesTest {
  private static final int PATIENCE = 60;
  private static final String LISTEN = "[[listen]]\naddress = \"127.0.0.1:0\"\n";

  @TempDir private Path folder;
  private final Network network = OsNetwork.open(1);
  private final List<String> told = new ArrayList<>();
  private Handler special = _ -> Response.of(Status.NO_CONTENT);
  private final AtomicBoolean closed = new AtomicBoolean();

  /** A kind of another module, as a proxy would be one. */
  private final class Special implements RouteKind {
    @Override
    public String name() {
      return "special";
    }

    @Override
    public String help() {
      return "A test's own.";
    }

    @Override
    public List<Option> options() {
      return List.of();
    }

    @Override
    public Handler open(Values values, Handler next, Ground ground) throws ConfigException {
      if (values.has("path")
          && values.value("path", PathPattern.class).orElseThrow().toString().equals("/unopened")) {
        throw new ConfigException(List.of(values.fault("path", "cannot be had")));
      }
      AutoCloseable _ = ground.keep(() -> closed.set(true));
      return new Handler() {
        @Override
        public Response handle(Request request) throws IOException {
          return special.handle(request, Aside.NONE);
        }

        @Override
        public Response handle(Request request, Aside aside) throws IOException {
          return special.handle(request, aside);
        }

        @Override
        public boolean begin(Request request, Aside aside, Executor loop, Consumer<Response> then) {
          return special.begin(request, aside, loop, then);
        }
      };
    }
  }

  @BeforeEach
  void lay() throws IOException {
    Files.writeString(folder.resolve("index.html"), "home");
    Files.writeString(folder.resolve("gone.html"), "all gone");
    Files.createDirectory(folder.resolve("sub"));
    Files.writeString(folder.resolve("sub/page.txt"), "page");
  }

  @AfterEach
  void close() {
    network.close();
  }

  private Sites open(String sites) throws ConfigException {
    return open(sites, InstantSource.system());
  }

  private Sites open(String sites, InstantSource clock) throws ConfigException {
    List<RouteKind> kinds = new ArrayList<>(ServerKinds.all());
    kinds.add(new Special());
    return Sites.open(
        ConfigFile.parse(LISTEN + sites, "glass.toml", folder, OptionTable.of(kinds)),
        network,
        clock,
        told::add);
  }

  private static Request get(String host, String target) {
    return request(host, target, "192.0.2.1", Body.NONE);
  }

  private static Request request(String host, String target, String from, Body body) {
    return new Request(
        body.isEmpty() ? Method.GET : Method.POST,
        "http",
        host,
        target,
        HttpVersion.HTTP_1_1,
        Fields.EMPTY,
        body,
        new InetSocketAddress(InetAddress.ofLiteral(from), 4711));
  }

  private static String text(Response response) throws IOException {
    try (var in = response.body().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int status(Sites sites, Request request) throws IOException {
    try (Response response = sites.handle(request)) {
      return response.status().code();
    }
  }

  private static List<Entry> story(Sites sites, Request request) throws IOException {
    Recorder recorder = Recorder.start();
    sites.handle(request, Aside.silent(recorder.trail())).close();
    return recorder.journey().entries();
  }

  private static Reason why(List<Entry> story, Class<? extends Step> kind) {
    return story.stream()
        .filter(entry -> kind.isInstance(entry.step()))
        .map(entry -> entry.because().reason())
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  @Test
  void aSiteIsChosenByItsNameAndToldWhy() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            names = ["a.test", "*.a.test"]
            root = "."
            [[site]]
            names = ["b.test"]
            [[site.route]]
            kind = "respond"
            body = "b"
            """);
    assertThat(text(sites.handle(get("A.test:8080", "/")))).isEqualTo("home");
    assertThat(text(sites.handle(get("b.test", "/x")))).isEqualTo("b");
    assertThat(status(sites, get("x.a.test", "/"))).isEqualTo(200);
    assertThat(status(sites, get("c.test", "/"))).isEqualTo(421);
    assertThat(why(story(sites, get("x.a.test", "/")), ServerStep.SiteChosen.class))
        .isEqualTo(ServerReason.SITE_WILDCARD);
    assertThat(why(story(sites, get("c.test", "/")), ServerStep.SiteChosen.class))
        .isEqualTo(ServerReason.SITE_NONE);
  }

  @Test
  void routesAreTriedInOrderAndRewritingGoesOn() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            root = "."
            [[site.route]]
            kind = "rewrite"
            match = '^/old/(?P<rest>.*)$'
            to = "/sub/{rest}"
            [[site.route]]
            kind = "redirect"
            path = "/go/*"
            to = "https://{host}{target}"
            status = 308
            [[site.route]]
            kind = "respond"
            path = "/sub/here"
            methods = ["GET"]
            body = "answered"
            """);
    assertThat(text(sites.handle(get("a", "/old/page.txt")))).isEqualTo("page");
    assertThat(text(sites.handle(get("a", "/old/here")))).isEqualTo("answered");
    Response sent = sites.handle(get("a.test:81", "/go/x?y=1"));
    assertThat(sent.status().code()).isEqualTo(308);
    assertThat(sent.fields().first("Location")).hasValue("https://a.test/go/x?y=1");
    assertThat(status(sites, request("a", "/sub/here", "192.0.2.1", Body.of("x")))).isEqualTo(405);
    List<Entry> story = story(sites, get("a", "/old/page.txt?q"));
    assertThat(story.stream().map(Entry::step))
        .contains(new ServerStep.TargetRewritten("/old/page.txt?q", "/sub/page.txt?q"));
  }

  /** However a path is spelled, the route that is for it answers, and no other one. */
  @Test
  void noSpellingOfAPathLeadsRoundItsRoute() throws Exception {
    Files.writeString(folder.resolve("run.cgi"), "the script's own text");
    Sites sites =
        open(
            """
            [[site]]
            root = "."
            [[site.route]]
            kind = "files"
            path = "/sub/*"
            root = "."
            deny = ["192.0.2.0/24"]
            [[site.route]]
            kind = "special"
            path = "*.cgi"
            [[site.route]]
            kind = "redirect"
            match = '^/old/([^/]*)$'
            to = "/new/{1}"
            """);
    for (String path :
        List.of(
            "/sub/page.txt",
            "/%73ub/page.txt",
            "//sub/page.txt",
            "/./sub/page.txt",
            "/x/../sub/page.txt",
            "/sub//page.txt",
            "/sub/./page.txt",
            "/%73%75%62/%70age.txt?x")) {
      assertThat(status(sites, get("a.test", path))).as(path).isEqualTo(403);
    }
    for (String path : List.of("/run.cgi", "/run%2ecgi", "/run.%63gi", "//run.cgi")) {
      assertThat(status(sites, get("a.test", path))).as(path).isEqualTo(204);
    }
    for (String path : List.of("/sub%2f..%2fsub/page.txt", "/../x", "/a%00", "/%zz")) {
      List<Entry> story = story(sites, get("a.test", path));
      assertThat(why(story, ServerStep.PathResolved.class)).isEqualTo(ServerReason.PATH_REFUSED);
      assertThat(status(sites, get("a.test", path))).as(path).isEqualTo(400);
    }
    try (Response sent = sites.handle(get("a.test", "/%6fld/a%0d%0ab?q"))) {
      assertThat(sent.fields().first("Location")).hasValue("/new/a%0D%0Ab?q");
    }
  }

  @Test
  void whatIsNoPathHasAnAnswerOfItsOwn() throws Exception {
    Sites sites = open("[[site]]\nroot = \".\"\n");
    Request asked = get("a.test", "/");
    assertThat(status(sites, of(asked, Method.CONNECT, "b.test:443"))).isEqualTo(405);
    assertThat(status(sites, of(asked, Method.OPTIONS, "*"))).isEqualTo(204);
    assertThat(status(sites, get("a.test", "/" + "x".repeat(300)))).isEqualTo(404);
  }

  private static Request of(Request request, Method method, String target) {
    return new Request(
        method,
        request.scheme(),
        request.authority(),
        target,
        request.version(),
        request.fields(),
        request.body(),
        request.peer());
  }

  @Test
  void aPrefixIsStrippedAndPutBack() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            [[site.route]]
            kind = "files"
            path = "/docs*"
            strip = "/docs"
            root = "."
            """);
    assertThat(text(sites.handle(get("a", "/docs/sub/page.txt")))).isEqualTo("page");
    Response slash = sites.handle(get("a", "/docs/sub"));
    assertThat(slash.fields().first("Location")).hasValue("/docs/sub/");
    assertThat(status(sites, get("a", "/docsub"))).isEqualTo(404);
    assertThat(why(story(sites, get("a", "/other")), ServerStep.SiteRouteChosen.class))
        .isEqualTo(ServerReason.ROUTE_NONE);
  }

  @Test
  void aRedirectLeadsToNoOtherHostByItsPath() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            [[site.route]]
            kind = "redirect"
            match = '^/x(.*)$'
            to = "{1}"
            """);
    Response sent = sites.handle(get("a", "/x//evil.test/"));
    assertThat(sent.fields().first("Location")).hasValue("/evil.test/");
  }

  @Test
  void whatIsReadyIsAnsweredAtOnceButOnlyWhereNobodyIsTurnedAway() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            names = ["a.test"]
            headers = { "X-Site" = "a" }
            [[site.route]]
            kind = "respond"
            path = "/guarded"
            deny = ["198.51.100.0/24"]
            [[site.route]]
            kind = "respond"
            body = "ready"
            """);
    Recorder recorder = Recorder.start();
    Response ready = sites.atOnce(get("a.test", "/x"), recorder.trail()).orElseThrow();
    assertThat(text(ready)).isEqualTo("ready");
    assertThat(ready.fields().first("X-Site")).hasValue("a");
    assertThat(recorder.journey().entries()).hasSize(2);
    assertThat(sites.atOnce(get("a.test", "/guarded"), recorder.trail())).isEmpty();
    assertThat(sites.atOnce(get("b.test", "/x"), recorder.trail())).isEmpty();
    assertThat(recorder.journey().entries()).hasSize(2);
  }

  /** What is told only when the answer is there stands where it was decided. */
  @Test
  void theStoryOfWhatIsAnsweredAtOnceIsTheSame() throws Exception {
    Sites sites = open("[[site]]\nroot = \".\"\n", () -> Instant.now().plusSeconds(60));
    Request request = get("a", "/sub/page.txt");
    List<Entry> slow = story(sites, request);
    Recorder recorder = Recorder.start();
    Response ready = sites.atOnce(request, recorder.trail()).orElseThrow();
    assertThat(text(ready)).isEqualTo("page");
    assertThat(steps(recorder.journey().entries())).hasSize(3).isEqualTo(steps(slow));
  }

  private static List<Step> steps(List<Entry> story) {
    return story.stream()
        .sorted(Comparator.comparing(Entry::begin).thenComparing(Entry::id))
        .map(Entry::step)
        .toList();
  }

  @Test
  void addressesAreLetInOrNot() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            root = "."
            deny = ["192.0.2.0/24"]
            allow = ["192.0.2.1", "2001:db8::/32"]
            """);
    assertThat(status(sites, get("a", "/"))).isEqualTo(200);
    Request refused = request("a", "/", "192.0.2.2", Body.NONE);
    assertThat(status(sites, refused)).isEqualTo(403);
    assertThat(why(story(sites, refused), ServerStep.AddressJudged.class))
        .isEqualTo(ServerReason.ADDRESS_DENIED);
    assertThat(status(sites, request("a", "/", "198.51.100.1", Body.NONE))).isEqualTo(403);
  }

  @Test
  void whoAsksTooOftenHasToWait() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            root = "."
            rate = "1/h"
            burst = 2
            """);
    for (int i = 0; i < 3; i++) {
      assertThat(status(sites, get("a", "/"))).isEqualTo(200);
    }
    Response refused = sites.handle(get("a", "/"));
    assertThat(refused.status().code()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.fields().first("Retry-After").orElseThrow()))
        .isBetween(3000, 3600);
    assertThat(status(sites, request("a", "/", "192.0.2.2", Body.NONE))).isEqualTo(200);
    assertThat(why(story(sites, get("a", "/")), ServerStep.RateJudged.class))
        .isEqualTo(ServerReason.RATE_BEYOND);
    // One owner of 2^64 addresses is one address.
    for (int i = 0; i < 3; i++) {
      assertThat(status(sites, request("a", "/", "2001:db8::" + i, Body.NONE))).isEqualTo(200);
    }
    assertThat(status(sites, request("a", "/", "2001:db8::ffff", Body.NONE))).isEqualTo(429);
  }

  @Test
  void aRouteAsksForAPassword() throws Exception {
    Files.writeString(folder.resolve("users"), "ada:{SHA}W8r/fyL/UzygmbNAjq2HbA67qac=\n");
    Sites sites =
        open(
            """
            [[site]]
            root = "."
            [[site.route]]
            kind = "files"
            path = "/sub/*"
            root = "."
            auth = "basic"
            users = "users"
            realm = "inside"
            """);
    assertThat(status(sites, get("a", "/"))).isEqualTo(200);
    Response asked = sites.handle(get("a", "/sub/page.txt"));
    assertThat(asked.status().code()).isEqualTo(401);
    assertThat(asked.fields().first("WWW-Authenticate").orElseThrow()).contains("\"inside\"");
    Request right = get("a", "/sub/page.txt").with("Authorization", "Basic YWRhOm9wZW4gc2VzYW1l");
    assertThat(text(sites.handle(right))).isEqualTo("page");
    assertThat(why(story(sites, right), ServerStep.LoginJudged.class))
        .isEqualTo(ServerReason.LOGIN_RIGHT);
  }

  @Test
  void errorsHaveTheirPagesAndAnswersTheirFields() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            root = "."
            errors = { "404" = "/gone.html", "5xx" = "/nowhere.html" }
            headers = { "X-Site" = "a" }
            headers-add = { "Vary" = "Cookie" }
            headers-remove = ["ETag"]
            [[site.route]]
            kind = "respond"
            path = "/broken"
            status = 503
            """);
    Response gone = sites.handle(get("a", "/none"));
    assertThat(gone.status().code()).isEqualTo(404);
    assertThat(text(gone)).isEqualTo("all gone");
    assertThat(gone.fields().first("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(gone.fields().first("X-Site")).hasValue("a");
    Response home = sites.handle(get("a", "/"));
    assertThat(home.fields().has("ETag")).isFalse();
    assertThat(home.fields().all("Vary")).contains("Cookie");
    Response broken = sites.handle(get("a", "/broken"));
    assertThat(broken.status().code()).isEqualTo(503);
    assertThat(text(broken)).isEmpty();
    assertThat(why(story(sites, get("a", "/broken")), ServerStep.ErrorPageTaken.class))
        .isEqualTo(ServerReason.ERROR_PAGE_BROKEN);
  }

  /** As nginx's proxy_intercept_errors and fastcgi_intercept_errors, which are off by default. */
  @Test
  void whatAProgramSaysOfAnErrorStaysUnlessTheSiteWantsItOtherwise() throws Exception {
    String site =
        """
        [[site]]
        root = "."
        errors = { "404" = "/gone.html", "503" = "/gone.html" }
        errors-replace = %s
        [[site.route]]
        kind = "special"
        path = "/program"
        [[site.route]]
        kind = "respond"
        path = "/said"
        status = 503
        body = "back at noon"
        """;
    for (boolean replaces : new boolean[] {false, true}) {
      try (Sites sites = open(site.formatted(replaces))) {
        special = _ -> Response.text(Status.NOT_FOUND, "no such user");
        assertThat(text(sites.handle(get("a", "/program"))))
            .isEqualTo(replaces ? "all gone" : "no such user");
        special = _ -> Response.of(Status.NOT_FOUND);
        assertThat(text(sites.handle(get("a", "/program")))).isEqualTo(replaces ? "all gone" : "");
        special = _ -> Response.text(Status.NOT_FOUND, "what a server says itself").standingIn();
        assertThat(text(sites.handle(get("a", "/program")))).isEqualTo("all gone");
        assertThat(text(sites.handle(get("a", "/said"))))
            .isEqualTo(replaces ? "all gone" : "back at noon");
        assertThat(text(sites.handle(get("a", "/none")))).isEqualTo("all gone");
      }
    }
  }

  @Test
  void aHandlerThatThrowsHasTheSitesPageAndOneLine() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            root = "."
            errors = { "5xx" = "/gone.html" }
            headers = { "X-Site" = "a" }
            [[site.route]]
            kind = "special"
            path = "/program"
            """);
    List<Handler> broken =
        List.of(
            _ -> {
              throw new IOException("no such wheel");
            },
            _ -> {
              throw new IllegalStateException("no such wheel");
            },
            _ -> {
              throw new AssertionError("no such wheel");
            });
    for (Handler each : broken) {
      told.clear();
      special = each;
      Response response = sites.handle(get("a", "/program?x"));
      assertThat(response.status().code()).isEqualTo(500);
      assertThat(text(response)).isEqualTo("all gone");
      assertThat(response.fields().first("X-Site")).hasValue("a");
      assertThat(told).hasSize(1);
      assertThat(told.getFirst()).contains("GET /program?x: java.", "no such wheel");
      assertThat(why(story(sites, get("a", "/program")), HttpStep.ExchangeFailed.class))
          .isEqualTo(HttpReason.HANDLER_FAILED);
    }
  }

  @Test
  void limitsOfTheSiteHold() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            body-size = 10
            field-size = 300
            [[site.route]]
            kind = "special"
            """);
    special =
        request -> {
          try (var in = request.body().open()) {
            return Response.text(Status.OK, "" + in.readAllBytes().length);
          }
        };
    assertThat(status(sites, request("a", "/", "192.0.2.1", Body.of("0123456789")))).isEqualTo(200);
    assertThat(status(sites, request("a", "/", "192.0.2.1", Body.of("0123456789x"))))
        .isEqualTo(413);
    Request chunked =
        request("a", "/", "192.0.2.1", Body.streaming(new ByteArrayInputStream(new byte[11])));
    assertThat(status(sites, chunked)).isEqualTo(413);
    Request few =
        request("a", "/", "192.0.2.1", Body.streaming(new ByteArrayInputStream(new byte[10])));
    assertThat(text(sites.handle(few))).isEqualTo("10");
    Request wide = get("a", "/").with("X-Long", "x".repeat(300));
    assertThat(status(sites, wide)).isEqualTo(431);
    assertThat(why(story(sites, wide), ServerStep.SiteLimitMet.class))
        .isEqualTo(ServerReason.LIMIT_OF_SITE);
  }

  @Test
  void anAnswerThatTakesTooLongIsStopped() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            answer-timeout = "1ms"
            [[site.route]]
            kind = "special"
            """);
    var never = new CountDownLatch(1);
    special =
        _ -> {
          try {
            return Response.text(Status.OK, "" + never.await(PATIENCE, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    var over = new AtomicBoolean();
    Thread looking =
        Thread.ofVirtual()
            .start(() -> {
              while (!over.get()) {
                sites.look();
                Thread.yield();
              }
            });
    assertThat(status(sites, get("a", "/"))).isEqualTo(503);
    assertThat(Thread.interrupted()).isFalse();
    over.set(true);
    looking.join();
    assertThat(told).anyMatch(line -> line.contains("took longer than"));
  }

  /** Answers later, without a thread: when the test says so, or when nobody waits any more. */
  private static final class Later implements Handler {
    final List<Request> asked = new ArrayList<>();
    final List<Consumer<Response>> waiting = new ArrayList<>();

    @Override
    public Response handle(Request request) {
      return Response.text(Status.OK, "by a thread");
    }

    @Override
    public boolean begin(Request request, Aside aside, Executor loop, Consumer<Response> then) {
      asked.add(request);
      waiting.add(then);
      aside.whenGone(() -> then.accept(Response.of(Status.BAD_GATEWAY)));
      return true;
    }
  }

  private static boolean begins(Sites sites, Request request, List<Response> answers) {
    return sites.begin(request, Aside.NONE, Runnable::run, answers::add);
  }

  @Test
  void whatIsBegunWithoutAThreadPassesItsSiteAndItsRoute() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            headers = { X-Site = "s" }
            [[site.route]]
            path = "/in/*"
            strip = "/in"
            kind = "special"
            headers = { X-Route = "r" }
            """);
    var later = new Later();
    special = later;
    var answers = new ArrayList<Response>();
    Recorder recorder = Recorder.start();
    assertThat(
            sites.begin(
                get("a", "/in/x?y"), Aside.silent(recorder.trail()), Runnable::run, answers::add))
        .isTrue();
    assertThat(later.asked).extracting(Request::target).containsExactly("/x?y");
    assertThat(answers).isEmpty();
    later.waiting.getFirst().accept(Response.of(Status.FOUND).with("Location", "/z"));
    Fields fields = answers.getFirst().fields();
    assertThat(fields.first("Location")).contains("/in/z");
    assertThat(fields.first("X-Site")).contains("s");
    assertThat(fields.first("X-Route")).contains("r");
    assertThat(recorder.journey().entries())
        .extracting(entry -> entry.step().getClass().getSimpleName())
        .containsExactlyInAnyOrder("SiteChosen", "SiteRouteChosen");
    assertThat(begins(sites, get("a", "/elsewhere"), answers)).isFalse();
  }

  @Test
  void aBegunAnswerThatTakesTooLongIsGivenUp() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            answer-timeout = "1ms"
            at-once = 1
            [[site.route]]
            kind = "special"
            """);
    special = new Later();
    var answers = new ArrayList<Response>();
    assertThat(begins(sites, get("a", "/"), answers)).isTrue();
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
    while (answers.isEmpty() && patience - System.nanoTime() > 0) {
      sites.look();
      Thread.yield();
    }
    assertThat(answers.getFirst().status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
    assertThat(told).anyMatch(line -> line.contains("took longer than"));
    // Its turn was given back, and once.
    assertThat(begins(sites, get("a", "/"), answers)).isTrue();
    assertThat(begins(sites, get("a", "/"), answers)).isFalse();
  }

  @Test
  void whoIsCountedOrJudgedIsAnsweredByAThread() throws Exception {
    special = new Later();
    for (String rule :
        List.of("at-once = 0", "requests = 5", "rate = \"9/s\"", "allow = [\"192.0.2.0/24\"]")) {
      Sites sites = open("[[site]]\n" + rule + "\n[[site.route]]\nkind = \"special\"\n");
      assertThat(begins(sites, get("a", "/"), new ArrayList<>())).as(rule).isFalse();
    }
    Sites malformed = open("[[site]]\n[[site.route]]\nkind = \"special\"\n");
    assertThat(begins(malformed, get("a", "/a%00b"), new ArrayList<>())).isFalse();
    assertThat(begins(malformed, get("a", "/ab"), new ArrayList<>())).isTrue();
  }

  @Test
  void onlySoManyAnswersAreMadeAtOnce() throws Exception {
    Sites sites =
        open(
            """
            [[site]]
            at-once = 1
            [[site.route]]
            kind = "special"
            """);
    var inside = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    special =
        _ -> {
          inside.countDown();
          try {
            return Response.text(Status.OK, "" + go.await(PATIENCE, TimeUnit.SECONDS));
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        };
    var first = new AtomicBoolean();
    Thread busy =
        Thread.ofVirtual()
            .start(() -> {
              try {
                first.set(status(sites, get("a", "/")) == 200);
              } catch (IOException e) {
                told.add("" + e);
              }
            });
    assertThat(inside.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
    Response second = sites.handle(get("a", "/"));
    assertThat(second.status().code()).isEqualTo(503);
    assertThat(second.fields().first("Retry-After")).hasValue("1");
    go.countDown();
    busy.join();
    assertThat(first).isTrue();
    assertThat(status(sites, get("a", "/"))).isEqualTo(200);
  }

  @Test
  void whatCannotBeUsedIsToldAllAtOnce() throws Exception {
    Files.writeString(folder.resolve("bad"), "ada:secret\n");
    String text =
        """
        [[site]]
        names = ["a.test"]
        root = "."
        auth = "basic"
        users = "none"
        [[site]]
        names = ["b.test"]
        auth = "basic"
        users = "bad"
        [[site.route]]
        kind = "special"
        """;
    ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> open(text));
    assertThat(wrong.faults().stream().map(Fault::toString))
        .containsExactly(
            "glass.toml:7: users: there is no file " + folder.resolve("none"),
            "glass.toml:11: users: "
                + folder.resolve("bad")
                + ":1: the password is hashed in no way that is known here: bcrypt, apr1,"
                + " SHA-crypt, SHA-1");
  }

  @Test
  void whenSomethingCannotBeOpenedNothingStaysOpen() {
    String text =
        """
        [[site]]
        names = ["a.test"]
        [[site.route]]
        kind = "special"
        [[site]]
        names = ["b.test"]
        [[site.route]]
        kind = "special"
        path = "/unopened"
        """;
    ConfigException wrong = catchThrowableOfType(ConfigException.class, () -> open(text));
    assertThat(wrong.faults().stream().map(Fault::toString))
        .containsExactly("glass.toml:11: path: cannot be had");
    assertThat(closed).isTrue();
  }
}
