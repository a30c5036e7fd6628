package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.PolicyReason;
import dev.glasshouse.journey.PolicyStep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What servers are told of violations, and what a page demands of what it embeds. */
@Timeout(60)
class ReportsTest {
  private final BlockingQueue<String> reports = new LinkedBlockingQueue<>();

  private Lab lab(Handler handler) throws IOException {
    return new Lab(request -> {
      byte[] body = request.body().open().readAllBytes();
      if (request.path().startsWith("/report")) {
        if (request.method().equals(Method.POST)) {
          reports.add(
              request.fields().first("Content-Type").orElse("-")
                  + " "
                  + request.fields().first("Cookie").orElse("no cookie")
                  + " "
                  + new String(body, StandardCharsets.UTF_8));
        }
        return Response.of(Status.NO_CONTENT)
            .with("Access-Control-Allow-Origin", "*")
            .with("Access-Control-Allow-Headers", "content-type");
      }
      return handler.handle(request);
    });
  }

  private String next() throws InterruptedException {
    String report = reports.poll(30, TimeUnit.SECONDS);
    return report == null ? "none came" : report;
  }

  private static FetchRequest.Builder image(Lab lab, String host, String path, String... fields) {
    return FetchRequest.of(lab.url(host, path))
        .destination(Destination.IMAGE)
        .mode(FetchRequest.Mode.NO_CORS)
        .client(Client.of(lab.url("page.localhost", "/p?q"), Fields.of(fields)));
  }

  private static String fetch(Lab lab, FetchRequest.Builder request) throws IOException {
    return Lab.text(lab.fetcher.fetch(request.build(), lab.recorder.trail()));
  }

  /** A picture, by what it says: a text would not come near a page that embeds it (ORB). */
  private static Response picture(String body) {
    return Response.text(Status.OK, body).with("Content-Type", "image/png");
  }

  @Test
  void aViolationIsToldOnceToWhomThePolicyNames() throws Exception {
    try (var lab = lab(_ -> picture("x"))) {
      FetchRequest.Builder request =
          image(
              lab,
              "b.localhost",
              "/i?secret#x",
              "Content-Security-Policy",
              "img-src 'self'; report-uri /report");
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> fetch(lab, request)).isInstanceOf(FetchException.class);
      }
      String page = lab.url("page.localhost", "/p?q").href();
      assertThat(next())
          .startsWith(
              "application/csp-report no cookie {\"csp-report\":{\"document-uri\":\"" + page)
          .contains("\"violated-directive\":\"img-src\"", "\"disposition\":\"enforce\"")
          .contains("\"blocked-uri\":\"" + lab.url("b.localhost", "/i?secret").href() + "\"")
          .contains("\"original-policy\":\"img-src 'self'; report-uri /report\"");
      assertThat(lab.steps(PolicyStep.ReportSent.class)).as("the same, once").hasSize(1);
    }
    assertThat(reports).isEmpty();
  }

  @Test
  void reportOnlyIsToldAndGoesOn() throws Exception {
    try (var lab = lab(_ -> picture("x"))) {
      String endpoint = "http://localhost:" + lab.server.address().getPort() + "/report";
      String policy = "img-src 'none'; report-uri /report-old; report-to main";
      assertThat(
              fetch(
                  lab,
                  image(
                      lab,
                      "b.localhost",
                      "/i",
                      "Content-Security-Policy-Report-Only",
                      policy,
                      "Reporting-Endpoints",
                      "main=\"" + endpoint + "\", insecure=\"http://c.test/\"")))
          .isEqualTo("x");
      assertThat(next())
          .startsWith("application/reports+json no cookie [{\"age\":0,\"type\":\"csp-violation\"")
          .contains("\"disposition\":\"report\"", "\"effectiveDirective\":\"img-src\"");
      assertThat(lab.steps(PolicyStep.CspViolated.class).getFirst().disposition())
          .isEqualTo("report");
    }
  }

  @Test
  void reportsOfAPageAreBounded() throws Exception {
    try (var lab = lab(_ -> picture("x"))) {
      for (int i = 0; i < 110; i++) {
        FetchRequest.Builder request =
            image(
                lab,
                "b.localhost",
                "/" + i,
                "Content-Security-Policy",
                "img-src 'none'; report-uri /report");
        assertThatThrownBy(() -> fetch(lab, request)).isInstanceOf(FetchException.class);
        assertThat(next()).contains("b.localhost");
        if (i == 99) {
          break;
        }
      }
      FetchRequest.Builder more =
          image(
              lab,
              "b.localhost",
              "/more",
              "Content-Security-Policy",
              "img-src 'none'; report-uri /report");
      assertThatThrownBy(() -> fetch(lab, more)).isInstanceOf(FetchException.class);
      assertThat(lab.steps(PolicyStep.ReportSent.class)).hasSize(100);
      assertThat(lab.steps(JourneyStep.LimitReached.class))
          .extracting(JourneyStep.LimitReached::limit)
          .containsExactly("rules.reports");
    }
  }

  @Test
  void aPageThatDemandsItGetsOnlyWhatSaysSo() throws Exception {
    try (var lab =
        lab(request ->
            request.path().equals("/shared")
                ? picture("x").with("Cross-Origin-Resource-Policy", "cross-origin")
                : picture(request.fields().first("Cookie").orElse("no cookie")))) {
      String[] demands = {"Cross-Origin-Embedder-Policy", "require-corp; report-to=\"x\""};
      assertThat(fetch(lab, image(lab, "b.localhost", "/shared", demands))).isEqualTo("x");
      assertThat(fetch(lab, image(lab, "page.localhost", "/own", demands))).isEqualTo("no cookie");
      assertThatThrownBy(() -> fetch(lab, image(lab, "b.localhost", "/silent", demands)))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("require-corp");
      assertThat(lab.entries(PolicyStep.ResponseBlocked.class).getFirst().because().reason())
          .isEqualTo(PolicyReason.COEP_DEMANDS);
    }
  }

  @Test
  void aPageWithoutCredentialsEmbedsWithoutCookies() throws Exception {
    try (var lab =
        lab(request ->
            request.path().equals("/set")
                ? picture("x").with("Set-Cookie", "a=1")
                : picture(request.fields().first("Cookie").orElse("no cookie")))) {
      Lab.text(lab.page(lab.url("page.localhost", "/set")));
      String[] demands = {"Cross-Origin-Embedder-Policy", "credentialless"};
      assertThat(fetch(lab, image(lab, "page.localhost", "/own", demands))).isEqualTo("a=1");
      FetchResponse other =
          lab.fetcher.fetch(
              image(lab, "b.localhost", "/other", demands).build(), lab.recorder.trail());
      assertThat(other.shared().tainting()).isEqualTo(Tainting.OPAQUE);
      assertThat(Lab.text(other)).isEqualTo("no cookie");
    }
  }

  @Test
  void whatNoPictureCanBeDoesNotComeNearThePage() throws Exception {
    try (var lab =
        lab(_ ->
            Response.text(Status.OK, "{\"secret\": 1}").with("Content-Type", "application/json"))) {
      assertThatThrownBy(() -> fetch(lab, image(lab, "b.localhost", "/data")))
          .isInstanceOf(FetchException.class)
          .hasMessageContaining("markup or JSON");
      assertThat(fetch(lab, image(lab, "page.localhost", "/data")))
          .as("its own")
          .contains("secret");
    }
  }
}
