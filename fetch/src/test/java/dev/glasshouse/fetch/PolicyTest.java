package dev.glasshouse.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.fetch.cors.Tainting;
import dev.glasshouse.fetch.referrer.ReferrerPolicy;
import dev.glasshouse.fetch.referrer.ReferrerVerdict;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.FetchReason;
import dev.glasshouse.url.MimeType;
import dev.glasshouse.url.Url;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** File names, dispositions and the fields of requests, as tables. */
class PolicyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "../../etc/passwd      | passwd",
        "..\\..\\boot.ini      | boot.ini",
        "/                     | download",
        "..                    | download",
        ".bashrc               | bashrc",
        "CON.txt               | _CON.txt",
        "a:b*c?.txt            | a_b_c_.txt",
        "x. .                  | x",
        "'a\u202egnp.exe'      | 'agnp.exe'",
      })
  void fileNames(String proposed, String safe) {
    assertThat(SafeFileName.of(proposed.replace("'", ""), "download", 200))
        .isEqualTo(safe.replace("'", ""));
  }

  @Test
  void longFileNamesKeepTheirExtension() {
    String name = SafeFileName.of("\u4f60".repeat(300) + ".html", "x", 200);
    assertThat(name).endsWith(".html");
    assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "text/html              | -                                   | -",
        "text/html              | inline; filename=x.html             | -",
        "text/html              | attachment                          | page.html",
        "text/html              | ATTACHMENT; filename=\"a b.html\"   | a b.html",
        "text/html              | attachment; filename=a;filename*=UTF-8''%e4%bd%a0 | \u4f60",
        "text/html              | attachment; filename*=wrong; filename=ok | ok",
        "text/html              | unknown                             | page.html",
        "text/html              | filename=x                          | -",
        "image/png              | -                                   | -",
        "application/json       | -                                   | -",
        "application/zip        | -                                   | page.html",
        "application/octet-stream | inline; filename=\"q\\\"q.bin\"   | q_q.bin",
      })
  void dispositions(String type, String said, String file) {
    Fields fields = said == null ? Fields.EMPTY : Fields.of("Content-Disposition", said);
    DispositionVerdict verdict =
        DispositionVerdict.decide(
            Url.parse("https://a.example/dir/page.html?x"),
            Status.OK,
            fields,
            MimeType.parse(type).orElseThrow(),
            Limits.DEFAULT);
    assertThat(verdict.disposition())
        .isEqualTo(
            file == null
                ? new FetchResponse.Disposition.Shown()
                : new FetchResponse.Disposition.Saved(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html       | shown   | SAVED_AS_TOLD | shown   | TYPE_SHOWN",
        "text/csv        | shown   | SAVED_AS_TOLD | shown   | TYPE_SHOWN",
        "image/png       | shown   | SAVED_AS_TOLD | dropped | NOT_PRINTED",
        "application/x-ndjson | saved | SAVED_AS_TOLD | shown | PRINTED",
        "application/zip | saved   | SAVED_AS_TOLD | dropped | NOT_PRINTED",
      })
  void whoSavesItselfHasASay(
      String type, String browser, FetchReason into, String nowhere, FetchReason why) {
    MimeType mime = MimeType.parse(type).orElseThrow();
    DispositionVerdict verdict =
        DispositionVerdict.decide(
            Url.parse("https://a.example/x.y"), Status.OK, Fields.EMPTY, mime, Limits.DEFAULT);
    assertThat(word(verdict.heeding(Saving.AS_BROWSERS, mime))).isEqualTo(browser);
    DispositionVerdict told = verdict.heeding(new Saving.Into("/tmp/z"), mime);
    assertThat(told.disposition()).isEqualTo(new FetchResponse.Disposition.Saved("/tmp/z"));
    assertThat(told.because().reason()).isEqualTo(into);
    DispositionVerdict printed = verdict.heeding(new Saving.Nowhere(), mime);
    assertThat(word(printed)).isEqualTo(nowhere);
    assertThat(printed.because().reason()).isEqualTo(why);
  }

  private static String word(DispositionVerdict verdict) {
    return switch (verdict.disposition()) {
      case FetchResponse.Disposition.Shown _ -> "shown";
      case FetchResponse.Disposition.Saved _ -> "saved";
      case FetchResponse.Disposition.Dropped _ -> "dropped";
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 205})
  void anAnswerWithoutContentLeavesThePageAsItIs(int status) {
    DispositionVerdict verdict =
        DispositionVerdict.decide(
            Url.parse("https://a.example/"),
            new Status(status),
            Fields.of("Content-Disposition", "attachment"),
            MimeType.parse("text/html").orElseThrow(),
            Limits.DEFAULT);
    assertThat(verdict.disposition()).isEqualTo(new FetchResponse.Disposition.Dropped());
  }

  private static Fields fields(FetchRequest request) {
    ReferrerPolicy policy = ReferrerPolicy.DEFAULT;
    return RequestFields.of(
        new RequestFields.Facts(
            request,
            List.of(request.url()),
            Tainting.BASIC,
            request.client().map(c -> c.origin().toString()).orElse("null"),
            policy,
            ReferrerVerdict.decide(policy, request.referrer(), request.url()).value()),
        new Fetcher.Identity("us", "en"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "https://a.example/p?q#f, https://a.example/x, https://a.example/p?q, same-origin",
        "https://a.example/p, https://b.example/x, https://a.example/, cross-site",
        "https://a.example/p, https://www.a.example/x, https://a.example/, same-site",
        "https://u:p@a.example/p, https://a.example/x, https://a.example/p, same-origin",
        "https://a.example/p, http://b.example/x, -, -",
        "file:///x, https://b.example/x, -, cross-site",
        "-, https://b.example/x, -, none",
      })
  void referrersAndMetadata(String from, String to, String referrer, String site) {
    FetchRequest.Builder builder = FetchRequest.of(Url.parse(to)).destination(Destination.STYLE);
    if (from != null) {
      builder.referrer(Url.parse(from));
    }
    Fields fields = fields(builder.build());
    assertThat(fields.first("Referer")).isEqualTo(Optional.ofNullable(referrer));
    assertThat(fields.first("Sec-Fetch-Site")).isEqualTo(Optional.ofNullable(site));
  }

  private static String origin(String method, FetchRequest.Mode mode, String policy, String to) {
    FetchRequest request =
        FetchRequest.of(Url.parse(to))
            .method(Method.of(method))
            .mode(mode)
            .referrer(Url.parse("https://a.example/p"))
            .build();
    var facts =
        new RequestFields.Facts(
            request,
            List.of(request.url()),
            request.tainting(request.url(), Tainting.BASIC),
            "https://a.example",
            ReferrerPolicy.named(policy).orElseThrow(),
            Optional.empty());
    return RequestFields.of(facts, new Fetcher.Identity("us", "en")).first("Origin").orElse("-");
  }

  /** Fetch, 3.2 "append a request Origin header": what a POST without CORS tells. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // policy                        | the same origin   | another           | not secure
        "no-referrer                     | null              | null              | null",
        "no-referrer-when-downgrade      | https://a.example | https://a.example | null",
        "same-origin                     | https://a.example | null              | null",
        "origin                          | https://a.example | https://a.example | https://a.example",
        "strict-origin                   | https://a.example | https://a.example | null",
        "origin-when-cross-origin        | https://a.example | https://a.example | https://a.example",
        "strict-origin-when-cross-origin | https://a.example | https://a.example | null",
        "unsafe-url                      | https://a.example | https://a.example | https://a.example",
      })
  void originsFollowTheReferrerPolicy(String policy, String same, String other, String insecure) {
    FetchRequest.Mode plain = FetchRequest.Mode.NO_CORS;
    assertThat(origin("POST", plain, policy, "https://a.example/x")).isEqualTo(same);
    assertThat(origin("POST", plain, policy, "https://b.example/")).isEqualTo(other);
    assertThat(origin("POST", plain, policy, "http://b.example/")).isEqualTo(insecure);
    for (String to : List.of("https://a.example/x", "https://b.example/", "http://b.example/")) {
      assertThat(origin("GET", plain, policy, to)).as("who only reads says nothing").isEqualTo("-");
      assertThat(origin("HEAD", plain, policy, to)).isEqualTo("-");
      assertThat(origin("POST", FetchRequest.Mode.CORS, policy, to))
          .as("with CORS it is always told")
          .isEqualTo("https://a.example");
    }
    assertThat(origin("GET", FetchRequest.Mode.CORS, policy, "https://b.example/"))
        .isEqualTo("https://a.example");
    assertThat(origin("GET", FetchRequest.Mode.CORS, policy, "https://a.example/x")).isEqualTo("-");
  }

  @Test
  void theAskersOwnFieldsWin() {
    FetchRequest request =
        FetchRequest.of(Url.parse("https://u:p@a.example/"))
            .method(Method.POST)
            .referrer(Url.parse("https://b.example/"))
            .fields(Fields.of("user-agent", "mine", "X", "1"))
            .build();
    Fields fields = fields(request);
    assertThat(fields.all("User-Agent")).containsExactly("mine");
    assertThat(fields.first("Origin")).contains("https://b.example");
    assertThat(fields.has("Authorization")).as("not before it is asked for").isFalse();
  }
}
