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
          200 | text/javascript        | false | text/javascript  | {"a":1}          | -
          200 | text/css               | true  | text/css         | <html>           | -
          200 | image/svg+xml          | true  | image/svg+xml    | <?xml            | -
          200 | application/pdf        | false | application/pdf  | x                | ORB_NEVER
          200 | text/csv               | false | text/csv         | x                | ORB_NEVER
          200 | text/event-stream      | false | text/plain       | x                | ORB_NEVER
          206 | text/html              | false | text/html        | x                | ORB_NEVER
          206 | video/mp4              | false | video/mp4        | x                | -
          200 | text/html              | true  | text/html        | x                | ORB_NOSNIFF
          200 | application/ld+json    | true  | text/plain       | x                | ORB_NOSNIFF
          200 | text/plain             | true  | text/plain       | x                | ORB_NOSNIFF
          200 | text/html              | false | image/png        | x                | -
          200 | text/plain             | false | image/gif        | x                | -
          200 | text/html              | false | text/html        | <!DOCTYPE html>  | ORB_BYTES
          200 | text/html              | false | text/html        | alert(1)         | -
          200 | application/json       | false | application/json | { "a" : 1}       | ORB_BYTES
          200 | application/json       | false | application/json | )]}', [1]        | ORB_BYTES
          200 | text/xml               | false | text/xml         | <?xml version    | ORB_BYTES
          200 | -                      | false | text/plain       | {"a":1           | ORB_BYTES
          200 | -                      | false | text/plain       | {a:1}            | -
          200 | image/png              | false | image/png        | broken           | -
          404 | image/png              | true  | image/png        | broken           | -
          """)
  void opaqueAnswers(
      int status, String said, boolean nosniff, String computed, String begun, String reason) {
    var facts =
        new OpaqueGate.Facts(
            new Status(status),
            said.equals("-") ? Optional.empty() : MimeType.parse(said),
            nosniff,
            MimeType.parse(computed).orElseThrow(),
            begun.getBytes(StandardCharsets.UTF_8));
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
    assertThat(EmbedderPolicy.of(Fields.of("Cross-Origin-Embedder-Policy", field)))
        .isEqualTo(policy);
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
