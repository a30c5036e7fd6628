package dev.glasshouse.fetch.csp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.fetch.integrity.Hash;
import dev.glasshouse.url.Origin;
import dev.glasshouse.url.Url;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Content Security Policy 3, clause by clause. */
class CspTest {
  private static final Origin SELF = Url.parse("https://a.example/").origin();

  private static Policies policies(String... fields) {
    return Policies.of(List.of(fields), List.of(), SELF);
  }

  private static boolean allows(String policy, Directive directive, String url, int redirects) {
    return policies(policy)
        .request(new Policies.Facts(Url.parse(url), directive, redirects, "", List.of(), true))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "img-src 'self'                 | https://a.example/x            | true",
        "img-src 'self'                 | http://a.example/x             | false",
        "img-src 'self'                 | https://a.example:444/x        | false",
        "img-src 'self'                 | wss://a.example/x              | true",
        "img-src 'SELF'                 | https://a.example/x            | true",
        "img-src 'none'                 | https://a.example/x            | false",
        "img-src                        | https://a.example/x            | false",
        "img-src 'none' https://b.test  | https://b.test/                | true",
        "img-src *                      | https://b.test/                | true",
        "img-src *                      | data:image/png,x               | false",
        "img-src * data:                | data:image/png,x               | true",
        "img-src https:                 | https://b.test/                | true",
        "img-src https:                 | http://b.test/                 | false",
        "img-src http:                  | https://b.test/                | true",
        "img-src b.test                 | https://b.test/x/y             | true",
        "img-src b.test                 | http://b.test/                 | false",
        "img-src B.TEST                 | https://b.test/                | true",
        "img-src b.test                 | https://www.b.test/            | false",
        "img-src *.b.test               | https://www.b.test/            | true",
        "img-src *.b.test               | https://x.www.b.test/          | true",
        "img-src *.b.test               | https://b.test/                | false",
        "img-src *.b.test               | https://evilb.test/            | false",
        "img-src https://*.b.test       | http://www.b.test/             | false",
        "img-src http://b.test          | https://b.test/                | true",
        "img-src http://b.test:80       | https://b.test/                | true",
        "img-src b.test:443             | https://b.test/                | true",
        "img-src b.test                 | https://b.test:8443/           | false",
        "img-src b.test:8443            | https://b.test:8443/           | true",
        "img-src b.test:*               | https://b.test:8443/           | true",
        "img-src *:*                    | https://b.test:8443/           | true",
        "img-src 192.0.2.1              | https://192.0.2.1/             | true",
        "img-src *.0.2.1                | https://192.0.2.1/             | false",
        "img-src [::1]                  | https://[::1]/                 | true",
        "img-src b.test/a/              | https://b.test/a/b             | true",
        "img-src b.test/a/              | https://b.test/a               | false",
        "img-src b.test/a               | https://b.test/a               | true",
        "img-src b.test/a               | https://b.test/a/b             | false",
        "img-src b.test/a               | https://b.test/a?q             | true",
        "img-src b.test/%61             | https://b.test/a               | true",
        "img-src b.test/                | https://b.test/anything        | true",
        "default-src 'self'             | https://b.test/                | false",
        "default-src 'self'; img-src b.test | https://b.test/            | true",
        "img-src 'self'; img-src *      | https://b.test/                | false",
        "IMG-SRC 'none'                 | https://b.test/                | false",
        "style-src 'none'               | https://b.test/                | true",
        "img-src nonsense!! ;; ;        | https://b.test/                | false",
      })
  void pictures(String policy, String url, boolean allowed) {
    assertThat(allows(policy.strip(), Directive.IMG_SRC, url, 0)).isEqualTo(allowed);
  }

  @Test
  void afterARedirectPathsAreNotLookedAt() {
    assertThat(allows("img-src b.test/a/", Directive.IMG_SRC, "https://b.test/x", 0)).isFalse();
    assertThat(allows("img-src b.test/a/", Directive.IMG_SRC, "https://b.test/x", 1)).isTrue();
    assertThat(allows("img-src b.test/a/", Directive.IMG_SRC, "https://c.test/a/", 1)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "STYLE_SRC_ELEM  | style-src-elem 'none'; style-src *; default-src * | false",
        "STYLE_SRC_ELEM  | style-src 'none'; default-src *                   | false",
        "STYLE_SRC_ELEM  | default-src 'none'                                | false",
        "FRAME_SRC       | child-src 'none'; default-src *                   | false",
        "FRAME_SRC       | frame-src *; child-src 'none'                     | true",
        "WORKER_SRC      | script-src 'none'                                 | false",
        "WORKER_SRC      | worker-src *; script-src 'none'                   | true",
        "CONNECT_SRC     | connect-src 'none'                                | false",
        "FONT_SRC        | font-src 'none'                                   | false",
        "MEDIA_SRC       | default-src 'none'                                | false",
        "SCRIPT_SRC_ELEM | script-src 'none'                                 | false",
        "SCRIPT_SRC_ELEM | script-src-attr 'none'                            | true",
      })
  void directivesStandInForOthers(Directive directive, String policy, boolean allowed) {
    assertThat(allows(policy, directive, "https://b.test/", 0)).isEqualTo(allowed);
  }

  @Test
  void allPoliciesMustAllow() {
    Policies several = policies("img-src *, img-src 'self'", "img-src b.test");
    assertThat(several.all()).hasSize(3);
    var facts =
        new Policies.Facts(Url.parse("https://b.test/"), Directive.IMG_SRC, 0, "", List.of(), true);
    assertThat(several.request(facts)).hasSize(1);
    Policies reported = Policies.of(List.of(), List.of("img-src 'none'"), SELF);
    assertThat(reported.request(facts)).hasSize(1).noneMatch(v -> v.policy().isEnforced());
  }

  @Test
  void noncesAndHashesLetElementsIn() {
    Hash hash = Hash.of(Hash.Algorithm.SHA256, "x".getBytes(StandardCharsets.UTF_8));
    Policies strict =
        policies("script-src 'nonce-abc' 'strict-dynamic' https:; style-src 'nonce-abc'");
    Url url = Url.parse("https://b.test/");
    assertThat(
            strict.request(
                new Policies.Facts(url, Directive.SCRIPT_SRC_ELEM, 0, "abc", List.of(), true)))
        .isEmpty();
    assertThat(
            strict.request(
                new Policies.Facts(url, Directive.SCRIPT_SRC_ELEM, 0, "ABC", List.of(), true)))
        .as("case matters, and https: says nothing beside strict-dynamic")
        .hasSize(1);
    assertThat(
            strict.request(
                new Policies.Facts(url, Directive.SCRIPT_SRC_ELEM, 0, "", List.of(), false)))
        .as("made by a script")
        .isEmpty();
    assertThat(
            strict.request(
                new Policies.Facts(url, Directive.STYLE_SRC_ELEM, 0, "abc", List.of(), true)))
        .isEmpty();
    assertThat(
            strict.request(
                new Policies.Facts(url, Directive.STYLE_SRC_ELEM, 0, "", List.of(), true)))
        .hasSize(1);
    assertThat(
            policies("script-src '" + hash + "'")
                .request(
                    new Policies.Facts(url, Directive.SCRIPT_SRC_ELEM, 0, "", List.of(hash), true)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      quoteCharacter = '`',
      value = {
        "style-src 'self'                        | STYLE_SRC_ELEM | -   | false",
        "style-src 'unsafe-inline'               | STYLE_SRC_ELEM | -   | true",
        "style-src 'unsafe-inline' 'nonce-abc'   | STYLE_SRC_ELEM | -   | false",
        "style-src 'unsafe-inline' 'nonce-abc'   | STYLE_SRC_ELEM | abc | true",
        "style-src 'nonce-abc'                   | STYLE_SRC_ATTR | abc | false",
        "style-src 'unsafe-inline'               | STYLE_SRC_ATTR | -   | true",
        "style-src 'unsafe-inline'; style-src-attr 'none' | STYLE_SRC_ATTR | - | false",
        "style-src 'HASH'                        | STYLE_SRC_ELEM | -   | true",
        "style-src 'HASH'                        | STYLE_SRC_ATTR | -   | false",
        "style-src 'unsafe-hashes' 'HASH'        | STYLE_SRC_ATTR | -   | true",
        "style-src 'URLHASH'                     | STYLE_SRC_ELEM | -   | true",
        "style-src 'sha256-AAAA'                 | STYLE_SRC_ELEM | -   | false",
        "default-src 'self'                      | STYLE_SRC_ELEM | -   | false",
        "img-src 'self'                          | STYLE_SRC_ELEM | -   | true",
        "script-src 'unsafe-inline' 'strict-dynamic' | SCRIPT_SRC_ELEM | - | false",
        "style-src *                             | STYLE_SRC_ELEM | -   | false",
      })
  void inline(String policy, Directive directive, String nonce, boolean allowed) {
    String text = "p { color: ü }";
    Hash hash = Hash.of(Hash.Algorithm.SHA256, text.getBytes(StandardCharsets.UTF_8));
    String urlHash = "sha256-" + hash.value().replace('+', '-').replace('/', '_').replace("=", "");
    String whole = policy.replace("URLHASH", urlHash).replace("HASH", hash.toString());
    assertThat(policies(whole).inline(directive, nonce == null ? "" : nonce, text).isEmpty())
        .isEqualTo(allowed);
  }

  @Test
  void basesAndForms() {
    Policies policies = policies("base-uri 'self'; form-action https://f.test/in/; default-src *");
    assertThat(policies.base(Url.parse("https://a.example/dir/"))).isEmpty();
    assertThat(policies.base(Url.parse("https://b.test/"))).hasSize(1);
    assertThat(policies("default-src 'none'").base(Url.parse("https://b.test/")))
        .as("default-src does not stand in")
        .isEmpty();
    assertThat(policies.formAction(Url.parse("https://f.test/in/x"), 0)).isEmpty();
    assertThat(policies.formAction(Url.parse("https://f.test/out"), 0)).hasSize(1);
    assertThat(policies.formAction(Url.parse("https://f.test/out"), 1)).isEmpty();
  }

  @Test
  void whatIsNotUnderstoodIsTold() {
    Policy policy =
        Policy.parse(
            "img-src 'self' 'selfish' ht!tp://x; report-uri /r; plugin-types x; tomorrow-src 'none'",
            Policy.From.FIELD,
            Policy.Disposition.ENFORCE,
            SELF);
    assertThat(policy.problems())
        .containsExactly("'selfish'", "ht!tp://x", "plugin-types (not supported)", "tomorrow-src");
    assertThat(policy.reporting().uris()).containsExactly("/r");
    Policy meta =
        Policy.parse(
            "frame-ancestors 'none'; report-uri /r; img-src 'none'",
            Policy.From.META,
            Policy.Disposition.ENFORCE,
            SELF);
    assertThat(meta.directives()).containsOnlyKeys(Directive.IMG_SRC);
    assertThat(meta.reporting()).isEqualTo(Reporting.NOWHERE);
    assertThat(policies("upgrade-insecure-requests").upgradeInsecureRequests()).isTrue();
  }

  @Test
  void aSandboxHoldsBackWhatItDoesNotAllow() {
    assertThat(policies("sandbox").sandbox().held()).hasSize(Sandbox.Feature.values().length);
    Sandbox some = policies("sandbox Allow-Scripts allow-same-origin allow-nonsense").sandbox();
    assertThat(some.holdsBack(Sandbox.Feature.ALLOW_SCRIPTS)).isFalse();
    assertThat(some.holdsBack(Sandbox.Feature.ALLOW_SAME_ORIGIN)).isFalse();
    assertThat(some.holdsBack(Sandbox.Feature.ALLOW_DOWNLOADS)).isTrue();
    assertThat(policies("img-src *").sandbox().isNone()).isTrue();
    Sandbox both = policies("sandbox allow-scripts, sandbox allow-same-origin").sandbox();
    assertThat(both.held()).hasSize(Sandbox.Feature.values().length);
    assertThat(Policies.of(List.of(), List.of("sandbox"), SELF).sandbox().isNone())
        .as("what only reports has none")
        .isTrue();
    Policy meta = Policy.parse("sandbox", Policy.From.META, Policy.Disposition.ENFORCE, SELF);
    assertThat(meta.sandbox().isNone()).isTrue();
  }

  @Test
  void whatWaitsForScriptsIsNamed() {
    Policy policy =
        Policy.parse(
            "require-trusted-types-for 'script'; trusted-types one two",
            Policy.From.META,
            Policy.Disposition.ENFORCE,
            SELF);
    assertThat(policy.problems()).isEmpty();
    assertThat(policy.idle())
        .extracting(Policy.Idle::text)
        .containsExactly("require-trusted-types-for 'script'", "trusted-types one two");
  }

  @Test
  void anyTextIsReadWithoutHarm() {
    var random = new Random(3);
    String alphabet = "img-src 'self';*.:/sha256-AAnonce-%[]é\t\n,unsafe-inline0";
    for (int i = 0; i < 5000; i++) {
      var text = new StringBuilder("img-src ");
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Policies policies = policies(text.toString());
      policies.request(
          new Policies.Facts(
              Url.parse("https://b.test/a"), Directive.IMG_SRC, 0, "x", List.of(), true));
      policies.inline(Directive.STYLE_SRC_ELEM, "x", "y");
    }
    assertThat(policies("img-src " + "https://x.test ".repeat(100_000)).all()).hasSize(1);
    assertThat(policies("img-src *,".repeat(1000)).all()).hasSize(100);
  }
}
