package dev.glasshouse.http.h2;

import dev.glasshouse.http.Request;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Responses that a server has pushed, each until somebody asks for it (RFC 9113 8.4). Safe for many
 * threads.
 */
final class PushStore {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Http2Stream> kept = new LinkedHashMap<>();
  private final int most;

  /** A store for so many. */
  PushStore(int most) {
    this.most = most;
  }

  static String key(String method, String url) {
    return method + " " + url;
  }

  /** Keeps one; false when there is no room, or the same is there already. */
  boolean keep(String key, Http2Stream stream) {
    lock.lock();
    try {
      return kept.size() < most && kept.putIfAbsent(key, stream) == null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes out what answers a request. One that asks for a part, on a condition, or past every cache
   * is not answered from here.
   */
  Optional<Http2Stream> claim(Request request) {
    if (most == 0 || !request.body().isEmpty()) {
      return Optional.empty();
    }
    for (String name : new String[] {"Range", "If-Match", "If-None-Match", "If-Modified-Since"}) {
      if (request.fields().has(name)) {
        return Optional.empty();
      }
    }
    lock.lock();
    try {
      return Optional.ofNullable(kept.remove(key(request.method().name(), request.url())));
    } finally {
      lock.unlock();
    }
  }

  /** Takes this one out, if it is still there. */
  boolean drop(String key, Http2Stream stream) {
    lock.lock();
    try {
      return kept.remove(key, stream);
    } finally {
      lock.unlock();
    }
  }

  /** How many are kept. */
  int size() {
    lock.lock();
    try {
      return kept.size();
    } finally {
      lock.unlock();
    }
  }
}
