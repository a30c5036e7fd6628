package dev.glasshouse.server.logs;

import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.ServerSettings;
import dev.glasshouse.server.config.SiteSettings;
import dev.glasshouse.server.config.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

  private record Line(Path path, String text) {}

  private final Map<Path, LogFile> files;
  private final Consumer<String> told;
  private final BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(WAITING);
  private final AtomicLong left = new AtomicLong();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("glass-logs").unstarted(this::run);
  private volatile boolean closed;
  private boolean broken;

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
            check().orElseGet(() -> values.fault(option, path + " cannot be written: " + e)));
      }
    }

    /** What shows without opening it. */
    Optional<Fault> check() {
      Path folder = path.toAbsolutePath().getParent();
      if (folder == null || !Files.isDirectory(folder)) {
        return Optional.of(values.fault(option, "there is no folder for " + path));
      }
      boolean may = Files.exists(path) ? Files.isWritable(path) : Files.isWritable(folder);
      return may && !Files.isDirectory(path)
          ? Optional.empty()
          : Optional.of(values.fault(option, path + " may not be written"));
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

  private static LogFile.Rotation rotation(ServerSettings settings) {
    return new LogFile.Rotation(
        settings.values().size("log-size"), settings.values().number("log-keep"));
  }

  /** What is wrong with the logs that settings name, as far as it shows without opening them. */
  public static List<Fault> check(ServerSettings settings) {
    return named(settings).stream().flatMap(each -> each.check().stream()).toList();
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
  public void line(Path path, String text) {
    if (closed || !waiting.offer(() -> write(new Line(path, text)))) {
      left.incrementAndGet();
    }
  }

  private void write(Line line) {
    LogFile file = files.get(line.path());
    try {
      if (file != null) {
        file.line(line.text());
        broken = false;
      }
    } catch (IOException e) {
      broken(line.path(), e);
    }
  }

  private void broken(Path path, IOException problem) {
    if (!broken) {
      broken = true;
      told.accept("the log " + path + " cannot be written: " + problem.getMessage());
    }
  }

  /** Opens them anew, for who has moved them away. */
  public void reopen() {
    boolean _ =
        waiting.offer(() ->
            files.forEach((path, file) -> {
              try {
                file.reopen();
              } catch (IOException e) {
                broken(path, e);
              }
            }));
  }

  private void run() {
    try {
      while (!closed || !waiting.isEmpty()) {
        Runnable next = waiting.poll(100, TimeUnit.MILLISECONDS);
        if (next != null) {
          next.run();
        }
        if (waiting.isEmpty()) {
          rest();
        }
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

  private void rest() {
    long lost = left.getAndSet(0);
    if (lost > 0) {
      told.accept(lost + " lines of logs were left out: they came faster than they go out");
    }
    files.forEach((path, file) -> {
      try {
        file.flush();
      } catch (IOException e) {
        broken(path, e);
      }
    });
  }

  /** Writes what was taken, and ends. */
  @Override
  public void close() {
    closed = true;
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
