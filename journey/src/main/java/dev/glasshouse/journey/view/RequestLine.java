package dev.glasshouse.journey.view;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheNodeStep;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.ProgramStep;
import dev.glasshouse.journey.PushStep;
import dev.glasshouse.journey.Reason;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.SessionStep;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A web server's request in one line: when (UTC), who asked for what, what it got after how long,
 * and what decided that.
 */
public final class RequestLine {
  private final Language language;
  private final Wording wording;

  /** What the reasons say that always say the same. */
  private final Map<Reason, String> said = new ConcurrentHashMap<>();

  private RequestLine(Language language) {
    this.language = language;
    this.wording = Wording.in(language);
  }

  /** Lines in a language. */
  public static RequestLine in(Language language) {
    return new RequestLine(language);
  }

  /** The line of a journey that has one request. */
  public String of(Journey journey) {
    boolean chinese = language == Language.ZH;
    var text = new StringBuilder(160);
    time(journey.wallZero(), text);
    var whys = new ArrayList<String>();
    for (Entry entry : journey.entries()) {
      if (entry.step() instanceof HttpStep.RequestServed its) {
        text.append(' ').append(its.peer()).append(' ').append(its.method());
        text.append(' ').append(its.target()).append(chinese ? " → " : " -> ");
        text.append(its.status()).append(chinese ? "，" : ", ");
        text.append(wording.values().bytes(its.bytes())).append(chinese ? "，" : ", ");
        millis(entry.nanos(), text);
      }
      if (decides(entry)) {
        String why = why(entry.because());
        if (!why.isEmpty()) {
          whys.add(why);
        }
      }
    }
    if (!whys.isEmpty()) {
      text.append(chinese ? "：" : ": ").append(String.join(chinese ? "；" : "; ", last(whys)));
    }
    return text.toString();
  }

  // Every request has a line: what Java's formats cost would be more than all the rest.

  /** Hours, minutes, seconds and milliseconds. */
  private static void time(Instant when, StringBuilder out) {
    int second = (int) Math.floorMod(when.getEpochSecond(), 86_400L);
    two(second / 3600, out);
    two(second / 60 % 60, out.append(':'));
    two(second % 60, out.append(':'));
    int millis = when.getNano() / 1_000_000;
    two(millis / 10, out.append('.'));
    out.append(millis % 10);
  }

  private static void two(int number, StringBuilder out) {
    out.append(number / 10).append(number % 10);
  }

  private static void millis(long nanos, StringBuilder out) {
    long tenths = (nanos + 50_000) / 100_000;
    out.append(tenths / 10).append('.').append(tenths % 10).append(" ms");
  }

  private String why(Because because) {
    boolean same = because.arguments().isEmpty() && because.clause().isNone();
    return same
        ? said.computeIfAbsent(because.reason(), _ -> wording.because(because).orElse(""))
        : wording.because(because).orElse("");
  }

  /** A step of the server's own that had a reason. */
  private static boolean decides(Entry entry) {
    boolean ours =
        entry.step() instanceof ServerStep
            || entry.step() instanceof ProgramStep
            || entry.step() instanceof CacheStep
            || entry.step() instanceof CacheNodeStep
            || entry.step() instanceof PushStep
            || entry.step() instanceof RouteStep
            || entry.step() instanceof SessionStep
            || entry.step() instanceof EdgeStep
            || entry.step() instanceof HttpStep.ExchangeFailed
            || entry.step() instanceof HttpStep.RequestServed;
    return ours && !entry.because().equals(Because.HAPPENED);
  }

  /** What came last decided. */
  private static List<String> last(List<String> whys) {
    return whys.subList(Math.max(0, whys.size() - 2), whys.size());
  }
}
