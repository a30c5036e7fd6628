package dev.glasshouse.journey.view;

import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Values;
import dev.glasshouse.journey.words.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is said of a {@link Walk}, as text and in its picture, in one language. */
final class WalkWords {
  private static final int SHOWN = 4;

  private final Language language;
  private final Wording wording;

  WalkWords(Language language) {
    this.language = language;
    this.wording = Wording.in(language);
  }

  /** The word of the language. */
  String word(String en, String zh) {
    return language == Language.ZH ? zh : en;
  }

  String comma() {
    return word(", ", "，");
  }

  String duration(long nanos) {
    return wording.values().duration(nanos);
  }

  String bytes(long bytes) {
    return wording.values().say(bytes, "bytes", "");
  }

  /** What came from outside, as a terminal may see it. */
  static String safe(String text) {
    return Values.text(text);
  }

  Wording wording() {
    return wording;
  }

  /** The server, with its name where that is known. */
  String server(Walk.Ask ask) {
    String place = Places.server(ask.chosen().server());
    return ask.serverName().isEmpty() ? place : safe(ask.serverName()) + " " + place;
  }

  /** What was asked. */
  String question(Walk.Ask ask) {
    return safe(ask.chosen().name()) + " " + ask.chosen().type();
  }

  /** By which transport, the last one where there were several. */
  String transport(Walk.Ask ask) {
    return ask.again().isEmpty()
        ? ask.chosen().transport()
        : ask.chosen().transport() + word(", then ", "，然后 ") + ask.again().getLast().transport();
  }

  /** What came, in a few words. */
  String came(Walk walk, Walk.Ask ask) {
    if (ask.heard().isEmpty()) {
      return ask.silence().map(this::silence).orElse(word("nothing came", "没有回答"));
    }
    RecursionStep.MessageHeard heard = ask.heard().get();
    if (ask.referral().isPresent()) {
      return referral(ask.referral().get());
    }
    if (!ask.failed() && !heard.answers().isEmpty()) {
      List<String> records = heard.answers().stream().filter(r -> !isSignature(r)).toList();
      boolean signed = records.size() < heard.answers().size();
      return some(records) + (signed ? word(" (signed)", "（有签名）") : "");
    }
    if (!ask.failed() && heard.code().equals("NOERROR") && walk.isMinimised(ask)) {
      return word("no referral at ", "没有引荐：") + safe(heard.name());
    }
    String why = wording.reason(ask.meant().reason(), ask.meant().arguments());
    return heard.code() + word(": ", "：") + why;
  }

  private static boolean isSignature(String record) {
    List<String> parts = List.of(record.split(" ", 3));
    return parts.size() > 1 && parts.get(1).equals("RRSIG");
  }

  private String silence(String problem) {
    return word("no answer: ", "没有回答：") + safe(wording.word(problem));
  }

  private String referral(RecursionStep.ReferralFollowed referral) {
    var text = new StringBuilder(safe(referral.child()));
    text.append(word(" is served by ", " 的服务器是 ")).append(some(referral.servers()));
    return text.toString();
  }

  /** What is kept of a referral, and what it says of signatures. */
  String kept(RecursionStep.ReferralFollowed referral) {
    return word("kept ", "保存 ")
        + duration(referral.holds().toNanos())
        + comma()
        + (referral.signed() ? word("with DS", "有 DS") : word("no DS", "没有 DS"));
  }

  /** The first of a list, and how many more there are. */
  String some(List<String> all) {
    var shown = new ArrayList<>(all.stream().limit(SHOWN).map(WalkWords::safe).toList());
    String text = String.join(comma(), shown);
    int more = all.size() - SHOWN;
    return more > 0 ? text + word(" and " + more + " more", " 等另外 " + more + " 个") : text;
  }

  /** A verdict on signatures as a word. */
  String verdict(String status) {
    return switch (status) {
      case "secure" -> word("secure", "可信");
      case "insecure" -> word("not signed", "未签名");
      case "bogus" -> word("bogus", "不可信");
      default -> word("not checkable", "无从判断");
    };
  }

  /** Zones whose parents say that they are not signed. */
  List<String> unsigned(Walk walk) {
    return walk.cuts().stream()
        .flatMap(cut -> cut.asks().stream())
        .flatMap(ask -> ask.referral().stream())
        .filter(referral -> !referral.signed())
        .map(referral -> safe(referral.child()))
        .distinct()
        .toList();
  }

  /** The walk's answer in one line. */
  String answer(Walk walk) {
    Optional<RecursionStep.RecursionAnswered> ending = walk.ending();
    if (ending.isEmpty()) {
      return word("none came in time", "没有及时得到");
    }
    RecursionStep.RecursionAnswered last = ending.get();
    if (last.answers().isEmpty()) {
      return switch (last.code()) {
        case "NOERROR" ->
            word(
                "the name is there, but has no " + last.type() + " (NODATA)",
                "该名称存在，但没有 " + last.type() + " 记录（NODATA）");
        case "NXDOMAIN" -> word("the name does not exist (NXDOMAIN)", "该名称不存在（NXDOMAIN）");
        default ->
            last.code() + (walk.isBogus() ? word(": the signatures do not hold", "：签名不成立") : "");
      };
    }
    return String.join(comma(), last.answers().stream().map(WalkWords::safe).toList());
  }

  /** Where the answer comes from, and how long it holds. */
  String source(Walk walk) {
    return walk.ending()
        .filter(last -> last.code().equals("NOERROR") || last.code().equals("NXDOMAIN"))
        .map(last -> {
          String origin =
              switch (last.origin()) {
                case "servers" -> word("the zone's own servers said so", "由该区自己的服务器所说");
                case "cache" -> word("known before", "先前已知");
                default -> wording.word(last.origin());
              };
          return origin + comma() + word("holds for ", "有效期 ") + duration(last.holds().toNanos());
        })
        .orElse("");
  }

  /** What it cost. */
  String cost(Walk walk) {
    List<Walk.Ask> asks = walk.asks();
    long bytes = asks.stream().flatMap(a -> a.heard().stream()).mapToLong(h -> h.size()).sum();
    long repeated = asks.stream().mapToLong(a -> a.again().size()).sum();
    long sent = asks.size() + repeated;
    return word(
        sent
            + (sent == 1 ? " question, " : " questions, ")
            + bytes(bytes)
            + " of answers, "
            + duration(walk.nanos()),
        sent + " 次询问，答案共 " + bytes(bytes) + "，历时 " + duration(walk.nanos()));
  }
}
