package dev.glasshouse.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.Stories;
import dev.glasshouse.journey.Because;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class AccessLineTest {
  private static final long NOW = Instant.parse("2026-11-22T01:02:03.004Z").toEpochMilli();

  private final AccessLine lines = new AccessLine(ZoneOffset.UTC);

  private String combined(Stories.Served served) {
    var text = new StringBuilder();
    lines.combined(served, NOW, text);
    return text.toString();
  }

  private static Stories.Served served(Status status, String... fields) {
    var request =
        new Request(
            Method.GET,
            "http",
            "site.test",
            "/\"x",
            HttpVersion.HTTP_1_1,
            Fields.of(fields),
            Body.NONE,
            new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 1));
    return new Stories.Served(request, status, 5, 1_500_000_000L, Because.HAPPENED);
  }

  @Test
  void whatAClientSendsCannotForgeALine() {
    assertThat(
            combined(
                served(Status.OK, "User-Agent", "a\"b\\c\t\u00e4", "Referer", "http://r.test/")))
        .isEqualTo(
            "192.0.2.7 - - [22/Nov/2026:01:02:03 +0000] \"GET /\\x22x HTTP/1.1\" 200 5"
                + " \"http://r.test/\" \"a\\x22b\\x5Cc\\x09\\xE4\"");
  }

  /** RFC 5952, as other servers write it and other programs look for it. */
  @Test
  void anAddressOfIpv6IsWrittenShort() {
    Stories.Served four = served(Status.OK);
    Request its = four.request();
    var six =
        new Request(
            its.method(),
            its.scheme(),
            its.authority(),
            "/",
            its.version(),
            its.fields(),
            its.body(),
            new InetSocketAddress(InetAddress.ofLiteral("2001:db8:0:0:0:0:0:9"), 1));
    assertThat(combined(new Stories.Served(six, Status.OK, 5, 1, Because.HAPPENED)))
        .startsWith("2001:db8::9 - - [");
  }

  @Test
  void theUserIsToldButNoPassword() {
    // "ada b:secret"
    String basic = "Basic YWRhIGI6c2VjcmV0";
    assertThat(combined(served(Status.OK, "Authorization", basic)))
        .startsWith("192.0.2.7 - ada b [")
        .doesNotContain("secret");
    assertThat(combined(served(new Status(401), "Authorization", basic)))
        .startsWith("192.0.2.7 - ada b [")
        .doesNotContain("secret");
    String digest = "Digest username=\"eve\\\"\", realm=\"r\"";
    assertThat(combined(served(Status.OK, "Authorization", digest)))
        .startsWith("192.0.2.7 - eve\\x22 [");
  }

  @Test
  void aLineOfJsonIsOneObject() {
    var text = new StringBuilder();
    lines.json(served(Status.OK, "User-Agent", "a\\\"b"), "s", NOW, text);
    assertThat(text.toString())
        .isEqualTo(
            "{\"time\":\"2026-11-22T01:02:03.004Z\",\"site\":\"s\",\"client\":\"192.0.2.7\","
                + "\"method\":\"GET\",\"scheme\":\"http\",\"host\":\"site.test\","
                + "\"target\":\"/\\\"x\",\"version\":\"HTTP/1.1\",\"status\":200,\"bytes\":5,"
                + "\"seconds\":1.500000,\"agent\":\"a\\\\\\\"b\"}");
  }
}
