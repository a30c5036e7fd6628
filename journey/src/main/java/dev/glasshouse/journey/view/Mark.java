package dev.glasshouse.journey.view;

import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.words.Language;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is out of the ordinary in the way in which an answer came. */
public enum Mark {
  /** The bytes were in the cache, in memory. */
  MEMORY_CACHE("memory cache", "内存缓存"),
  /** The bytes were in the cache, on disk. */
  DISK_CACHE("disk cache", "磁盘缓存"),
  /** The server confirmed what is stored (304). */
  CONFIRMED("304", "304"),
  /** Another request for the same was under way, and its answer was used. */
  SHARED("shared", "共用应答"),
  /** The server had sent it before it was asked for. */
  PUSHED("pushed", "服务器推送"),
  /** The request went out before the handshake was done. */
  EARLY_DATA("early data", "早期数据"),
  /** It was checked behind a stale answer that was in use already. */
  BEHIND("checked behind", "后台核实");

  private final String en;
  private final String zh;

  Mark(String en, String zh) {
    this.en = en;
    this.zh = zh;
  }

  /** What it is called. */
  public String in(Language language) {
    return language == Language.ZH ? zh : en;
  }

  /** The marks of an exchange, as its steps have it, in the order in which they began. */
  static Set<Mark> of(List<Entry> steps) {
    var marks = EnumSet.noneOf(Mark.class);
    for (Entry entry : steps) {
      switch (entry.step()) {
        case CacheStep.CacheAnswered answered -> {
          marks.add(answered.store().equals("disk") ? DISK_CACHE : MEMORY_CACHE);
          if (answered.checked()) {
            marks.add(CONFIRMED);
          }
        }
        case CacheStep.CacheWaited waited when waited.shared() -> marks.add(SHARED);
        case StreamStep.PushUsed _ -> marks.add(PUSHED);
        case QuicStep.EarlyDataSent _ -> marks.add(EARLY_DATA);
        case QuicStep.TooEarly _ -> marks.remove(EARLY_DATA);
        default -> {}
      }
    }
    return Collections.unmodifiableSet(marks);
  }
}
