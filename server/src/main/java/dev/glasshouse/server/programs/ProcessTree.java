package dev.glasshouse.server.programs;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process and all that it has started, ended together. Each is stopped before it is looked at, so
 * that it cannot start another one between the look and its end, which would live on, with our end
 * of its pipes in its hands.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/functions/kill.html">POSIX,
 *     kill</a>
 */
final class ProcessTree {
  private static final int SIGSTOP = 19;

  /** How long a stop is waited for: what a system call holds up comes to it at its end. */
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long LOOK = TimeUnit.MICROSECONDS.toNanos(200);

  private ProcessTree() {}

  /**
   * Bound when a process is stopped first, which few servers ever do; where this system cannot be
   * asked to stop one, they are ended as they are seen.
   */
  private static final class Kill {
    private static final Optional<MethodHandle> BOUND =
        Files.isDirectory(Path.of("/proc/self")) ? bound(Linker.nativeLinker()) : Optional.empty();

    private static Optional<MethodHandle> bound(Linker linker) {
      return linker
          .defaultLookup()
          .find("kill")
          .map(found ->
              linker.downcallHandle(
                  found,
                  FunctionDescriptor.of(
                      ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)));
    }
  }

  /** Ends it; nothing where it has ended. */
  static void end(Process process) {
    if (!process.isAlive()) {
      return;
    }
    stop(process.pid());
    Map<Long, ProcessHandle> started = new LinkedHashMap<>();
    boolean more = true;
    while (more) {
      more = false;
      for (ProcessHandle each : process.descendants().toList()) {
        if (started.putIfAbsent(each.pid(), each) == null) {
          stop(each.pid());
          more = true;
        }
      }
    }
    started.values().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void stop(long pid) {
    if (Kill.BOUND.isEmpty()) {
      return;
    }
    try {
      int _ = (int) Kill.BOUND.get().invokeExact((int) pid, SIGSTOP);
    } catch (Throwable e) {
      throw new IllegalStateException("the C library cannot be called", e);
    }
    long until = System.nanoTime() + PATIENCE;
    while (isRunning(pid) && until - System.nanoTime() > 0) {
      LockSupport.parkNanos(LOOK);
    }
  }

  /** Whether it is neither stopped nor gone: the letter behind its name (proc_pid_stat(5)). */
  private static boolean isRunning(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      char state = stat.charAt(stat.lastIndexOf(')') + 2);
      return "TtZX".indexOf(state) < 0;
    } catch (IOException | IndexOutOfBoundsException e) {
      return false;
    }
  }
}
