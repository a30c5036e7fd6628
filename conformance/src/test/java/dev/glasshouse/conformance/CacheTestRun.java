package dev.glasshouse.conformance;

import dev.glasshouse.fetch.Client;
import dev.glasshouse.fetch.FetchRequest;
import dev.glasshouse.fetch.FetchResponse;
import dev.glasshouse.fetch.Fetcher;
import dev.glasshouse.fetch.Terms;
import dev.glasshouse.http.Body;
import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpDate;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.cache.CacheMode;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One test of the public suite of HTTP caching, run as a browser's page runs it: its requests go
 * out one after the other, each answer is held against what the test expects, and at the end so is
 * what the server has seen.
 */
final class CacheTestRun {
  private static final long PAUSE_MILLIS = 3000;
  private static final Set<String> DATES =
      Set.of("date", "expires", "last-modified", "if-modified-since", "if-unmodified-since");

  private final Fetcher fetcher;
  private final String base;
  private final JsonNode test;
  private final String uuid = UUID.randomUUID().toString();
  private final List<Got> answers = new ArrayList<>();

  /** An answer as the page sees it. */
  private record Got(int status, Fields fields, String body) {
    Optional<String> field(String name) {
      return fields.combined(name);
    }

    /** A number in a field, as a script reads it; empty where there is none. */
    OptionalInt number(String name) {
      String digits = field(name).orElse("").strip().replaceFirst("^(\\d*).*$", "$1");
      return digits.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
    }
  }

  CacheTestRun(Fetcher fetcher, String base, JsonNode test) {
    this.fetcher = fetcher;
    this.base = base;
    this.test = test;
  }

  /** Runs it; throws when it does not pass. */
  void run() throws IOException, InterruptedException {
    JsonNode requests = test.get("requests");
    configure(requests);
    for (int i = 0; i < requests.size(); i++) {
      JsonNode request = requests.get(i);
      Got got = send(request, i + 1);
      answers.add(got);
      check(request, i + 1, got);
      if (request.path("pause_after").asBoolean(false)) {
        // The suite's pace: entries become stale in real time.
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    checkServer(requests);
  }

  private void configure(JsonNode requests) throws IOException {
    var all = new ArrayList<Object>();
    for (JsonNode request : requests) {
      var copy = (tools.jackson.databind.node.ObjectNode) request.deepCopy();
      copy.put("id", test.get("id").asString());
      copy.put("name", test.get("name").asString());
      all.add(copy);
    }
    Got got =
        ask(
            Method.PUT,
            base + "/config/" + uuid,
            Fields.of("Content-Type", "application/json"),
            Body.of(JsonMapper.shared().writeValueAsString(all)),
            CacheMode.DEFAULT,
            FetchRequest.Redirect.FOLLOW);
    expect(got.status() == 201, "the configuration was answered with " + got.status());
  }

  private Got send(JsonNode request, int number) throws IOException {
    Fields fields = Fields.EMPTY;
    for (JsonNode field : request.path("request_headers")) {
      fields = fields.plus(field.get(0).asString(), sentValue(field));
    }
    fields =
        fields
            .plus("Test-Name", ascii(test.get("name").asString()))
            .plus("Test-ID", test.get("id").asString())
            .plus("Req-Num", Integer.toString(number));
    String url = base + "/test/" + uuid;
    if (request.has("filename")) {
      url += "/" + request.get("filename").asString();
    }
    if (request.has("query_arg")) {
      url += "?" + request.get("query_arg").asString();
    }
    String mode = request.path("cache").asString("default");
    boolean manual = request.path("redirect").asString("follow").equals("manual");
    return ask(
        Method.of(request.path("request_method").asString("GET")),
        url,
        fields,
        request.has("request_body") ? Body.of(request.get("request_body").asString()) : Body.NONE,
        CacheMode.valueOf(mode.toUpperCase(Locale.ROOT).replace('-', '_')),
        manual ? FetchRequest.Redirect.MANUAL : FetchRequest.Redirect.FOLLOW);
  }

  /** A date that is given in seconds is relative to the answer before. */
  private String sentValue(JsonNode field) {
    JsonNode value = field.get(1);
    return value.isNumber() && !answers.isEmpty()
        ? date(answers.getLast(), value.asLong())
        : value.asString().strip();
  }

  private static String ascii(String text) {
    return text.replaceAll("[^ -~]", "?");
  }

  private Got ask(
      Method method,
      String url,
      Fields fields,
      Body body,
      CacheMode mode,
      FetchRequest.Redirect redirect)
      throws IOException {
    FetchRequest request =
        FetchRequest.of(Url.parse(url))
            .method(method)
            .fields(fields)
            .body(body)
            .mode(FetchRequest.Mode.CORS)
            .redirect(redirect)
            .client(Client.at(Url.parse(base + "/test-browser.html")))
            .terms(Terms.NONE.with(mode))
            .build();
    try (FetchResponse response = fetcher.fetch(request, Trail.OFF)) {
      byte[] bytes = response.body().readAllBytes();
      return new Got(
          response.status().code(), response.fields(), new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static void expect(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  private void check(JsonNode request, int number, Got got) {
    checkSource(request, number, got);
    checkStatus(request, number, got);
    for (JsonNode expected : request.path("expected_response_headers")) {
      checkField(expected, number, got);
    }
    for (JsonNode missing : request.path("expected_response_headers_missing")) {
      if (missing.isString()) {
        expect(
            !got.fields().has(missing.asString()),
            "answer " + number + " has the field " + missing.asString());
      }
    }
    checkBody(request, number, got);
  }

  /** Which request of the test the server answered tells whether the cache did. */
  private static void checkSource(JsonNode request, int number, Got got) {
    OptionalInt answered = got.number("Server-Request-Count");
    String expected = request.path("expected_type").asString("");
    if (expected.equals("cached")) {
      boolean bare = got.status() == 304 && answered.isEmpty();
      expect(
          bare || answered.orElse(Integer.MAX_VALUE) < number,
          "answer " + number + " does not come from the cache");
    } else if (expected.equals("not_cached")) {
      expect(answered.orElse(-1) == number, "answer " + number + " comes from the cache");
    }
  }

  private static void checkStatus(JsonNode request, int number, Got got) {
    int expected = 200;
    if (request.has("expected_status")) {
      if (request.get("expected_status").isNull()) {
        return;
      }
      expected = request.get("expected_status").asInt();
    } else if (request.has("response_status")) {
      expected = request.get("response_status").get(0).asInt();
    }
    expect(
        got.status() == expected,
        "answer %d has the status %d, not %d%s"
            .formatted(
                number,
                got.status(),
                expected,
                got.status() == 999 ? ": the request was not conditional" : ""));
  }

  private static void checkField(JsonNode expected, int number, Got got) {
    String name = expected.isString() ? expected.asString() : expected.get(0).asString();
    expect(got.fields().has(name), "answer " + number + " has no field " + name);
    if (expected.isString()) {
      return;
    }
    String value = got.field(name).orElse("");
    if (expected.size() == 2) {
      String wanted = value(expected, got);
      expect(
          value.equals(wanted),
          "answer %d has %s: %s, not %s".formatted(number, name, value, wanted));
      return;
    }
    boolean holds =
        switch (expected.get(1).asString()) {
          case "=" -> value.equals(got.field(expected.get(2).asString()).orElse(""));
          case ">" -> got.number(name).orElse(-1) > expected.get(2).asInt();
          default -> throw new IllegalStateException("what is " + expected + "?");
        };
    expect(holds, "answer %d has %s: %s, not %s".formatted(number, name, value, expected));
  }

  /** What a field is expected to be: dates in seconds are relative to the server's time. */
  private static String value(JsonNode field, Got got) {
    boolean date =
        DATES.contains(field.get(0).asString().toLowerCase(Locale.ROOT)) && field.get(1).isNumber();
    return date ? date(got, field.get(1).asLong()) : field.get(1).asString();
  }

  private static String date(Got got, long seconds) {
    long now = Long.parseLong(got.field("Server-Now").orElseThrow());
    return HttpDate.format(Instant.ofEpochMilli(now + 1000 * seconds));
  }

  private void checkBody(JsonNode request, int number, Got got) {
    JsonNode check = request.path("check_body");
    if (check.isBoolean() && !check.asBoolean()) {
      return;
    }
    Optional<String> expected = Optional.of(uuid);
    if (request.has("expected_response_text")) {
      expected =
          Optional.of(request.get("expected_response_text"))
              .filter(n -> !n.isNull())
              .map(JsonNode::asString);
    } else if (request.path("response_body").isString()) {
      expected = Optional.of(request.get("response_body").asString());
    } else if (got.status() == 204
        || got.status() == 304
        || request.path("request_method").asString("").equals("HEAD")) {
      expected = Optional.empty();
    }
    expect(
        expected.isEmpty() || expected.get().equals(got.body()),
        "answer %d is \"%s\", not %s".formatted(number, got.body(), expected));
  }

  /** Holds what the server has seen against what it should have. */
  private void checkServer(JsonNode requests) throws IOException {
    Got state =
        ask(
            Method.GET,
            base + "/state/" + uuid,
            Fields.EMPTY,
            Body.NONE,
            CacheMode.DEFAULT,
            FetchRequest.Redirect.FOLLOW);
    JsonNode seen =
        state.status() == 200
            ? JsonMapper.shared().readTree(state.body())
            : JsonMapper.shared().createArrayNode();
    int at = 0;
    for (int i = 0; i < requests.size(); i++) {
      JsonNode request = requests.get(i);
      String type = request.path("expected_type").asString("");
      if (type.equals("cached")) {
        continue;
      }
      checkSeen(request, type, i + 1, answers.get(i), seen.path(at));
      at++;
    }
  }

  private static void checkSeen(JsonNode request, String type, int number, Got got, JsonNode seen) {
    boolean missing = seen.isMissingNode();
    if (type.equals("not_cached")) {
      expect(
          !missing && seen.get("request_num").asInt() == number,
          "answer " + number + " comes from the cache");
    }
    JsonNode sent = seen.path("request_headers");
    if (type.endsWith("_validated")) {
      String condition = type.equals("etag_validated") ? "if-none-match" : "if-modified-since";
      expect(!missing, "request " + number + " was not sent");
      expect(sent.has(condition), "request " + number + " has no " + condition);
    }
    for (JsonNode expected : request.path("expected_request_headers")) {
      String name = expected.isString() ? expected.asString() : expected.get(0).asString();
      JsonNode value = sent.path(name.toLowerCase(Locale.ROOT));
      expect(
          !value.isMissingNode()
              && (expected.isString() || value.asString().equals(expected.get(1).asString())),
          "request %d has %s: %s, not %s".formatted(number, name, value, expected));
    }
    for (JsonNode unwanted : request.path("expected_request_headers_missing")) {
      String name = unwanted.isString() ? unwanted.asString() : unwanted.get(0).asString();
      JsonNode value = sent.path(name.toLowerCase(Locale.ROOT));
      expect(
          value.isMissingNode()
              || (!unwanted.isString() && !value.asString().equals(unwanted.get(1).asString())),
          "request " + number + " has " + name);
    }
    for (JsonNode field : seen.path("response_headers")) {
      checkReceived(field, number, got);
    }
    if (request.has("expected_method")) {
      expect(
          seen.path("request_method")
              .asString("")
              .equals(request.get("expected_method").asString()),
          "request " + number + " had the method " + seen.path("request_method"));
    }
  }

  /**
   * A field that the server sent must have come; the suite leaves out those that pages never see.
   */
  private static void checkReceived(JsonNode field, int number, Got got) {
    String name = field.get(0).asString().toLowerCase(Locale.ROOT);
    if (name.equals("date") || name.equals("set-cookie") || name.equals("set-cookie2")) {
      return;
    }
    String sent = field.get(1).asString("");
    if (field.get(1).isArray()) {
      var all = new ArrayList<String>();
      field.get(1).forEach(each -> all.add(each.asString()));
      sent = String.join(", ", all);
    }
    expect(
        sent.equals(got.field(name).orElse("")),
        "answer %d has %s: %s, not %s".formatted(number, name, got.field(name), sent));
  }
}
