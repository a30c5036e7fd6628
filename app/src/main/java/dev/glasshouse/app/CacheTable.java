package dev.glasshouse.app;

import dev.glasshouse.http.cache.Listed;
import dev.glasshouse.http.cache.Outlook;
import dev.glasshouse.http.caching.Selected;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Values;
import dev.glasshouse.journey.words.Wording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code glass cache} prints. What comes from outside is made safe for a terminal. */
final class CacheTable {
  private final Language words;
  private final Wording wording;

  CacheTable(Language words) {
    this.words = words;
    this.wording = Wording.in(words);
  }

  /** There is no entry. */
  String nothing(Path folder) {
    return word("nothing is kept in ", "没有保存任何内容：") + folder + "\n";
  }

  /** The entries, two lines each, and one for each field that they vary by. */
  String text(List<Listed> entries, Path folder) {
    if (entries.isEmpty()) {
      return nothing(folder);
    }
    long bytes = entries.stream().mapToLong(Listed::bytes).sum();
    String size = wording.values().bytes(bytes);
    var text = new StringBuilder();
    text.append(
            words == Language.ZH
                ? folder + " 中保存了 " + entries.size() + " 个条目，共 " + size
                : entries.size()
                    + (entries.size() == 1 ? " entry" : " entries")
                    + " of "
                    + size
                    + " kept in "
                    + folder)
        .append("\n\n");
    entries.forEach(entry -> entry(entry, text));
    return text.toString();
  }

  private void entry(Listed entry, StringBuilder text) {
    text.append(Values.text(entry.url())).append('\n').append("    ");
    var facts = new ArrayList<String>();
    facts.add(String.valueOf(entry.status()));
    facts.add(
        wording.values().bytes(entry.bytes()) + (entry.whole() ? "" : word(" (a part)", "（部分）")));
    facts.add(
        word("for ", "用于 ")
            + Values.text(entry.partition())
            + (entry.credentials() ? "" : word(" without cookies", "（不带 cookie）")));
    facts.add(freshness(entry));
    facts.add(
        entry.validators().isEmpty()
            ? word("no validator", "无验证器")
            : String.join(", ", entry.validators().stream().map(Values::text).toList()));
    text.append(String.join("; ", facts)).append('\n');
    for (Selected each : entry.vary()) {
      text.append("    ").append(onlyFor(each)).append('\n');
    }
  }

  /** Which requests an answer is for: it varies by a field of theirs. */
  private String onlyFor(Selected field) {
    String name = Values.text(field.name());
    if (name.equals("*")) {
      return word("for no other request (Vary: *)", "不用于其他任何请求（Vary: *）");
    }
    if (field.isSecret()) {
      return word(
          "only for requests with the same " + name + " (a digest of it is kept)",
          "仅用于 " + name + " 相同的请求（只保存其摘要）");
    }
    if (field.value().isEmpty()) {
      return word("only for requests without " + name, "仅用于不带 " + name + " 的请求");
    }
    String value = Values.text(field.value().get().replace(",", ", "));
    return word(
        "only for requests with " + name + ": " + value, "仅用于带 " + name + ": " + value + " 的请求");
  }

  private String freshness(Listed entry) {
    Values values = wording.values();
    if (entry.checked()) {
      return word("checked at each use (no-cache)", "每次使用前都要核实（no-cache）");
    }
    if (entry.freshness().isFresh()) {
      return word("fresh for ", "新鲜期还剩 ") + values.duration(nanos(entry.freshness().left()));
    }
    return word("stale since ", "已过期 ") + values.duration(nanos(entry.freshness().staleness()));
  }

  private static long nanos(java.time.Duration duration) {
    return duration.toDays() > 100_000 ? Long.MAX_VALUE : duration.toNanos();
  }

  /** What would happen to a URL now. */
  String outlook(String url, Outlook outlook, List<Listed> entries) {
    var text = new StringBuilder();
    text.append(url).append('\n').append("    ").append(what(outlook));
    wording.because(outlook.because()).ifPresent(why -> text.append(word(": ", "：")).append(why));
    text.append('\n');
    outlook
        .same()
        .ifPresent(same ->
            text.append("        ")
                .append(word("with what is stored for ", "使用为以下地址保存的内容："))
                .append(Values.text(same.url()))
                .append(word(": ", "："))
                .append(wording.because(same.because()).orElse(""))
                .append('\n'));
    outlook
        .conditions()
        .forEach(line -> text.append("        ").append(Values.text(line)).append('\n'));
    if (!entries.isEmpty()) {
      text.append('\n');
      entries.forEach(entry -> entry(entry, text));
    }
    return text.toString();
  }

  private String what(Outlook outlook) {
    boolean disk = outlook.store().equals("disk");
    String store = disk ? word("disk", "磁盘") : word("memory", "内存");
    return switch (outlook.what()) {
      case SERVED -> word("answered from " + store, "由" + store + "缓存应答");
      case SERVED_AND_CHECKED ->
          word(
              "answered from " + store + ", and checked with the server meanwhile",
              "由" + store + "缓存应答，同时向服务器核实");
      case CHECKED ->
          word("the server is asked whether the stored answer holds", "询问服务器保存的内容是否仍有效");
      case COMPLETED -> word("the server is asked for what is missing", "向服务器请求缺失的部分");
      case ASKED -> word("the server is asked", "向服务器请求");
      case PAST -> word("past the cache", "绕过缓存");
      case REFUSED -> "504";
    };
  }

  /** How many entries were deleted. */
  String deleted(int count) {
    return words == Language.ZH
        ? "已删除 " + count + " 个条目\n"
        : "deleted " + count + (count == 1 ? " entry" : " entries") + "\n";
  }

  private String word(String en, String zh) {
    return words == Language.ZH ? zh : en;
  }
}
