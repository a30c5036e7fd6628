package dev.glasshouse.fetch.cors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Status;
import dev.glasshouse.url.MimeType;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.Url;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of other origins comes near a page that may not read it, rule by rule. */
class OpaqueGateTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SCRIPT | 200 | text/javascript        | false | text/javascript  | {"a":1}          | -
          MEDIA  | 200 | text/css               | true  | text/css         | <html>           | -
          MEDIA  | 200 | image/svg+xml          | true  | image/svg+xml    | <?xml            | -
          MEDIA  | 200 | application/pdf        | false | application/pdf  | x                | ORB_NEVER
          MEDIA  | 200 | text/csv               | false | text/csv         | x                | ORB_NEVER
          MEDIA  | 200 | text/event-stream      | false | text/plain       | x                | ORB_NEVER
          MEDIA  | 206 | text/html              | false | text/html        | x                | ORB_NEVER
          MEDIA  | 206 | video/mp4              | false | video/mp4        | x                | -
          MEDIA  | 200 | text/html              | true  | text/html        | x                | ORB_NOSNIFF
          MEDIA  | 200 | application/ld+json    | true  | text/plain       | x                | ORB_NOSNIFF
          MEDIA  | 200 | text/plain             | true  | text/plain       | x                | ORB_NOSNIFF
          MEDIA  | 200 | text/html              | false | image/png        | x                | -
          MEDIA  | 200 | text/plain             | false | image/gif        | x                | -
          MEDIA  | 200 | text/html              | false | text/html        | <!DOCTYPE html>  | ORB_BYTES
          SCRIPT | 200 | text/html              | false | text/html        | alert(1)         | -
          MEDIA  | 200 | text/html              | false | text/html        | alert(1)         | ORB_NO_MEDIA
          MEDIA  | 200 | application/json       | false | application/json | { "a" : 1}       | ORB_BYTES
          MEDIA  | 200 | application/json       | false | application/json | )]}', [1]        | ORB_BYTES
          MEDIA  | 200 | text/xml               | false | text/xml         | <?xml version    | ORB_BYTES
          MEDIA  | 200 | -                      | false | text/plain       | {"a":1           | ORB_BYTES
          SCRIPT | 200 | -                      | false | text/plain       | {a:1}            | -
          MEDIA  | 200 | -                      | false | text/plain       | {a:1}            | ORB_NO_MEDIA
          MEDIA  | 200 | text/plain             | false | text/plain       | secret           | ORB_NO_MEDIA
          MEDIA  | 200 | -                      | false | text/plain       | ``               | -
          SCRIPT | 200 | -                      | false | text/plain       | ["a", 1.5e3, {}] | ORB_BYTES
          SCRIPT | 200 | -                      | false | text/plain       | [1, [2, "\\"]"]]   | ORB_BYTES
          SCRIPT | 200 | -                      | false | text/plain       | ["a"].map(f)     | -
          SCRIPT | 200 | -                      | false | text/plain       | [a, b] = [b, a]  | -
          SCRIPT | 200 | font/woff2             | true  | font/woff2       | alert(1)         | ORB_NOSNIFF
          SCRIPT | 404 | -                      | false | text/plain       | alert(1)         | ORB_STATUS
          SCRIPT | 404 | text/javascript        | false | text/javascript  | alert(1)         | -
          MEDIA  | 200 | image/png              | false | image/png        | broken           | -
          MEDIA  | 404 | image/png              | true  | image/png        | broken           | -
          """)
  void opaqueAnswers(
      OpaqueGate.As as,
      int status,
      String said,
      boolean nosniff,
      String computed,
      String begun,
      String reason) {
    var facts =
        new OpaqueGate.Facts(
            new Status(status),
            said.equals("-") ? Optional.empty() : MimeType.parse(said),
            nosniff,
            MimeType.parse(computed).orElseThrow(),
            begun.getBytes(StandardCharsets.UTF_8),
            as);
    assertThat(OpaqueGate.blocks(facts).map(b -> b.reason().name()).orElse("-")).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          require-corp                  | REQUIRE_CORP
          credentialless                | CREDENTIALLESS
          require-corp; report-to="x"   | REQUIRE_CORP
          "require-corp"                | UNSAFE_NONE
          Require-Corp                  | UNSAFE_NONE
          require-corp, require-corp    | UNSAFE_NONE
          unsafe-none                   | UNSAFE_NONE
          (                             | UNSAFE_NONE
          """)
  void embedderPolicies(String field, EmbedderPolicy policy) {
    Fields fields = Fields.of("Cross-Origin-Embedder-Policy", field);
    assertThat(EmbedderPolicy.of(fields, Url.parse("https://a.test/"))).isEqualTo(policy);
    assertThat(EmbedderPolicy.of(fields, Url.parse("http://a.test/")))
        .as("anybody could have written it")
        .isEqualTo(EmbedderPolicy.UNSAFE_NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          same-origin                  | -              | SAME_ORIGIN
          same-origin                  | require-corp   | SAME_ORIGIN_PLUS_COEP
          same-origin                  | credentialless | SAME_ORIGIN_PLUS_COEP
          same-origin; report-to="x"   | unsafe-none    | SAME_ORIGIN
          same-origin-allow-popups     | require-corp   | SAME_ORIGIN_ALLOW_POPUPS
          noopener-allow-popups        | -              | NOOPENER_ALLOW_POPUPS
          unsafe-none                  | -              | UNSAFE_NONE
          Same-Origin                  | -              | UNSAFE_NONE
          "same-origin"                | -              | UNSAFE_NONE
          same-origin, same-origin     | -              | UNSAFE_NONE
          (                            | -              | UNSAFE_NONE
          """)
  void openerPolicies(String field, String embedder, OpenerPolicy policy) {
    Fields fields = Fields.of(OpenerPolicy.FIELD, field);
    if (!embedder.equals("-")) {
      fields = fields.with("Cross-Origin-Embedder-Policy", embedder);
    }
    assertThat(OpenerPolicy.of(fields, Url.parse("https://a.test/"))).isEqualTo(policy);
    assertThat(OpenerPolicy.of(fields, Url.parse("http://a.test/")))
        .isEqualTo(OpenerPolicy.UNSAFE_NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "UNSAFE_NONE, UNSAFE_NONE,              other, true",
    "UNSAFE_NONE, SAME_ORIGIN,              same,  false",
    "SAME_ORIGIN, UNSAFE_NONE,              same,  false",
    "SAME_ORIGIN, SAME_ORIGIN,              same,  true",
    "SAME_ORIGIN, SAME_ORIGIN,              other, false",
    "SAME_ORIGIN, SAME_ORIGIN_ALLOW_POPUPS, same,  false",
  })
  void pagesThatMayStayTogether(
      OpenerPolicy before, OpenerPolicy now, String origin, boolean together) {
    Origin page = Url.parse("https://a.test/").origin();
    Origin next = origin.equals("same") ? page : Url.parse("https://b.test/").origin();
    assertThat(OpenerPolicy.match(before, page, now, next)).isEqualTo(together);
  }

  @ParameterizedTest
  @CsvSource({
    "-,            REQUIRE_CORP,   false, COEP_DEMANDS",
    "cross-origin, REQUIRE_CORP,   true,  -",
    "same-site,    REQUIRE_CORP,   true,  CORP_SAME_SITE",
    "unknown,      REQUIRE_CORP,   true,  COEP_DEMANDS",
    "-,            CREDENTIALLESS, true,  COEP_DEMANDS",
    "-,            CREDENTIALLESS, false, -",
    "same-origin,  CREDENTIALLESS, false, CORP_SAME_ORIGIN",
    "-,            UNSAFE_NONE,    true,  -",
  })
  void whatMayBeEmbedded(String said, EmbedderPolicy policy, boolean cookies, String reason) {
    Origin page = Url.parse("https://a.test/").origin();
    Origin other = Url.parse("https://b.test/").origin();
    Fields fields =
        said.equals("-") ? Fields.EMPTY : Fields.of("Cross-Origin-Resource-Policy", said);
    assertThat(
            ResourcePolicy.blocks(page, other, fields, policy, cookies)
                .map(b -> b.reason().name())
                .orElse("-"))
        .isEqualTo(reason);
    assertThat(ResourcePolicy.blocks(page, page, fields, policy, cookies)).isEmpty();
  }
}
