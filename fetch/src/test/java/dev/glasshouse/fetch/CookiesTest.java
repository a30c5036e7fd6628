package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.CookieReason;
import dev.glasshouse.journey.CookieStep;
import dev.glasshouse.url.Site;
import dev.glasshouse.url.Url;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * SameSite and partitions on real fetches: who asks, over which redirects, under which page. Hosts
 * are below localhost, whose connections count as secure, as nobody can listen.
 */
class CookiesTest {
  /** Sites of their own, as {@code localhost} is in no list of public suffixes. */
  private static final String A = "www.a.localhost";

  private static final String B = "www.b.localhost";

  private final Map<String, String> sent = new ConcurrentHashMap<>();
  private final Lab lab;

  CookiesTest() throws Exception {
    lab =
        new Lab(request -> {
          String host = request.authority().replaceFirst(":.*", "");
          sent.put(host + request.path(), request.fields().first("Cookie").orElse("-"));
          String port = request.authority().substring(request.authority().indexOf(':'));
          return switch (request.path()) {
            case "/set" ->
                picture("x")
                    .with(
                        Fields.of(
                            "Content-Type", "image/png",
                            "Set-Cookie", "s=1; SameSite=Strict",
                            "Set-Cookie", "l=1; SameSite=Lax",
                            "Set-Cookie", "n=1; SameSite=None; Secure",
                            "Set-Cookie", "u=1"));
            case "/part" ->
                picture("x").with("Set-Cookie", "p=1; SameSite=None; Secure; Partitioned; Path=/");
            case "/over" ->
                Response.of(new Status(302)).with("Location", "http://" + A + port + "/end");
            case "/round" ->
                Response.of(new Status(302)).with("Location", "http://" + B + port + "/over");
            case "/keep" ->
                Response.of(new Status(307)).with("Location", "http://" + A + port + "/end");
            default -> picture("x");
          };
        });
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private FetchRequest.Builder from(
      String page, Destination destination, String host, String path) {
    return FetchRequest.of(lab.url(host, path))
        .destination(destination)
        .referrer(lab.url(page, "/page"));
  }

  private void fetch(FetchRequest.Builder request) throws Exception {
    Lab.text(lab.fetcher.fetch(request.build(), lab.recorder.trail()));
  }

  private String sentTo(String hostAndPath) {
    return sent.getOrDefault(hostAndPath, "nothing was asked");
  }

  /** A picture, by what it says: a text would not come near a page that embeds it (ORB). */
  private static Response picture(String body) {
    return Response.text(Status.OK, body).with("Content-Type", "image/png");
  }

  @Test
  void partsOfPages() throws Exception {
    Lab.text(lab.page(lab.url(A, "/set")));
    fetch(from(A, Destination.IMAGE, A, "/own"));
    assertThat(sentTo(A + "/own")).isEqualTo("s=1; l=1; n=1; u=1");
    fetch(from("sub.a.localhost", Destination.IMAGE, A, "/sub"));
    assertThat(sentTo(A + "/sub")).as("the same site").isEqualTo("s=1; l=1; n=1; u=1");
    fetch(from(B, Destination.IMAGE, A, "/foreign"));
    assertThat(sentTo(A + "/foreign")).isEqualTo("n=1");
    fetch(from(B, Destination.IFRAME, A, "/frame"));
    assertThat(sentTo(A + "/frame")).as("a frame is no top page").isEqualTo("n=1");
    assertThat(lab.entries(CookieStep.CookieHeld.class))
        .extracting(entry -> entry.because().reason())
        .containsOnly(CookieReason.CROSS_SITE)
        .hasSize(6);
  }

  @Test
  void navigations() throws Exception {
    Lab.text(lab.page(lab.url(A, "/set")));
    fetch(from(B, Destination.DOCUMENT, A, "/link"));
    assertThat(sentTo(A + "/link")).isEqualTo("l=1; n=1; u=1");
    fetch(from(B, Destination.DOCUMENT, A, "/form").method(Method.POST));
    assertThat(sentTo(A + "/form")).as("u is younger than two minutes").isEqualTo("n=1; u=1");
    Lab.text(lab.page(lab.url(A, "/typed")));
    assertThat(sentTo(A + "/typed")).isEqualTo("s=1; l=1; n=1; u=1");
  }

  @Test
  void redirectsOverOtherSites() throws Exception {
    Lab.text(lab.page(lab.url(A, "/set")));
    fetch(from(A, Destination.IMAGE, A, "/round"));
    assertThat(sentTo(A + "/round")).isEqualTo("s=1; l=1; n=1; u=1");
    assertThat(sentTo(A + "/end")).as("out and back again").isEqualTo("n=1");
    fetch(from(B, Destination.DOCUMENT, B, "/over").method(Method.POST));
    assertThat(sentTo(A + "/end")).as("302 makes it a GET").isEqualTo("l=1; n=1; u=1");
    fetch(from(B, Destination.DOCUMENT, B, "/keep").method(Method.POST));
    assertThat(sentTo(A + "/end")).as("307 keeps the POST").isEqualTo("n=1; u=1");
    Lab.text(lab.page(lab.url(B, "/over")));
    assertThat(sentTo(A + "/end")).as("typed, but led here").isEqualTo("l=1; n=1; u=1");
  }

  @Test
  void foreignPartsSetOnlyWhatIsForThem() throws Exception {
    fetch(from(B, Destination.IMAGE, A, "/set"));
    assertThat(lab.steps(CookieStep.CookieKept.class))
        .extracting(CookieStep.CookieKept::name)
        .containsExactly("n");
    fetch(from(B, Destination.DOCUMENT, A, "/set"));
    assertThat(lab.steps(CookieStep.CookieKept.class))
        .as("a navigation may set any")
        .extracting(CookieStep.CookieKept::name)
        .containsExactly("n", "s", "l", "n", "u");
  }

  @Test
  void partitions() throws Exception {
    fetch(from(B, Destination.IMAGE, A, "/part"));
    assertThat(lab.steps(CookieStep.CookieKept.class).getFirst().partition())
        .isEqualTo("http://b.localhost");
    fetch(from(B, Destination.IMAGE, A, "/1"));
    assertThat(sentTo(A + "/1")).isEqualTo("p=1");
    fetch(from("c.localhost", Destination.IMAGE, A, "/2"));
    assertThat(sentTo(A + "/2")).isEqualTo("-");
    Lab.text(lab.page(lab.url(A, "/3")));
    assertThat(sentTo(A + "/3")).as("its own top page").isEqualTo("-");
    // A frame of A's own in a page of B's: what it asks is under B, and cross-site.
    Url frame = lab.url(A, "/frame");
    var inside =
        new Client(
            frame,
            frame.origin(),
            Site.of(lab.url(B, "/")),
            Client.at(frame).referrerPolicy(),
            Client.at(frame).policies(),
            Client.Embedding.NONE);
    fetch(FetchRequest.of(lab.url(A, "/4")).destination(Destination.IMAGE).client(inside));
    assertThat(sentTo(A + "/4")).isEqualTo("p=1");
  }
}
