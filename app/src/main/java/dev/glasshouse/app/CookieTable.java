package dev.glasshouse.app;

import dev.glasshouse.http.cookies.Cookie;
import dev.glasshouse.http.cookies.SameSite;
import dev.glasshouse.http.cookies.SendVerdict;
import dev.glasshouse.journey.Secrets;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Values;
import dev.glasshouse.journey.words.Wording;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What {@code glass cookies} prints. Names and values are made safe for a terminal. */
final class CookieTable {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Instant now;
  private final Language words;
  private final boolean showValues;

  CookieTable(Instant now, Language words, boolean showValues) {
    this.now = now;
    this.words = words;
    this.showValues = showValues;
  }

  /**
   * A cookie a line, with its verdict below it.
   *
   * @param verdicts one for each cookie, or none
   */
  String text(List<Cookie> cookies, List<SendVerdict> verdicts, Path file) {
    if (cookies.isEmpty()) {
      return word("no cookie is kept in ", "没有保存 cookie：") + file + "\n";
    }
    var text = new StringBuilder();
    text.append(
            words == Language.ZH
                ? file + " 中保存了 " + cookies.size() + " 个 cookie（时间为 UTC）"
                : cookies.size()
                    + (cookies.size() == 1 ? " cookie" : " cookies")
                    + " kept in "
                    + file
                    + " (times are UTC)")
        .append("\n\n");
    var wording = Wording.in(words);
    for (int i = 0; i < cookies.size(); i++) {
      line(cookies.get(i), text);
      if (!verdicts.isEmpty()) {
        SendVerdict verdict = verdicts.get(i);
        text.append(
                verdict.sent()
                    ? word("    sent: ", "    会发送：")
                    : word("    not sent: ", "    不发送："))
            .append(wording.because(verdict.because()).orElse(""))
            .append('\n');
      }
    }
    return text.toString();
  }

  /**
   * What was deleted.
   *
   * @param broken how many lines of the file that could not be read
   */
  String deleted(List<Cookie> cookies, int broken) {
    if (cookies.isEmpty() && broken == 0) {
      return word("there was none to delete\n", "没有可删除的 cookie\n");
    }
    var text = new StringBuilder();
    for (Cookie cookie : cookies) {
      text.append(word("deleted ", "已删除 "));
      line(cookie, text);
    }
    if (broken > 0) {
      text.append(
          words == Language.ZH
              ? "已删除无法读取的 " + broken + " 行\n"
              : "deleted "
                  + broken
                  + (broken == 1 ? " line that was no cookie\n" : " lines that were no cookies\n"));
    }
    return text.toString();
  }

  private void line(Cookie cookie, StringBuilder text) {
    text.append(where(cookie))
        .append("  ")
        .append(Values.text(cookie.shownName()))
        .append('=')
        .append(value(cookie))
        .append(word("  until ", "  有效至 "))
        .append(cookie.expires().map(MINUTE::format).orElse("-"));
    List<String> flags = flags(cookie);
    if (!flags.isEmpty()) {
      text.append("  ").append(String.join(" ", flags));
    }
    text.append('\n');
  }

  private static String where(Cookie cookie) {
    return (cookie.scope().hostOnly() ? "" : ".")
        + cookie.domain()
        + Values.text(Cookie.shown(cookie.path()));
  }

  private String value(Cookie cookie) {
    return Values.text(showValues ? cookie.shownValue() : Secrets.shorten(cookie.shownValue()));
  }

  private static List<String> flags(Cookie cookie) {
    var flags = new ArrayList<String>();
    if (cookie.secure()) {
      flags.add("Secure");
    }
    if (cookie.httpOnly()) {
      flags.add("HttpOnly");
    }
    if (cookie.sameSite() != SameSite.UNSET) {
      flags.add("SameSite=" + cookie.sameSite());
    }
    if (!cookie.scope().partition().isEmpty()) {
      flags.add("Partitioned=" + cookie.scope().partition());
    }
    return flags;
  }

  /** A cookie a line, as JSON. */
  String json(List<Cookie> cookies, List<SendVerdict> verdicts) {
    var wording = Wording.in(words);
    var text = new StringBuilder();
    for (int i = 0; i < cookies.size(); i++) {
      var out = new StringWriter();
      try (JsonGenerator json =
          new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
        json.writeStartObject();
        object(cookies.get(i), json);
        if (!verdicts.isEmpty()) {
          json.writeBooleanProperty("sent", verdicts.get(i).sent());
          json.writeStringProperty(
              "because", wording.because(verdicts.get(i).because()).orElse(""));
        }
        json.writeEndObject();
      }
      text.append(out).append('\n');
    }
    return text.toString();
  }

  private void object(Cookie cookie, JsonGenerator json) {
    json.writeStringProperty("name", cookie.shownName());
    json.writeStringProperty(
        "value", showValues ? cookie.shownValue() : Secrets.shorten(cookie.shownValue()));
    json.writeStringProperty("domain", cookie.domain());
    json.writeBooleanProperty("hostOnly", cookie.scope().hostOnly());
    json.writeStringProperty("path", Cookie.shown(cookie.path()));
    json.writeStringProperty("expires", cookie.expires().map(Instant::toString).orElse(""));
    json.writeNumberProperty(
        "left",
        cookie.expires().map(end -> end.getEpochSecond() - now.getEpochSecond()).orElse(0L));
    json.writeBooleanProperty("secure", cookie.secure());
    json.writeBooleanProperty("httpOnly", cookie.httpOnly());
    json.writeStringProperty(
        "sameSite", cookie.sameSite() == SameSite.UNSET ? "" : cookie.sameSite().toString());
    json.writeStringProperty("partition", cookie.scope().partition());
    json.writeStringProperty("created", cookie.created().toString());
  }

  private String word(String en, String zh) {
    return NameTable.word(words, en, zh);
  }
}
