package dev.glasshouse.http.cache;

import dev.glasshouse.http.Fields;
import dev.glasshouse.http.HttpVersion;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.Part;
import dev.glasshouse.http.caching.SearchVariance;
import dev.glasshouse.http.caching.Stored;
import dev.glasshouse.url.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which stored URLs say by No-Vary-Search that not all of their query counts. For each URL without
 * its query there is one list of them, the newest first; it is stored as an entry beside the
 * others, under a key that no URL has, so that it lives and ends with them, on disk too. A URL on a
 * list that is not stored any more does no harm.
 */
final class SearchIndex {
  /** A stored URL has no fragment: what has one is a list. */
  private static final String LIST = "#no-vary-search";

  /** Bytes of a list: sixteen URLs of the usual longest kind. */
  private static final int MOST_BYTES = 64 << 10;

  private final Stores stores;
  private final int most;

  /**
   * An index over stores.
   *
   * @param most URLs of one list
   */
  SearchIndex(Stores stores, int most) {
    this.stores = stores;
    this.most = most;
  }

  /** Whether an entry is a list, and not an answer of a server. */
  static boolean isList(Entry entry) {
    return entry.key().url().endsWith(LIST);
  }

  /**
   * An answer was stored: its URL is put at the head of its list, where its query counts in part.
   */
  void stored(CacheKey key, Url url, Fields response, Instant now) {
    if (SearchVariance.of(response).isDefault()) {
      return;
    }
    CacheKey list = list(key, url);
    List<String> before = urls(list);
    if (!before.isEmpty() && before.getFirst().equals(key.url())) {
      return;
    }
    var after = new ArrayList<String>();
    after.add(key.url());
    before.stream().filter(each -> !each.equals(key.url())).limit(most - 1L).forEach(after::add);
    byte[] text = String.join("\n", after).getBytes(StandardCharsets.UTF_8);
    if (text.length <= MOST_BYTES) {
      put(list, text, now);
    }
  }

  private void put(CacheKey list, byte[] text, Instant now) {
    Spool spool = stores.spool();
    try {
      spool.put(text, 0, text.length);
      var head =
          Stored.of(
              Status.OK,
              "",
              Fields.EMPTY,
              Fields.EMPTY,
              now,
              now,
              Part.whole(text.length),
              Duration.ZERO);
      Optional<Entry> _ =
          stores.put(
              new Entry(list, HttpVersion.HTTP_1_1, head, new Content.InMemory(new byte[0]), 0),
              spool);
    } catch (IOException _) {
      // Without the list each of its URLs is asked for by itself.
    } finally {
      spool.close();
    }
  }

  /**
   * What is stored for other URLs that are the same as this one by what their own answers say.
   *
   * @param key what the URL's own entry would be kept by
   */
  List<Entry> equivalents(CacheKey key, Url url) {
    var same = new ArrayList<Entry>();
    for (String other : urls(list(key, url))) {
      Optional<Url> parsed = other.equals(key.url()) ? Optional.empty() : Url.tryParse(other);
      if (parsed.isPresent()) {
        for (Entry entry :
            stores.find(new CacheKey(key.partition(), key.credentials(), other)).entries()) {
          if (SearchVariance.of(entry.stored().fields()).same(parsed.get(), url)) {
            same.add(entry);
          }
        }
      }
    }
    return same;
  }

  private static CacheKey list(CacheKey key, Url url) {
    return new CacheKey(key.partition(), key.credentials(), SearchVariance.base(url) + LIST);
  }

  private List<String> urls(CacheKey list) {
    List<Entry> found = stores.find(list).entries();
    if (found.isEmpty()) {
      return List.of();
    }
    try {
      Content content = found.getFirst().content();
      byte[] text = content.bytes(0, (int) Math.min(MOST_BYTES, content.length()));
      return List.of(new String(text, StandardCharsets.UTF_8).split("\n"));
    } catch (IOException _) {
      return List.of();
    }
  }
}
