package dev.glasshouse.http.h3;

import dev.glasshouse.http.LimitException;
import dev.glasshouse.http.Limits;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.StreamReason;
import io.netty.handler.codec.http3.DefaultHttp3SettingsFrame;
import io.netty.handler.codec.http3.Http3SettingIdentifier;
import io.netty.handler.codec.http3.Http3Settings;
import io.netty.handler.codec.http3.Http3SettingsFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a side allows on its connections (RFC 9114 7.2.4, RFC 9204 5). */
final class Settings {
  private Settings() {}

  /**
   * How much larger than what is answered a request's fields may be so that they are still refused
   * with 431. The codec ends the whole connection where a section is larger than what was said.
   */
  private static final int READABLE = 4;

  /** A client's. */
  static Http3SettingsFrame of(Limits limits) {
    return new DefaultHttp3SettingsFrame(its(limits.head().section()));
  }

  /** A server's: what is somewhat too large is read all the same, and answered with 431. */
  static Http3SettingsFrame ofServer(Limits limits) {
    // RFC 9220 3: streams may carry other protocols.
    return new DefaultHttp3SettingsFrame(
        its((long) READABLE * limits.head().section()).enableConnectProtocol(true));
  }

  private static Http3Settings its(long section) {
    return new Http3Settings()
        .maxFieldSectionSize(section)
        .qpackMaxTableCapacity(0)
        .qpackBlockedStreams(0);
  }

  /** How large a field section the peer takes; as large as can be where it has not said. */
  static long section(Http3Settings settings) {
    Long said = settings.maxFieldSectionSize();
    return said == null ? Long.MAX_VALUE : said;
  }

  /**
   * A section is larger than what the peer has said that it takes (RFC 9114 4.2.2): it is not sent.
   */
  static LimitException tooLarge(StreamReason reason, long most, long bytes) {
    return new LimitException(
        Because.of(reason, Clause.rfc(9114, "4.2.2"), most, bytes),
        "SETTINGS_MAX_FIELD_SECTION_SIZE",
        most,
        "bytes");
  }

  /** As the journey writes them. */
  static List<String> lines(Http3Settings settings) {
    var lines = new ArrayList<String>();
    for (Map.Entry<Long, Long> entry : settings) {
      Http3SettingIdentifier known = Http3SettingIdentifier.fromId(entry.getKey());
      String name =
          known == null
              ? "0x" + Long.toHexString(entry.getKey())
              : known.name().replace("HTTP3_SETTINGS_", "");
      lines.add(name + ": " + entry.getValue());
    }
    return lines;
  }
}
