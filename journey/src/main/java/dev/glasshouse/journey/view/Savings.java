package dev.glasshouse.journey.view;

import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Values;
import dev.glasshouse.journey.words.Wording;
import java.time.Duration;

/**
 * What the cache saved in a journey.
 *
 * @param requests how many requests there were: those that a client sent, or, where none did, those
 *     that a server answered
 * @param unasked how many of them did not go to the network
 * @param confirmed how many the server only confirmed (304)
 * @param bytes bytes of bodies that were not transferred
 * @param waited what those requests took when their answers were stored, added up, less what they
 *     took now; requests run side by side, so the page was not faster by all of it
 */
public record Savings(int requests, int unasked, int confirmed, long bytes, Duration waited) {

  /** What the cache saved; all zero but the requests where it had no part. */
  public static Savings of(Journey journey) {
    CauseTree tree = CauseTree.of(journey);
    int sent = 0;
    int served = 0;
    int unasked = 0;
    int confirmed = 0;
    long bytes = 0;
    long nanos = 0;
    for (Entry entry : journey.entries()) {
      if (entry.step() instanceof FetchStep.Exchanged) {
        sent++;
      } else if (entry.step() instanceof HttpStep.RequestServed) {
        served++;
      } else if (entry.step() instanceof CacheStep.CacheAnswered answered) {
        if (answered.checked()) {
          confirmed++;
        } else {
          unasked++;
        }
        bytes += answered.bytes();
        nanos += Math.max(0, answered.saved().toNanos() - took(entry, tree));
      } else if (entry.step() instanceof CacheStep.CacheWaited waited && waited.shared()) {
        unasked++;
      }
    }
    return new Savings(
        sent == 0 ? served : sent, unasked, confirmed, bytes, Duration.ofNanos(nanos));
  }

  /** How long the exchange took until the cache could answer. */
  private static long took(Entry answered, CauseTree tree) {
    return tree.ancestor(answered, up -> up.step() instanceof FetchStep.Exchanged)
        .map(exchange -> Math.max(0, answered.begin() - exchange.begin()))
        .orElse(0L);
  }

  /** Whether there is nothing to tell. */
  public boolean isNothing() {
    return unasked == 0 && confirmed == 0;
  }

  /** It in one sentence. */
  public String text(Language language) {
    Values values = Wording.in(language).values();
    String size = values.bytes(bytes);
    String time = values.duration(waited.toNanos());
    return language == Language.ZH
        ? "缓存："
            + values.count(requests)
            + " 个请求中有 "
            + values.count(unasked)
            + " 个未经网络"
            + (confirmed == 0 ? "" : "，" + values.count(confirmed) + " 个只需服务器确认（304）")
            + "；少传输 "
            + size
            + "，少等待 "
            + time
            + "（按存入时的用时累计）"
        : "the cache: "
            + values.count(unasked)
            + " of "
            + values.count(requests)
            + (requests == 1 ? " request" : " requests")
            + " did not go to the network"
            + (confirmed == 0
                ? ""
                : ", " + values.count(confirmed) + " had only to be confirmed (304)")
            + "; "
            + size
            + " not transferred, "
            + time
            + " not waited (added up, as they took when they were stored)";
  }
}
