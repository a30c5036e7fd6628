package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.PolicyStep;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which types may stand where, in whole fetches (Fetch 2.9 and 3.6). */
@Timeout(60)
class ContentGateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      value = {
        "STYLE         | text/css        | nosniff         | -",
        "STYLE         | TEXT/CSS;a=b    | nosniff         | -",
        "STYLE         | text/plain      | nosniff         | NOSNIFF_STYLE",
        "STYLE         | -               | nosniff         | NOSNIFF_STYLE",
        "STYLE         | nonsense        | nosniff         | NOSNIFF_STYLE",
        "STYLE         | text/plain      | -               | -",
        "STYLE         | text/plain      | NoSniff         | NOSNIFF_STYLE",
        "STYLE         | text/plain      | nosniff,,@#$    | NOSNIFF_STYLE",
        "STYLE         | text/plain      | , nosniff       | -",
        "STYLE         | text/plain      | no, nosniff     | -",
        "STYLE         | text/plain      | \"nosniff\"       | -",
        "SCRIPT        | text/javascript | nosniff         | -",
        "SCRIPT        | text/ecmascript | nosniff         | -",
        "SCRIPT        | text/plain      | nosniff         | NOSNIFF_SCRIPT",
        "SCRIPT        | -               | nosniff         | NOSNIFF_SCRIPT",
        "SCRIPT        | text/plain      | -               | -",
        "SCRIPT        | image/png       | -               | SCRIPT_TYPE",
        "SCRIPT        | audio/mpeg      | -               | SCRIPT_TYPE",
        "SCRIPT        | video/mp4       | nosniff         | SCRIPT_TYPE",
        "SCRIPT        | text/csv        | -               | SCRIPT_TYPE",
        "WORKER        | text/plain      | nosniff         | NOSNIFF_SCRIPT",
        "IMAGE         | text/plain      | nosniff         | -",
        "FONT          | text/plain      | nosniff         | -",
        "VIDEO         | text/plain      | nosniff         | -",
        "MANIFEST      | text/plain      | nosniff         | -",
        "DOCUMENT      | text/plain      | nosniff         | -",
        "EMPTY         | -               | nosniff         | -",
      })
  void types(Destination destination, String type, String options, String reason) throws Exception {
    Response answer = Response.of(Status.OK).with(Body.of("x"));
    answer = type == null ? answer : answer.with("Content-Type", type);
    Response sent = options == null ? answer : answer.with("X-Content-Type-Options", options);
    try (var lab = new Lab(_ -> sent)) {
      FetchRequest request =
          FetchRequest.of(lab.url("a.test", "/x"))
              .destination(destination)
              .referrer(lab.url("a.test", "/"))
              .build();
      String came = "";
      try (FetchResponse response = lab.fetcher.fetch(request, lab.recorder.trail())) {
        came = Lab.text(response);
      } catch (IOException e) {
        assertThat(e).isInstanceOf(FetchException.class);
      }
      assertThat(came).isEqualTo(reason == null ? "x" : "");
      assertThat(lab.entries(PolicyStep.ResponseBlocked.class))
          .extracting(entry -> entry.because().reason().toString())
          .isEqualTo(reason == null ? List.of() : List.of(reason));
    }
  }

  /** Chromium shows the first two of another origin, and not the others. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/xml  | false | 89504e470d0a1a0a0000000d49484452 | true",
        "text/html | false | 89504e470d0a1a0a0000000d49484452 | true",
        "text/xml  | true  | 89504e470d0a1a0a0000000d49484452 | false",
        "text/xml  | false | 3c3f786d6c3e                     | false",
      })
  void picturesOfOtherOriginsAreKnownByTheirBytes(
      String type, boolean nosniff, String hex, boolean comes) throws Exception {
    byte[] content = HexFormat.of().parseHex(hex);
    Response answer = Response.of(Status.OK).with("Content-Type", type).with(Body.of(content));
    Response sent = nosniff ? answer.with("X-Content-Type-Options", "nosniff") : answer;
    try (var lab = new Lab(_ -> sent)) {
      FetchRequest request =
          FetchRequest.of(lab.url("b.test", "/x"))
              .destination(Destination.IMAGE)
              .referrer(lab.url("a.test", "/"))
              .build();
      int length = 0;
      try (FetchResponse response = lab.fetcher.fetch(request, lab.recorder.trail())) {
        length = response.body().readAllBytes().length;
      } catch (IOException e) {
        assertThat(e).isInstanceOf(FetchException.class);
      }
      assertThat(length).isEqualTo(comes ? content.length : 0);
    }
  }
}
