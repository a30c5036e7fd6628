package dev.glasshouse.server.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainPathTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/inside/s.txt | /inside/s.txt",
        "/%69nside/s%2Etxt | /inside/s.txt",
        "//inside///s.txt | /inside/s.txt",
        "/./inside/./s.txt | /inside/s.txt",
        "/x/../inside/y/%2e%2E/s.txt | /inside/s.txt",
        "/inside/. | /inside/",
        "/inside/x/.. | /inside/",
        "/inside// | /inside/",
        "/// | /",
        "/. | /",
        "/a%2fb | /a%2Fb",
        "/a%28b%29%2B | /a(b)+",
        "/a%c3%bc | /a%C3%BC",
        "/a\\b\"<> | /a%5Cb%22%3C%3E",
        "/.well-known/x | /.well-known/x",
        "/a%25%32%66 | /a%252f",
        "/50%/x | /50%25/x",
        "* | *",
        "a.test:80 | a.test:80",
      })
  void thereIsOneSpelling(String path, String plain) {
    assertThat(PlainPath.of(path)).isEqualTo(plain);
    assertThat(PlainPath.of(plain)).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/a%00b | NUL",
        "/50%/x | percent-encoded",
        "/%zz | percent-encoded",
        "/a% | percent-encoded",
        "/.. | out of the site",
        "/a/../../b | out of the site",
        "/%2e%2e/b | out of the site",
        "//../b | out of the site",
        "/a/..%2fb | behind an encoded slash",
        "/a%2f..%2fb | behind an encoded slash",
        "/a%5c..%5Cb | behind an encoded slash",
        "/a/..\\b | behind an encoded slash",
        "/a/%2e%2e%2f | behind an encoded slash",
      })
  void whatCouldMeanTwoPathsIsNoPath(String path, String why) {
    assertThat(PlainPath.fault(path).orElseThrow()).contains(why);
  }

  @ParameterizedTest
  @CsvSource({"/", "/a/../b", "/a/./b", "/a%2Fb", "/a%20b", "/..a/b..", "/...", "*", "a.test:80"})
  void whatIsWellIsLeftAlone(String path) {
    assertThat(PlainPath.fault(path)).isEmpty();
  }

  /** What is plain stays so, has no segment that means another, and is within the site. */
  @Test
  void nothingLeadsAnywhereElse() {
    var random = new Random(11);
    String[] pieces = {
      "/", "//", ".", "..", "%2e", "%2F", "%5c", "a", "%61", "%", "ü", "\\", "%00"
    };
    for (int round = 0; round < 20_000; round++) {
      var path = new StringBuilder("/");
      for (int i = random.nextInt(8); i > 0; i--) {
        path.append(pieces[random.nextInt(pieces.length)]);
      }
      String plain = PlainPath.of(path.toString());
      assertThat(PlainPath.of(plain)).as("of %s", path).isEqualTo(plain);
      assertThat(plain).startsWith("/").doesNotContain("//", "/./", "/../", "%61", "%2e");
      if (PlainPath.fault(path.toString()).isEmpty()) {
        assertThat(PlainPath.fault(plain)).as("of %s", path).isEmpty();
      }
    }
  }
}
