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
import dev.glasshouse.journey.Step;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A web server's request in one line: when (UTC), who asked for what, what it got after how long,
 * and what decided that. Every request has a line, so it is put together without Java's formats,
 * which would cost more than all the rest. Safe for many threads.
 */
public final class RequestLine {
  /** What a line has of a step of this kind, found out once. */
  private static final ClassValue<Boolean> OURS =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> kind) {
          return isOurs(kind);
        }
      };

  private final Language language;
  private final Wording wording;

  /** What was said last for each reason. */
  private final Map<Reason, Said> said = new ConcurrentHashMap<>();

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
    var text = new StringBuilder(160);
    write(journey, text);
    return text.toString();
  }

  /** Writes the line of a journey that has one request, without an end of line. */
  public void write(Journey journey, StringBuilder text) {
    boolean chinese = language == Language.ZH;
    time(journey.wallZero(), text);
    // What came last decided; which site and route it is for is told where nothing else did.
    String before = "";
    String last = "";
    boolean led = false;
    for (Entry entry : journey.entries()) {
      if (entry.step() instanceof HttpStep.RequestServed its) {
        text.append(' ').append(its.peer()).append(' ').append(its.method());
        text.append(' ').append(its.target()).append(chinese ? " → " : " -> ");
        text.append(its.status()).append(chinese ? "，" : ", ");
        text.append(wording.values().bytes(its.bytes())).append(chinese ? "，" : ", ");
        millis(entry.nanos(), text);
      }
      if (decides(entry)) {
        boolean leads = leads(entry.step());
        String why = leads && !last.isEmpty() && !led ? "" : why(entry);
        // An exchange that failed is often the reason for what follows, in the same words.
        if (!last.isEmpty() && why.endsWith(last)) {
          last = why;
        } else if (!why.isEmpty() && !last.endsWith(why)) {
          before = led && !leads ? "" : last;
          last = why;
          led = leads;
        }
      }
    }
    if (!before.isEmpty()) {
      text.append(chinese ? "：" : ": ").append(before).append(chinese ? "；" : "; ").append(last);
    } else if (!last.isEmpty()) {
      text.append(chinese ? "：" : ": ").append(last);
    }
  }

  /** Hours, minutes, seconds and milliseconds. */
  private static void time(Instant when, StringBuilder out) {
    int second = (int) Math.floorMod(when.getEpochSecond(), 86_400L);
    two(second / 3600, out);
    two(second / 60 % 60, out.append(':'));
    two(second % 60, out.append(':'));
    int millis = when.getNano() / 1_000_000;
    two(millis / 10, out.append('.'));
    out.append((char) ('0' + millis % 10));
  }

  private static void two(int number, StringBuilder out) {
    out.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }

  private static void millis(long nanos, StringBuilder out) {
    long tenths = (nanos + 50_000) / 100_000;
    out.append(tenths / 10).append('.').append(tenths % 10).append(" ms");
  }

  /**
   * What was said of a reason before, with the few last arguments: a route says the same of each of
   * its requests.
   */
  private static final class Said {
    private static final int MOST = 8;

    /** Replaced as a whole, each by one that is not changed: seen by any thread as it is. */
    private final @Nullable Why[] whys = new Why[MOST];

    private int next;

    private record Why(Because because, String text) {
      boolean is(Because other) {
        return because == other
            || because.arguments().equals(other.arguments())
                && because.clause().equals(other.clause());
      }
    }

    String of(Because because, Wording wording) {
      for (Why why : whys) {
        if (why == null) {
          break;
        }
        if (why.is(because)) {
          return why.text();
        }
      }
      String text = wording.because(because).orElse("");
      whys[next++ & (MOST - 1)] = new Why(because, text);
      return text;
    }
  }

  /** Whether a step only leads a request to what decides about it. */
  private static boolean leads(Step step) {
    return step instanceof ServerStep.SiteChosen
        || step instanceof ServerStep.SiteRouteChosen
        || step instanceof EdgeStep.FieldsPassed;
  }

  private String why(Entry entry) {
    String why = why(entry.because());
    return switch (entry.step()) {
      case EdgeStep.OriginChosen its when !why.isEmpty() -> its.server() + ": " + why;
      case EdgeStep.OriginFailed its when !why.isEmpty() -> its.server() + ": " + why;
      default -> why;
    };
  }

  private String why(Because because) {
    Said known = said.get(because.reason());
    if (known == null) {
      known = new Said();
      said.put(because.reason(), known);
    }
    return known.of(because, wording);
  }

  /**
   * A step of the server's own that had a reason. Why a request may be sent once more is none: why
   * it had to be, and which server has it now, stand beside it.
   */
  private static boolean decides(Entry entry) {
    return entry.because() != Because.HAPPENED
        && !(entry.step() instanceof EdgeStep.RequestResent)
        && OURS.get(entry.step().getClass())
        && !entry.because().equals(Because.HAPPENED);
  }

  private static boolean isOurs(Class<?> kind) {
    return ServerStep.class.isAssignableFrom(kind)
        || ProgramStep.class.isAssignableFrom(kind)
        || CacheStep.class.isAssignableFrom(kind)
        || CacheNodeStep.class.isAssignableFrom(kind)
        || PushStep.class.isAssignableFrom(kind)
        || RouteStep.class.isAssignableFrom(kind)
        || SessionStep.class.isAssignableFrom(kind)
        || EdgeStep.class.isAssignableFrom(kind)
        || kind == HttpStep.ExchangeFailed.class
        || kind == HttpStep.RequestServed.class;
  }
}
