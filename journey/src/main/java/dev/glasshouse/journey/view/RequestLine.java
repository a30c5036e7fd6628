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
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.SessionStep;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A web server's request in one line: when (UTC), who asked for what, what it got after how long,
 * and what decided that.
 */
public final class RequestLine {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private RequestLine() {}

  /** The line of a journey that has one request. */
  public static String of(Journey journey, Language language) {
    boolean chinese = language == Language.ZH;
    Wording wording = Wording.in(language);
    var text = new StringBuilder(WHEN.format(journey.wallZero()));
    var whys = new ArrayList<String>();
    for (Entry entry : journey.entries()) {
      if (entry.step() instanceof HttpStep.RequestServed its) {
        text.append(' ').append(its.peer()).append(' ').append(its.method());
        text.append(' ').append(its.target()).append(chinese ? " → " : " -> ");
        text.append(its.status()).append(chinese ? "，" : ", ");
        text.append(wording.values().bytes(its.bytes())).append(chinese ? "，" : ", ");
        text.append(String.format(Locale.ROOT, "%.1f ms", (entry.end() - entry.begin()) / 1e6));
      }
      if (decides(entry)) {
        wording.because(entry.because()).ifPresent(whys::add);
      }
    }
    if (!whys.isEmpty()) {
      text.append(chinese ? "：" : ": ").append(String.join(chinese ? "；" : "; ", last(whys)));
    }
    return text.toString();
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
