package dev.glasshouse.journey.export;

import dev.glasshouse.journey.CacheNodeStep;
import dev.glasshouse.journey.CacheStep;
import dev.glasshouse.journey.CauseTree;
import dev.glasshouse.journey.ConnectionStep;
import dev.glasshouse.journey.CookieStep;
import dev.glasshouse.journey.EdgeStep;
import dev.glasshouse.journey.Entry;
import dev.glasshouse.journey.Facts;
import dev.glasshouse.journey.FetchStep;
import dev.glasshouse.journey.FrontStep;
import dev.glasshouse.journey.HttpStep;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.JourneyStep;
import dev.glasshouse.journey.NameServiceStep;
import dev.glasshouse.journey.NameStep;
import dev.glasshouse.journey.PageStep;
import dev.glasshouse.journey.PolicyStep;
import dev.glasshouse.journey.ProgramStep;
import dev.glasshouse.journey.ProxyStep;
import dev.glasshouse.journey.PushStep;
import dev.glasshouse.journey.QuicStep;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.ServerStep;
import dev.glasshouse.journey.SessionStep;
import dev.glasshouse.journey.StreamStep;
import dev.glasshouse.journey.TraceStep;
import dev.glasshouse.journey.UrlStep;
import dev.glasshouse.journey.VersionStep;
import dev.glasshouse.journey.ZoneStep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tracks of a trace: a process for the journey, one for the network, one for each page; in the
 * network a thread for fetches, names, dialing and each connection. Steps of one thread that do not
 * nest are put on further threads of the same name.
 */
final class Tracks {
  /** A track: a thread of a process. */
  record Track(Group group, int lane, int tid) {}

  /** What belongs together: the process, its name, and the name of the thread. */
  record Group(int pid, String process, String thread) {}

  private static final Group JOURNEY = new Group(1, "journey", "journey");
  private static final int NETWORK = 2;
  private static final int PAGES = 10;

  /** Earlier steps first; of those that begin together the longest, as the others are in it. */
  private static final Comparator<Entry> OUTER_FIRST =
      Comparator.comparingLong(Entry::begin)
          .thenComparing(Comparator.comparingLong(Entry::end).reversed())
          .thenComparingLong(Entry::id);

  private final CauseTree tree;
  private final Map<Long, Track> byStep = new HashMap<>();
  private final List<Track> all = new ArrayList<>();

  Tracks(Journey journey, CauseTree tree) {
    this.tree = tree;
    Comparator<Group> order =
        Comparator.comparingInt(Group::pid)
            .thenComparingInt(group -> rank(group.thread()))
            .thenComparingInt(group -> group.thread().length())
            .thenComparing(Group::thread);
    var groups = new TreeMap<Group, List<Entry>>(order);
    for (Entry entry : journey.entries()) {
      groups.computeIfAbsent(group(entry), g -> new ArrayList<>()).add(entry);
    }
    groups.forEach(this::lanes);
  }

  private static int rank(String thread) {
    int rank = List.of("fetches", "names", "dialing", "http").indexOf(thread);
    return rank < 0 ? Integer.MAX_VALUE : rank;
  }

  /** Every track, in the order in which they should be shown. */
  List<Track> all() {
    return all;
  }

  /** The track of a step. */
  Track of(Entry entry) {
    Track track = byStep.get(entry.id());
    if (track == null) {
      throw new IllegalArgumentException("not a step of this journey: " + entry.id());
    }
    return track;
  }

  private Group group(Entry entry) {
    return switch (entry.step()) {
      case JourneyStep _, UrlStep _ -> JOURNEY;
      case PageStep.Navigated navigated -> page(navigated.page());
      case PageStep _ ->
          page(
              tree.ancestor(entry, up -> up.step() instanceof PageStep.Navigated)
                  .map(up -> ((PageStep.Navigated) up.step()).page())
                  .orElse(0L));
      case NameStep _, ZoneStep _, RecursionStep _, NameServiceStep _, FrontStep _ ->
          new Group(NETWORK, "network", "names");
      case FetchStep _, PolicyStep _, CacheStep _, CookieStep _, TraceStep _ ->
          new Group(NETWORK, "network", "fetches");
      case ConnectionStep _ -> connection(entry, "dialing");
      case HttpStep _, StreamStep _, QuicStep _ -> connection(entry, "http");
      case ServerStep _, ProgramStep _, PushStep _, RouteStep _, SessionStep _ ->
          new Group(NETWORK, "network", "server");
      case EdgeStep _, CacheNodeStep _ -> new Group(NETWORK, "network", "edge");
      case VersionStep _, ProxyStep _ -> connection(entry, "dialing");
    };
  }

  private static Group page(long page) {
    int pid = (int) Math.min(PAGES + page, Integer.MAX_VALUE);
    return new Group(pid, page == 0 ? "page" : "page " + page, "page");
  }

  private static Group connection(Entry entry, String otherwise) {
    Object number = Facts.of(entry.step()).get("connection");
    boolean known = number instanceof Long n && n > 0;
    return new Group(NETWORK, "network", known ? "connection " + number : otherwise);
  }

  /** Puts each step on the first lane where it stands beside or inside the steps before it. */
  private void lanes(Group group, List<Entry> entries) {
    entries.sort(OUTER_FIRST);
    var lanes = new ArrayList<Deque<Long>>();
    var tracks = new ArrayList<Track>();
    for (Entry entry : entries) {
      int lane = 0;
      while (lane < lanes.size() && !fits(lanes.get(lane), entry)) {
        lane++;
      }
      if (lane == lanes.size()) {
        lanes.add(new ArrayDeque<>());
        var track = new Track(group, lane, all.size() + 1);
        tracks.add(track);
        all.add(track);
      }
      lanes.get(lane).push(entry.end());
      byStep.put(entry.id(), tracks.get(lane));
    }
  }

  /** Whether a step fits on a lane, of which the ends of the steps that are open are given. */
  private static boolean fits(Deque<Long> open, Entry entry) {
    while (!open.isEmpty() && open.peek() <= entry.begin()) {
      open.pop();
    }
    return open.isEmpty() || open.peek() >= entry.end();
  }
}
