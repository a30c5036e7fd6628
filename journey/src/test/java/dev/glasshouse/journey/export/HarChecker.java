package dev.glasshouse.journey.export;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks what a HAR means, where a schema cannot: sums, order, references, sizes. */
final class HarChecker {
  private final List<String> problems = new ArrayList<>();

  private HarChecker() {}

  static List<String> problems(JsonNode har) {
    var checker = new HarChecker();
    checker.check(har.get("log"));
    return checker.problems;
  }

  private void check(JsonNode log) {
    Set<String> pages = new HashSet<>();
    for (JsonNode page : log.path("pages")) {
      expect(pages.add(page.path("id").asString("")), "two pages with the same id");
    }
    Instant before = Instant.MIN;
    int number = 0;
    for (JsonNode entry : log.path("entries")) {
      String at = "entry " + number++ + ": ";
      entry
          .optional("pageref")
          .ifPresent(r -> expect(pages.contains(r.asString()), at + "pageref"));
      try {
        Instant started = Instant.parse(entry.path("startedDateTime").asString(""));
        expect(!started.isBefore(before), at + "out of order");
        before = started;
      } catch (java.time.DateTimeException e) {
        problems.add(at + "startedDateTime");
      }
      timings(entry, at);
      sizes(entry, at);
    }
  }

  private void timings(JsonNode entry, String at) {
    JsonNode timings = entry.path("timings");
    BigDecimal sum = BigDecimal.ZERO;
    for (String name : List.of("blocked", "dns", "connect", "send", "wait", "receive")) {
      BigDecimal time = timings.path(name).decimalValue(BigDecimal.ONE.negate());
      boolean none = time.compareTo(BigDecimal.ONE.negate()) == 0;
      expect(none || time.signum() >= 0, at + name + " is negative");
      sum = none ? sum : sum.add(time);
    }
    BigDecimal time = entry.path("time").decimalValue(BigDecimal.ZERO);
    expect(sum.compareTo(time) == 0, at + "timings add up to " + sum + ", not to " + time);
    BigDecimal ssl = timings.path("ssl").decimalValue(BigDecimal.ONE.negate());
    BigDecimal connect = timings.path("connect").decimalValue(BigDecimal.ONE.negate());
    expect(ssl.compareTo(connect) <= 0, at + "ssl is longer than connect");
  }

  private void sizes(JsonNode entry, String at) {
    JsonNode request = entry.path("request");
    expect(
        request.path("bodySize").asLong(0) <= 0 || request.has("postData"),
        at + "a body without postData");
    JsonNode response = entry.path("response");
    boolean redirect = response.path("status").asInt(0) / 100 == 3;
    expect(
        redirect || response.path("redirectURL").asString("").isEmpty(),
        at + "redirectURL without a redirect");
    expect(
        !response.path("content").has("encoding") || response.path("content").has("text"),
        at + "encoding without text");
    content(response, at);
  }

  private void content(JsonNode response, String at) {
    JsonNode content = response.path("content");
    long size = content.path("size").asLong(-1);
    if (content.has("compression") && response.path("bodySize").asLong(-1) >= 0) {
      expect(
          content.path("compression").asLong() + response.path("bodySize").asLong() == size,
          at + "compression and bodySize do not add up to size");
    }
    if (content.has("text")) {
      String text = content.path("text").asString("");
      String type = content.path("mimeType").asString("");
      Charset charset =
          type.contains("charset=windows-1252")
              ? Charset.forName("windows-1252")
              : StandardCharsets.UTF_8;
      boolean isBase64 = content.path("encoding").asString("").equals("base64");
      long length =
          isBase64 ? Base64.getDecoder().decode(text).length : text.getBytes(charset).length;
      expect(length == size, at + "text of " + length + " bytes, not of " + size);
    }
  }

  private void expect(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
