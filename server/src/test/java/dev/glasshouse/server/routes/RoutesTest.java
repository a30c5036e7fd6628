package dev.glasshouse.server.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Recorder;
import dev.glasshouse.journey.RouteReason;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.server.Asked;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
  private static final Endpoint SHOW =
      call -> Response.text(Status.OK, call.pattern() + " " + call.places());

  private static final Routes ROUTES =
      Routes.builder()
          .get("/", SHOW)
          .get("/users", SHOW)
          .post("/users", SHOW)
          .get("/users/{id:int}", SHOW)
          .delete("/users/{user:int}", SHOW)
          .get("/users/{name}", SHOW)
          .get("/users/me", SHOW)
          .put("/users/me", SHOW)
          .get("/users/{id:uuid}", SHOW)
          .get("/users/{day:date}", SHOW)
          .get("/{section}/new", SHOW)
          .get("/users/{name}/{n:long}", SHOW)
          .get("/files/{rest...}", SHOW)
          .get("/files/{name}/about", SHOW)
          .any("/any/{x}", SHOW)
          .build();

  private static Response ask(String method, String target) throws IOException {
    return ROUTES.handle(Asked.of(method, target));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/ | / {}",
        "/users | /users {}",
        "/users?a=/x | /users {}",
        "/users/me | /users/me {}",
        "/users/7 | /users/{id:int} {id=7}",
        "/users/-7 | /users/{id:int} {id=-7}",
        "/users/07 | /users/{name} {name=07}",
        "/users/-0 | /users/{name} {name=-0}",
        "/users/99999999999 | /users/{name} {name=99999999999}",
        "/users/2026-11-22 | /users/{day:date} {day=2026-11-22}",
        "/users/2026-02-30 | /users/{name} {name=2026-02-30}",
        "/users/0c9c2b1e-6f5e-4f2b-9d5c-0242ac120002 "
            + "| /users/{id:uuid} {id=0c9c2b1e-6f5e-4f2b-9d5c-0242ac120002}",
        "/users/J%C3%BCrgen | /users/{name} {name=Jürgen}",
        "/users/a%2Fb | /users/{name} {name=a/b}",
        "/users/m%65 | /users/me {}",
        "/users/a+b | /users/{name} {name=a+b}",
        "/users/new | /users/{name} {name=new}",
        "/posts/new | /{section}/new {section=posts}",
        "/users/x/9223372036854775807 | /users/{name}/{n:long} {name=x, n=9223372036854775807}",
        "/files/ | /files/{rest...} {rest=}",
        "/files/a/b/c | /files/{rest...} {rest=a/b/c}",
        "/files/a/ | /files/{rest...} {rest=a/}",
        "/files/a/about | /files/{name}/about {name=a}",
        "/files/a/b/about | /files/{rest...} {rest=a/b/about}",
      })
  void theMostParticularPatternAnswers(String target, String answer) throws IOException {
    assertThat(Asked.text(ask("GET", target))).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing, 404",
    "/users/, 404",
    "/files, 404",
    "/users/x/9223372036854775808, 404",
    "/Users, 404",
    "/users;jsessionid=1, 404",
    "/users/%, 400",
    "/users/%zz, 400",
    "/users/%ff, 400",
    "/users/%00, 400",
    "/users/../x, 400",
    "/files/%2e%2e/x, 400",
    "/files/a%2Fb, 404",
    "*, 400",
  })
  void whatFitsNothingIsRefused(String target, int status) throws IOException {
    Response response = ask("GET", target);
    assertThat(response.status().code()).isEqualTo(status);
    assertThat(response.fields().first("Content-Type")).contains("application/problem+json");
    assertThat(Asked.text(response)).contains("\"status\":" + status);
  }

  @Test
  void aRouteForAnotherMethodLeavesTheRequestToALessParticularOne() throws IOException {
    assertThat(Asked.text(ask("PUT", "/users/me"))).isEqualTo("/users/me {}");
    assertThat(Asked.text(ask("DELETE", "/users/7"))).isEqualTo("/users/{user:int} {user=7}");
    assertThat(ask("DELETE", "/users/me").status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
  }

  @Test
  void theMethodsThatAreThereAreNamed() throws IOException {
    Response refused = ask("PATCH", "/users/7");
    assertThat(refused.status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
    assertThat(refused.fields().first("Allow")).contains("DELETE, GET, HEAD, OPTIONS");
    Response options = ask("OPTIONS", "/users");
    assertThat(options.status()).isEqualTo(Status.NO_CONTENT);
    assertThat(options.fields().first("Allow")).contains("GET, HEAD, OPTIONS, POST");
    assertThat(ask("OPTIONS", "*").status()).isEqualTo(Status.NO_CONTENT);
    assertThat(ask("OPTIONS", "/nothing").status()).isEqualTo(Status.NOT_FOUND);
  }

  @Test
  void headIsAnsweredByWhatAnswersGet() throws IOException {
    assertThat(ask("HEAD", "/users/7").status()).isEqualTo(Status.OK);
    Routes own =
        Routes.builder()
            .get("/a", _ -> Response.text(Status.OK, "get"))
            .on(dev.glasshouse.http.Method.HEAD, "/a", _ -> Response.of(Status.NO_CONTENT))
            .build();
    assertThat(own.handle(Asked.of("HEAD", "/a")).status()).isEqualTo(Status.NO_CONTENT);
  }

  @Test
  void anyTakesEveryMethod() throws IOException {
    assertThat(Asked.text(ask("BREW", "/any/pot"))).isEqualTo("/any/{x} {x=pot}");
    assertThat(Asked.text(ask("OPTIONS", "/any/pot"))).isEqualTo("/any/{x} {x=pot}");
  }

  @Test
  void othersAnswerWhereNothingFits() throws IOException {
    Routes routes =
        Routes.builder()
            .get("/a", SHOW)
            .otherwise(request -> Response.text(Status.OK, "file " + request.path()))
            .build();
    assertThat(Asked.text(routes.handle(Asked.of("GET", "/b")))).isEqualTo("file /b");
    assertThat(routes.handle(Asked.of("POST", "/a")).status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
  }

  @Test
  void aParameterOfThePathIsIgnoredOnlyWhereThatIsAsked() throws IOException {
    Routes routes = Routes.builder().get("/a/{b}", SHOW).ignoring("jsessionid").build();
    assertThat(Asked.text(routes.handle(Asked.of("GET", "/a/x;jsessionid=1?q=;jsessionid=2"))))
        .isEqualTo("/a/{b} {b=x}");
    assertThat(Asked.text(routes.handle(Asked.of("GET", "/a/x;v=1"))))
        .isEqualTo("/a/{b} {b=x;v=1}");
    assertThat(routes.handle(Asked.of("GET", "/a;jsessionid=1/x")).status())
        .isEqualTo(Status.NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "/{a",
        "/a}",
        "/x{a}",
        "/{a}x",
        "/{}",
        "/{a:float}",
        "/{a...}/b",
        "/{a}/{a}",
        "/{...}",
        "/..",
        "/a%20b",
        "/{a b}",
      })
  void whatIsNoPatternIsRefused(String pattern) {
    assertThatThrownBy(() -> Routes.builder().get(pattern, SHOW).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(pattern);
  }

  @Test
  void everythingThatIsWrongIsNamedAtOnce() {
    assertThatThrownBy(() ->
            Routes.builder()
                .get("/a/{b}", SHOW)
                .get("/a/{c}", SHOW)
                .get("/{x:int}", SHOW)
                .get("/{y:long}", SHOW)
                .get("/{z:date}", SHOW)
                .post("/a/{d}", SHOW)
                .get("nonsense", SHOW)
                .build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GET /a/{b} and GET /a/{c}")
        .hasMessageContaining("GET /{x:int} and GET /{y:long}")
        .hasMessageContaining("nonsense")
        .hasMessageNotContaining("date")
        .hasMessageNotContaining("POST");
  }

  /** Whatever the order in which routes are added, the same one answers. */
  @Test
  void theOrderOfTheTableDoesNotMatter() throws IOException {
    String[] patterns = {
      "/a/b", "/a/{x}", "/{x}/b", "/{x}/{y}", "/{x...}", "/a/{x...}", "/{n:int}/b", "/{n:int}/{y}"
    };
    String[] paths = {"/a/b", "/a/c", "/c/b", "/c/d", "/7/b", "/7/d", "/7", "/a/b/c", "/"};
    String[] expected = {
      "/a/b",
      "/a/{x}",
      "/{x}/b",
      "/{x}/{y}",
      "/{n:int}/b",
      "/{n:int}/{y}",
      "/{x...}",
      "/a/{x...}",
      "/{x...}"
    };
    var random = new Random(5);
    for (int round = 0; round < 50; round++) {
      for (int i = patterns.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        String one = patterns[i];
        patterns[i] = patterns[j];
        patterns[j] = one;
      }
      Routes.Builder builder = Routes.builder();
      for (String pattern : patterns) {
        builder.get(pattern, call -> Response.text(Status.OK, call.pattern()));
      }
      Routes routes = builder.build();
      for (int i = 0; i < paths.length; i++) {
        assertThat(Asked.text(routes.handle(Asked.of("GET", paths[i])))).isEqualTo(expected[i]);
      }
    }
  }

  @Test
  void theStoryTellsWhichPatternAndWhy() throws IOException {
    var recorder = Recorder.start();
    ROUTES.handle(Asked.of("GET", "/users/7"), Aside.silent(recorder.trail()));
    Entry entry = recorder.journey().entries().getFirst();
    assertThat(entry.step())
        .isEqualTo(
            new RouteStep.EndpointChosen(
                "GET", "/users/7", "/users/{id:int}", java.util.List.of("id=7")));
    assertThat(entry.because().reason()).isEqualTo(RouteReason.MOST_PARTICULAR);
    assertThat(entry.because().refused())
        .singleElement()
        .satisfies(other -> assertThat(other.alternative()).isEqualTo("/users/{name}"));
  }

  @Test
  void aPlaceThatIsNotThereIsTheProgramsFault() {
    Routes routes =
        Routes.builder().get("/{a}", call -> Response.text(Status.OK, call.text("b"))).build();
    assertThatThrownBy(() -> routes.handle(Asked.of("GET", "/x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/{a}");
  }
}
