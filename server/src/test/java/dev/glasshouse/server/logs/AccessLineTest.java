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
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

class AccessLineTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.of(2026, 11, 22, 1, 2, 3, 0, ZoneOffset.UTC);

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
    return new Stories.Served(request, status, 5, Duration.ofMillis(1500), Because.HAPPENED);
  }

  @Test
  void whatAClientSendsCannotForgeALine() {
    assertThat(
            AccessLine.combined(
                served(Status.OK, "User-Agent", "a\"b\\c\t\u00e4", "Referer", "http://r.test/"),
                NOW))
        .isEqualTo(
            "192.0.2.7 - - [22/Nov/2026:01:02:03 +0000] \"GET /\\\"x HTTP/1.1\" 200 5"
                + " \"http://r.test/\" \"a\\\"b\\\\c\\x09\\xE4\"");
  }

  @Test
  void theUserIsToldWhoWasLetIn() {
    // "ada b:secret"
    String basic = "Basic YWRhIGI6c2VjcmV0";
    assertThat(AccessLine.combined(served(Status.OK, "Authorization", basic), NOW))
        .startsWith("192.0.2.7 - ada+b [")
        .doesNotContain("secret");
    assertThat(AccessLine.combined(served(new Status(401), "Authorization", basic), NOW))
        .startsWith("192.0.2.7 - - [");
    String digest = "Digest username=\"eve\\\"\", realm=\"r\"";
    assertThat(AccessLine.combined(served(Status.OK, "Authorization", digest), NOW))
        .startsWith("192.0.2.7 - eve\\\" [");
  }

  @Test
  void aLineOfJsonIsOneObject() {
    assertThat(AccessLine.json(served(Status.OK, "User-Agent", "a\\\"b"), "s", NOW))
        .isEqualTo(
            "{\"time\":\"2026-11-22T01:02:03Z\",\"site\":\"s\",\"client\":\"192.0.2.7\","
                + "\"method\":\"GET\",\"scheme\":\"http\",\"host\":\"site.test\","
                + "\"target\":\"/\\\"x\",\"version\":\"HTTP/1.1\",\"status\":200,\"bytes\":5,"
                + "\"seconds\":1.5,\"agent\":\"a\\\\\\\"b\"}");
  }
}
