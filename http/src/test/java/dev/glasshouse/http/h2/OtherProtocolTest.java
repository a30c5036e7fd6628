package dev.glasshouse.http.h2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Violation;
import dev.glasshouse.http.ViolationException;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtherProtocolTest {
  private static Optional<Violation> of(String bytes) {
    return OtherProtocol.of(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1))
        .map(fault -> ((ViolationException) fault.problem()).violation());
  }

  private static String told(String bytes) {
    Fault fault =
        OtherProtocol.of(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1)).orElseThrow();
    return String.valueOf(fault.problem().getMessage());
  }

  @Test
  void anAnswerInHttp1IsToldWithItsStatusLine() {
    String answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    for (int length = 0; length <= answer.length(); length++) {
      assertThat(of(answer.substring(0, length)))
          .isEqualTo(
              length < OtherProtocol.ENOUGH
                  ? Optional.empty()
                  : Optional.of(Violation.SPEAKS_HTTP_1));
    }
    assertThat(told(answer)).contains("HTTP/1.1 400 Bad Request").doesNotContain("Content-Length");
    assertThat(told("HTTP/1.1 " + "x".repeat(500)).length()).isLessThan(250);
  }

  @Test
  void tlsIsTold() {
    assertThat(of("\u0015\u0003\u0001\0\2\2F")).contains(Violation.SPEAKS_TLS);
    assertThat(of("\u0016\u0003")).contains(Violation.SPEAKS_TLS);
    assertThat(of("\u0016")).isEmpty();
  }

  @Test
  void framesAreNot() {
    assertThat(of("\0\0\0\4\0\0\0\0\0")).isEmpty();
    assertThat(of("\0\0\10\7\0\0\0\0\0")).isEmpty();
    assertThat(of("HTTQ/")).isEmpty();
  }
}
