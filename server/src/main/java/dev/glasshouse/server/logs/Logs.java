package dev.glasshouse.server.logs;

import dev.glasshouse.http.Stories;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.NamedFiles;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.config.SiteSettings;
import dev.glasshouse.server.config.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The logs of a server. Lines are written on a thread of their own, so that no request waits for a
 * disk; while more wait than {@link #WAITING}, new ones are left out, and how many is told. A log
 * that cannot be written any more (a full disk) is told once, and tried again with each line.
 */
public final class Logs implements AutoCloseable {
  /** Lines that may wait: some megabytes, and a second of the fastest server. */
  private static final int WAITING = 16_384;

  private static final Duration END = Duration.ofSeconds(20);

  /** What the thread has to do. */
  private sealed interface Task {
    /** To tell a request in its site's log. */
    record Tell(SiteSettings site, Stories.Served served, long millis) implements Task {}

    /** To write a line. */
    record Say(Path path, String line) implements Task {}

    /** To open all logs anew. */
    record Reopen() implements Task {}
  }

  private final Map<Path, LogFile> files;
  private final Consumer<String> told;
  private final Waiting<Task> waiting = new Waiting<>(WAITING);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("glass-logs").unstarted(this::run);
  private final AccessLine lines = new AccessLine(ZoneId.systemDefault());
  private final StringBuilder text = new StringBuilder();

  /** Those that could not be written when they were tried last. */
  private final Set<Path> broken = new HashSet<>();

  private final LogFile.Rotation rotation;

  private Logs(Map<Path, LogFile> files, LogFile.Rotation rotation, Consumer<String> told) {
    this.files = Map.copyOf(files);
    this.rotation = rotation;
    this.told = told;
  }

  /**
   * Opens all that settings name.
   *
   * @param told where it is told that a log cannot be written
   * @throws ConfigException with everything that cannot be opened
   */
  public static Logs open(ServerSettings settings, Consumer<String> told) throws ConfigException {
    LogFile.Rotation rotation = rotation(settings);
    Map<Path, LogFile> files = new HashMap<>();
    var faults = new ArrayList<Fault>();
    for (Named each : named(settings)) {
      each.open(rotation, files, faults);
    }
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    var logs = new Logs(files, rotation, told);
    logs.thread.start();
    return logs;
  }

  /** A log that settings name. */
  private record Named(Values values, String option, Path path) {
    void open(LogFile.Rotation rotation, Map<Path, LogFile> files, List<Fault> faults) {
      if (files.containsKey(path)) {
        return;
      }
      try {
        files.put(path, new LogFile(path, rotation));
      } catch (IOException e) {
        faults.add(
            NamedFiles.unwritable(values, option)
                .orElseGet(() -> values.fault(option, path + " cannot be written: " + e)));
      }
    }
  }

  private static List<Named> named(ServerSettings settings) {
    var all = new ArrayList<Named>();
    Values top = settings.values();
    top.path("error-log").ifPresent(path -> all.add(new Named(top, "error-log", path)));
    for (SiteSettings site : settings.sites()) {
      site.values()
          .path("access-log")
          .ifPresent(path -> all.add(new Named(site.values(), "access-log", path)));
    }
    return all;
  }

  /** The files of all logs that settings name. */
  public static List<Path> paths(ServerSettings settings) {
    return named(settings).stream().map(Named::path).distinct().toList();
  }

  private static LogFile.Rotation rotation(ServerSettings settings) {
    return new LogFile.Rotation(
        settings.values().size("log-size"), settings.values().number("log-keep"));
  }

  /** Whether these are the logs that settings name. */
  public boolean are(ServerSettings settings) {
    Set<Path> paths = named(settings).stream().map(Named::path).collect(Collectors.toSet());
    return paths.equals(files.keySet()) && rotation(settings).equals(rotation);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** Takes a line for one of them. */
  public void line(Path path, String line) {
    waiting.take(new Task.Say(path, line));
  }

  /**
   * Takes a request that was answered, for the log of its site, where it has one.
   *
   * @param millis when it was, since 1970
   */
  public void take(SiteSettings site, Stories.Served served, long millis) {
    waiting.take(new Task.Tell(site, served, millis));
  }

  private void tell(Task.Tell its) {
    Values values = its.site().values();
    Optional<Path> path = values.path("access-log");
    if (path.isEmpty()) {
      return;
    }
    text.setLength(0);
    if (values.text("log-form").equals("json")) {
      lines.json(its.served(), its.site().title(), its.millis(), text);
    } else {
      lines.combined(its.served(), its.millis(), text);
    }
    write(path.get(), text);
  }

  private void write(Path path, CharSequence line) {
    LogFile file = files.get(path);
    try {
      if (file != null) {
        file.line(line);
      }
    } catch (IOException e) {
      broken(path, e);
    }
  }

  private void broken(Path path, IOException problem) {
    if (broken.add(path)) {
      told.accept("the log " + path + " cannot be written: " + problem.getMessage());
    }
  }

  /** Opens them anew, for who has moved them away. */
  public void reopen() {
    waiting.take(new Task.Reopen());
  }

  private void open() {
    files.forEach((path, file) -> {
      try {
        file.reopen();
      } catch (IOException e) {
        broken(path, e);
      }
    });
  }

  private void run() {
    try {
      Waiting.Some<Task> some = waiting.next();
      while (!some.isEnd()) {
        if (some.isAny()) {
          write(some);
          waiting.gather();
        }
        some = waiting.next();
      }
    } catch (InterruptedException e) {
      // The server ends, and waits no longer.
    }
    files.forEach((path, file) -> {
      try {
        file.close();
      } catch (IOException e) {
        broken(path, e);
      }
    });
  }

  private void write(Waiting.Some<Task> some) {
    for (Task task : some.all()) {
      switch (task) {
        case Task.Tell its -> tell(its);
        case Task.Say its -> write(its.path(), its.line());
        case Task.Reopen _ -> open();
      }
    }
    if (some.left() > 0) {
      told.accept(some.left() + " lines of logs were left out: they came faster than they go out");
    }
    flush();
  }

  private void flush() {
    files.forEach((path, file) -> {
      try {
        file.flush();
        broken.remove(path);
      } catch (IOException e) {
        broken(path, e);
      }
    });
  }

  /** Writes what was taken, and ends. */
  @Override
  public void close() {
    waiting.close();
    try {
      if (!thread.join(END)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
