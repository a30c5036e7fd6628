package dev.glasshouse.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandshakeFaultTest {
  @Test
  void tellsAlertsByTheirNameAndMeaning() {
    assertThat(text("1000042e", "TLSV1_ALERT_PROTOCOL_VERSION"))
        .isEqualTo(
            "the server refused it with the alert protocol_version:"
                + " it speaks neither TLS 1.2 nor 1.3");
    assertThat(text("10000410", "SSLV3_ALERT_HANDSHAKE_FAILURE"))
        .endsWith("handshake_failure: it shares no cipher or key exchange with us");
    assertThat(text("10000458", "TLSV1_ALERT_UNRECOGNIZED_NAME"))
        .endsWith("unrecognized_name: it knows no site of this name");
    assertThat(text("10000419", "TLSV1_ALERT_ACCESS_DENIED")).endsWith("the alert access_denied");
  }

  @Test
  void tellsWhatIsWrongWithTheBytes() {
    assertThat(HandshakeFault.text("not an SSL/TLS record: 485454502f312e31"))
        .startsWith("what came back is not TLS");
    assertThat(text("100000f0", "UNSUPPORTED_PROTOCOL")).contains("version of TLS");
    assertThat(text("100000b8", "NO_SHARED_CIPHER")).endsWith("no shared cipher");
  }

  @Test
  void leavesWhatItDoesNotKnow() {
    assertThat(HandshakeFault.text("something else")).isEqualTo("something else");
  }

  private static String text(String code, String name) {
    return HandshakeFault.text("error:" + code + ":SSL routines:OPENSSL_internal:" + name);
  }
}
