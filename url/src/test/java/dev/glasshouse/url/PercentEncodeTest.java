package dev.glasshouse.url;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is encoded with percent signs. */
class PercentEncodeTest {
  @Test
  void decodesStrictlyWhatIsWhole() {
    assertThat(PercentEncode.decodeStrictly("")).contains("");
    assertThat(PercentEncode.decodeStrictly("plain+text")).contains("plain+text");
    assertThat(PercentEncode.decodeStrictly("a%2fb%2Fc%25")).contains("a/b/c%");
    assertThat(PercentEncode.decodeStrictly("%C3%A9%e4%b8%ad")).contains("\u00e9\u4e2d");
    assertThat(PercentEncode.decodeStrictly("%00")).contains("\0");
    assertThat(PercentEncode.decodeStrictly("%252e")).contains("%2e");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%", "%4", "a%", "%4g", "%g4", "%%41", "%C3", "%80", "%c0%ae", "%ed%a0%80", "%FF"})
  void decodesStrictlyNothingElse(String text) {
    assertThat(PercentEncode.decodeStrictly(text)).isEmpty();
  }
}
