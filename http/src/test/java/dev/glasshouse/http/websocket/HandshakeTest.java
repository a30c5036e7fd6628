package dev.glasshouse.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.Request;
import dev.glasshouse.journey.PushReason;
import dev.glasshouse.url.Url;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The opening of a conversation, and what is agreed on in it. */
class HandshakeTest {
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  private static Request asked() {
    return Handshake.asked(
        Request.get(Url.parse("http://a.test/chat")), KEY, List.of("chat", "superchat"), true);
  }

  private static Handshake.Verdict judged(Request request) {
    return Handshake.judge(request, List.of("superchat"), true, false);
  }

  @Test
  void aRequestIsAnsweredByTheStandardsExample() {
    assertThat(judged(asked()))
        .isEqualTo(
            new Handshake.Verdict.Fine(
                Fields.of(
                    "Sec-WebSocket-Accept",
                    "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
                    "Sec-WebSocket-Protocol",
                    "superchat",
                    "Sec-WebSocket-Extensions",
                    "permessage-deflate"),
                Optional.of("superchat"),
                Optional.of(new Compression(false, false))));
  }

  @ParameterizedTest
  @CsvSource({
    "Upgrade, h2c, NOT_WEBSOCKET, 426",
    "Connection, close, NOT_WEBSOCKET, 426",
    "Sec-WebSocket-Version, 8, OTHER_VERSION, 426",
    "Sec-WebSocket-Key, c2hvcnQ=, BAD_KEY, 400",
    "Sec-WebSocket-Key, not*base64*at*all*****==, BAD_KEY, 400"
  })
  void whatIsNoneIsRefused(String field, String value, PushReason why, int status) {
    assertThat(judged(asked().with(field, value)))
        .isInstanceOfSatisfying(
            Handshake.Verdict.Refused.class,
            refused -> {
              assertThat(refused.because().reason()).isEqualTo(why);
              assertThat(refused.response().status().code()).isEqualTo(status);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "permessage-deflate | permessage-deflate",
        "permessage-deflate; client_max_window_bits | permessage-deflate",
        "permessage-deflate; client_max_window_bits=10 | permessage-deflate",
        "permessage-deflate; server_max_window_bits=15 | permessage-deflate",
        "permessage-deflate; server_max_window_bits=\"15\" | permessage-deflate",
        "permessage-deflate; server_max_window_bits=10 | -",
        "permessage-deflate; server_max_window_bits=10, permessage-deflate | permessage-deflate",
        "permessage-deflate; server_no_context_takeover"
            + " | permessage-deflate; server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover; server_no_context_takeover"
            + " | permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate; server_max_window_bits=16 | -",
        "permessage-deflate; server_max_window_bits=08 | -",
        "permessage-deflate; server_max_window_bits | -",
        "permessage-deflate; server_no_context_takeover=1 | -",
        "permessage-deflate; client_max_window_bits=15; client_max_window_bits=15 | -",
        "permessage-deflate; something | -",
        "x-webkit-deflate-frame | -",
        "foo, permessage-deflate | permessage-deflate"
      })
  void compressionIsAgreedOnAsFarAsItCanBeKept(String offered, String answer) {
    Optional<Compression> agreed =
        Compression.agreed(Fields.of("Sec-WebSocket-Extensions", offered), false);
    assertThat(agreed.map(Compression::text).orElse("-")).isEqualTo(answer);
  }
}
