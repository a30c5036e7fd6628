package dev.glasshouse.server.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.cookies.CookieLimits;
import dev.glasshouse.http.cookies.SameSite;
import dev.glasshouse.http.cookies.SetCookie;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.SessionReason;
import dev.glasshouse.journey.SessionStep;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.Asked;
import dev.glasshouse.server.routes.Routes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SessionsTest {
  record Basket(List<String> things, int paid) {}

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T12:00:00Z"));
  private final MemoryStore store = new MemoryStore();
  private final Recorder recorder = Recorder.start();

  private Routes program(SessionRules rules, SessionStore its) {
    var sessions = new Sessions(its, rules, now::get);
    return Routes.builder()
        .get("/none", _ -> Response.text(Status.OK, "no session"))
        .get("/look", sessions.with((_, s) -> text(s.isThere() + " " + s.get("n", Integer.class))))
        .post(
            "/count",
            sessions.with((_, s) -> text("" + s.update("n", Integer.class, n -> n.orElse(0) + 1))))
        .post(
            "/login",
            sessions.with((_, s) -> {
              s.put("user", "me");
              s.rotate();
              return text("in");
            }))
        .post(
            "/logout",
            sessions.with((_, s) -> {
              s.end();
              return text("out");
            }))
        .get("/who", sessions.with((_, s) -> text(s.get("user", String.class).orElse("nobody"))))
        .get("/link", sessions.with((_, s) -> text(s.url("/look?x#y"))))
        .post(
            "/basket",
            sessions.with((_, s) -> {
              s.put("basket", new Basket(List.of("a", "b"), 3));
              return text(s.get("basket", Basket.class).orElseThrow().toString());
            }))
        .post(
            "/much",
            sessions.with((_, s) -> {
              s.put("much", "x".repeat(100_000));
              return text("kept");
            }))
        .post(
            "/fail",
            sessions.with((_, s) -> {
              s.put("n", 99);
              throw new IOException("the program failed");
            }))
        .get("/token", sessions.with((_, s) -> text(s.token())))
        .get("/check/{token}", sessions.with((call, s) -> text("" + s.isToken(call.text("token")))))
        .ignoring(SessionRules.PARAMETER)
        .build();
  }

  private static Response text(String text) {
    return Response.text(Status.OK, text);
  }

  private Response ask(Routes program, String method, String target, String... fields)
      throws IOException {
    return program.handle(Asked.of(method, target, fields), Aside.silent(recorder.trail()));
  }

  private static Optional<SetCookie> cookie(Response response) {
    return response
        .fields()
        .first("Set-Cookie")
        .map(text -> SetCookie.parse(text, CookieLimits.DEFAULT));
  }

  private static String sent(Response response) {
    SetCookie cookie = cookie(response).orElseThrow();
    return cookie.name() + "=" + cookie.value();
  }

  private List<SessionStep> steps() {
    return recorder.journey().entries().stream()
        .map(Entry::step)
        .filter(SessionStep.class::isInstance)
        .map(SessionStep.class::cast)
        .toList();
  }

  private Entry last() {
    return recorder.journey().entries().stream()
        .filter(entry -> entry.step() instanceof SessionStep)
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  @Test
  void aSessionIsMadeWhenSomethingIsKept() throws IOException {
    Routes program = program(SessionRules.USUAL, store);
    assertThat(ask(program, "GET", "/none").fields().has("Cache-Control")).isFalse();
    Response looked = ask(program, "GET", "/look");
    assertThat(cookie(looked)).isEmpty();
    assertThat(looked.fields().first("Cache-Control")).contains("private");
    assertThat(store.size()).isZero();
    Response first = ask(program, "POST", "/count");
    SetCookie cookie = cookie(first).orElseThrow();
    assertThat(cookie.name()).isEqualTo("JSESSIONID");
    assertThat(cookie.value()).hasSize(24);
    assertThat(cookie.maxAge()).isEmpty();
    assertThat(cookie.path()).contains("/");
    assertThat(cookie.flags()).isEqualTo(new SetCookie.Flags(false, true, false));
    assertThat(cookie.sameSite()).isEqualTo(SameSite.LAX);
    Response second = ask(program, "POST", "/count", "Cookie", sent(first));
    assertThat(Asked.text(second)).isEqualTo("2");
    assertThat(cookie(second)).isEmpty();
    assertThat(Asked.text(ask(program, "GET", "/look", "Cookie", sent(first))))
        .isEqualTo("true Optional[2]");
    assertThat(store.size()).isEqualTo(1);
  }

  @Test
  void byTlsTheCookieGoesByTlsOnly() throws IOException {
    Request plain = Asked.of("POST", "/count");
    var secure =
        new Request(
            plain.method(),
            "https",
            plain.authority(),
            plain.target(),
            plain.version(),
            plain.fields(),
            plain.body(),
            plain.peer());
    Response response = program(SessionRules.USUAL, store).handle(secure);
    assertThat(cookie(response).orElseThrow().flags().secure()).isTrue();
    Response behind = program(SessionRules.USUAL.behindTls(), store).handle(plain);
    assertThat(cookie(behind).orElseThrow().flags().secure()).isTrue();
  }

  @Test
  void valuesAreWhatJsonCanSay() throws IOException {
    assertThat(Asked.text(ask(program(SessionRules.USUAL, store), "POST", "/basket")))
        .isEqualTo("Basket[things=[a, b], paid=3]");
  }

  @Test
  void aLoginGivesAnotherId() throws IOException {
    Routes program = program(SessionRules.USUAL, store);
    // What somebody else planted is no id that this server ever gave.
    Response planted =
        ask(program, "POST", "/count", "Cookie", "JSESSIONID=AAAAAAAAAAAAAAAAAAAAAAAA");
    assertThat(sent(planted)).doesNotContain("AAAAAAAAAAAAAAAAAAAAAAAA");
    Response in = ask(program, "POST", "/login", "Cookie", sent(planted));
    assertThat(sent(in)).isNotEqualTo(sent(planted));
    assertThat(Asked.text(ask(program, "GET", "/who", "Cookie", sent(planted))))
        .isEqualTo("nobody");
    assertThat(Asked.text(ask(program, "GET", "/who", "Cookie", sent(in)))).isEqualTo("me");
    assertThat(Asked.text(ask(program, "GET", "/look", "Cookie", sent(in))))
        .isEqualTo("true Optional[1]");
    assertThat(store.size()).isEqualTo(1);
    Response fresh = ask(program, "POST", "/login");
    assertThat(Asked.text(ask(program, "GET", "/who", "Cookie", sent(fresh)))).isEqualTo("me");
  }

  @Test
  void aSessionEnds() throws IOException {
    Routes program = program(SessionRules.USUAL, store);
    Response in = ask(program, "POST", "/login");
    Response out = ask(program, "POST", "/logout", "Cookie", sent(in));
    assertThat(cookie(out).orElseThrow().maxAge()).contains(Duration.ZERO);
    assertThat(store.size()).isZero();
    assertThat(Asked.text(ask(program, "GET", "/who", "Cookie", sent(in)))).isEqualTo("nobody");
    assertThat(cookie(ask(program, "POST", "/logout"))).isEmpty();
  }

  @Test
  void nobodyUsesItForAWhile() throws IOException {
    Routes program = program(SessionRules.USUAL, store);
    String cookie = sent(ask(program, "POST", "/count"));
    for (int i = 0; i < 10; i++) {
      now.updateAndGet(time -> time.plus(Duration.ofMinutes(29)));
      assertThat(Asked.text(ask(program, "GET", "/look", "Cookie", cookie)))
          .isEqualTo("true Optional[1]");
    }
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(31)));
    assertThat(Asked.text(ask(program, "GET", "/look", "Cookie", cookie)))
        .isEqualTo("false Optional.empty");
    assertThat(last().because().reason()).isEqualTo(SessionReason.IDLE_TOO_LONG);
  }

  @Test
  void howeverMuchItIsUsedItGetsOld() throws IOException {
    SessionRules rules = SessionRules.USUAL.lasting(Duration.ofMinutes(30), Duration.ofHours(1));
    Routes program = program(rules, store);
    String cookie = sent(ask(program, "POST", "/count"));
    for (int i = 0; i < 2; i++) {
      now.updateAndGet(time -> time.plus(Duration.ofMinutes(25)));
      assertThat(Asked.text(ask(program, "POST", "/count", "Cookie", cookie)))
          .isEqualTo("" + (i + 2));
    }
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(15)));
    assertThat(Asked.text(ask(program, "POST", "/count", "Cookie", cookie))).isEqualTo("1");
  }

  @Test
  void aSessionMayOutliveTheBrowser() throws IOException {
    Routes program = program(SessionRules.USUAL.keptByBrowser(Duration.ofDays(7)), store);
    Response first = ask(program, "POST", "/count");
    assertThat(cookie(first).orElseThrow().maxAge()).contains(Duration.ofDays(7));
    now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
    // Used again, and so kept for longer.
    assertThat(cookie(ask(program, "GET", "/look", "Cookie", sent(first)))).isPresent();
  }

  @Test
  void clientsWithoutCookiesHaveTheIdInTheirUrls() throws IOException {
    Routes program = program(SessionRules.USUAL.withUrls(), store);
    Response first = ask(program, "POST", "/count");
    String id = cookie(first).orElseThrow().value();
    String named = ";jsessionid=" + id;
    assertThat(Asked.text(ask(program, "POST", "/count" + named))).isEqualTo("2");
    Response link = ask(program, "GET", "/link" + named);
    assertThat(Asked.text(link)).isEqualTo("/look" + named + "?x#y");
    assertThat(link.fields().first("Referrer-Policy")).contains("same-origin");
    assertThat(Asked.text(ask(program, "GET", "/look" + named + "?x")))
        .isEqualTo("true Optional[2]");
    // With a cookie nothing is written into URLs, and the cookie counts.
    assertThat(Asked.text(ask(program, "GET", "/link", "Cookie", sent(first))))
        .isEqualTo("/look?x#y");
    assertThat(Asked.text(ask(program, "GET", "/link"))).isEqualTo("/look?x#y");
  }

  @Test
  void idsInUrlsCountOnlyWhereThatIsAllowed() throws IOException {
    Routes program = program(SessionRules.USUAL, store);
    String id = cookie(ask(program, "POST", "/count")).orElseThrow().value();
    assertThat(Asked.text(ask(program, "GET", "/look;jsessionid=" + id)))
        .isEqualTo("false Optional.empty");
  }

  @Test
  void ofSeveralCookiesTheOneThatIsThereCounts() throws IOException {
    Routes program = program(SessionRules.USUAL, store);
    String cookie = sent(ask(program, "POST", "/count"));
    String others = "JSESSIONID=AAAAAAAAAAAAAAAAAAAAAAAA; JSESSIONID=nonsense; " + cookie;
    assertThat(Asked.text(ask(program, "GET", "/look", "Cookie", others)))
        .isEqualTo("true Optional[1]");
  }

  @Test
  void whatIsNoIdIsToldAndNothingElse() throws IOException {
    Routes program = program(SessionRules.USUAL, store);
    for (String value : List.of("", "x", "A".repeat(5000), "../../../../etc/passwd..", "%00")) {
      assertThat(Asked.text(ask(program, "GET", "/look", "Cookie", "JSESSIONID=" + value)))
          .isEqualTo("false Optional.empty");
    }
    assertThat(last().because().reason()).isEqualTo(SessionReason.NO_ID);
  }

  @Test
  void whatAFailedProgramChangedIsNotKept() throws IOException {
    Routes program = program(SessionRules.USUAL, store);
    String cookie = sent(ask(program, "POST", "/count"));
    assertThatThrownBy(() -> ask(program, "POST", "/fail", "Cookie", cookie))
        .hasMessage("the program failed");
    assertThat(Asked.text(ask(program, "GET", "/look", "Cookie", cookie)))
        .isEqualTo("true Optional[1]");
  }

  @Test
  void aSessionHoldsOnlySoMuch() throws IOException {
    assertThat(ask(program(SessionRules.USUAL, store), "POST", "/much").status())
        .isEqualTo(Status.CONTENT_TOO_LARGE);
    assertThat(store.size()).isZero();
  }

  @Test
  void aFormHasTheTokenOfItsSession() throws IOException {
    Routes program = program(SessionRules.USUAL, store);
    Response first = ask(program, "GET", "/token");
    String token = Asked.text(first);
    assertThat(Asked.text(ask(program, "GET", "/token", "Cookie", sent(first)))).isEqualTo(token);
    assertThat(Asked.text(ask(program, "GET", "/check/" + token, "Cookie", sent(first))))
        .isEqualTo("true");
    assertThat(Asked.text(ask(program, "GET", "/check/x", "Cookie", sent(first))))
        .isEqualTo("false");
    assertThat(Asked.text(ask(program, "GET", "/check/" + token))).isEqualTo("false");
  }

  @Test
  void theMemoryIsBoundedAndSaysWhatItPutsOut() throws IOException {
    var small = new MemoryStore(3, 1 << 20);
    Routes program = program(SessionRules.USUAL, small);
    String first = sent(ask(program, "POST", "/count"));
    String second = sent(ask(program, "POST", "/count"));
    ask(program, "POST", "/count");
    ask(program, "GET", "/look", "Cookie", first);
    ask(program, "POST", "/count");
    assertThat(small.size()).isEqualTo(3);
    assertThat(steps()).contains(new SessionStep.SessionsEvicted(1, 200 + 2 * 7, "3 sessions"));
    assertThat(Asked.text(ask(program, "GET", "/look", "Cookie", second)))
        .isEqualTo("false Optional.empty");
    assertThat(Asked.text(ask(program, "GET", "/look", "Cookie", first)))
        .isEqualTo("true Optional[1]");
    var tiny = new MemoryStore(1000, 1000);
    Routes bytes = program(SessionRules.USUAL, tiny);
    for (int i = 0; i < 10; i++) {
      ask(bytes, "POST", "/basket");
    }
    assertThat(tiny.size()).isEqualTo(3);
  }

  @Test
  void noIdStandsInTheStoryWhole() throws IOException {
    Routes program = program(SessionRules.USUAL.withUrls(), store);
    Response first = ask(program, "POST", "/count");
    String id = cookie(first).orElseThrow().value();
    ask(program, "POST", "/login;jsessionid=" + id);
    ask(program, "POST", "/logout;jsessionid=" + id);
    ask(program, "GET", "/nothing;jsessionid=" + id);
    assertThat(recorder.journey().entries().toString()).doesNotContain(id).contains("...(24)");
  }

  /** A store that is away, then there again. */
  private static final class Failing implements SessionStore {
    private final SessionStore real = new MemoryStore();
    private boolean away;

    private void check() throws StoreException {
      if (away) {
        throw new StoreException("connection refused", new IOException());
      }
    }

    @Override
    public String name() {
      return "failing";
    }

    @Override
    public Optional<Stored> load(String key, Instant now) throws StoreException {
      check();
      return real.load(key, now);
    }

    @Override
    public boolean store(String key, Stored next, Trail trail) throws StoreException {
      check();
      return real.store(key, next, trail);
    }

    @Override
    public boolean rename(String before, String after, Stored next) throws StoreException {
      check();
      return real.rename(before, after, next);
    }

    @Override
    public void touch(String key, Instant used, Instant expires) throws StoreException {
      check();
      real.touch(key, used, expires);
    }

    @Override
    public void remove(String key) throws StoreException {
      check();
      real.remove(key);
    }

    @Override
    public long held(Instant now) throws StoreException {
      check();
      return real.held(now);
    }

    @Override
    public SessionCounts counts() {
      return real.counts();
    }

    @Override
    public void close() {
      real.close();
    }
  }

  @Test
  void whenTheStoreIsAwayTheClientIsTold() throws IOException {
    var failing = new Failing();
    Routes program = program(SessionRules.USUAL, failing);
    String cookie = sent(ask(program, "POST", "/count"));
    failing.away = true;
    Response refused = ask(program, "POST", "/count", "Cookie", cookie);
    assertThat(refused.status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
    assertThat(refused.fields().first("Retry-After")).contains("1");
    // It was not asked for a session that no one named; only what was kept fails.
    assertThat(ask(program, "POST", "/count").status()).isEqualTo(Status.SERVICE_UNAVAILABLE);
    assertThat(ask(program, "GET", "/look").status()).isEqualTo(Status.OK);
    assertThat(last().step())
        .isEqualTo(new SessionStep.StoreFailed("failing", "store a session", "connection refused"));
    failing.away = false;
    assertThat(Asked.text(ask(program, "POST", "/count", "Cookie", cookie))).isEqualTo("2");
  }

  @Test
  void aProgramMayGoOnWithoutItsSessions() throws IOException {
    var failing = new Failing();
    Routes program =
        program(SessionRules.USUAL.whenAway(SessionRules.WhenAway.GO_WITHOUT), failing);
    String cookie = sent(ask(program, "POST", "/count"));
    failing.away = true;
    Response without = ask(program, "POST", "/count", "Cookie", cookie);
    assertThat(Asked.text(without)).isEqualTo("1");
    assertThat(cookie(without)).isEmpty();
    assertThat(last().because().reason()).isEqualTo(SessionReason.DONE_WITHOUT);
    Response first = ask(program, "POST", "/count");
    assertThat(Asked.text(first)).isEqualTo("1");
    assertThat(cookie(first)).isEmpty();
    failing.away = false;
    assertThat(Asked.text(ask(program, "POST", "/count", "Cookie", cookie))).isEqualTo("2");
  }

  @Test
  void theStoryTellsEachStep() throws IOException {
    Routes program = program(SessionRules.USUAL, store);
    Response first = ask(program, "POST", "/count");
    ask(program, "POST", "/login", "Cookie", sent(first));
    assertThat(steps())
        .extracting(step -> step.kind())
        .containsExactly(
            "SessionMade", "SessionStored", "SessionAsked", "SessionRotated", "SessionStored");
  }
}
