package dev.glasshouse.server.web;

import dev.glasshouse.http.EncodedBody;
import dev.glasshouse.http.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rights of this process, which it gives up for good once it has what only root can get. The C
 * library changes all threads of the process at once.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/functions/setuid.html">POSIX,
 *     setuid</a>
 */
public final class Privileges {
  /** What {@code getpwnam} and {@code getgrnam} point to begins with two pointers. */
  private static final long USER_ID = 16;

  private static final long GROUP_OF_USER = 20;
  private static final long GROUP_ID = 16;
  private static final long FACTS = 24;

  private final Linker linker = Linker.nativeLinker();

  private Privileges() {}

  /**
   * Becomes a user, with that user's groups.
   *
   * @param group the group in the place of the user's own
   * @param written files and folders that the process has made as root and goes on to write: they
   *     are given to the user, with what is in them; what is not there is passed over
   * @throws IOException with what cannot be; then the process must not go on as if it could
   */
  public static void become(String user, Optional<String> group, Collection<Path> written)
      throws IOException {
    if (!System.getProperty("os.name").startsWith("Linux")) {
      throw new IOException("user: a process can change its user here only on Linux");
    }
    try {
      new Privileges().change(user, group, written);
    } catch (IOException e) {
      throw e;
    } catch (Throwable e) {
      throw new IOException("user: the C library cannot be called: " + e, e);
    }
  }

  private void change(String user, Optional<String> group, Collection<Path> written)
      throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(user);
      MemorySegment its = named("getpwnam", name);
      if (its.equals(MemorySegment.NULL)) {
        throw new IOException("user: there is no user " + user);
      }
      MemorySegment facts = its.reinterpret(FACTS);
      int id = facts.get(ValueLayout.JAVA_INT, USER_ID);
      int own = facts.get(ValueLayout.JAVA_INT, GROUP_OF_USER);
      int wanted = group.isPresent() ? group(group.get(), arena) : own;
      if (id == 0) {
        throw new IOException("user: " + user + " is root, who has every right");
      }
      if (number("geteuid") != 0) {
        throw new IOException("user: only root can become " + user);
      }
      openWhatIsOurs();
      for (Path each : written) {
        give(each, id, wanted);
      }
      sure(
          "initgroups",
          (int)
              function("initgroups", ValueLayout.ADDRESS, ValueLayout.JAVA_INT)
                  .invokeExact(name, wanted));
      sure("setgid", (int) function("setgid", ValueLayout.JAVA_INT).invokeExact(wanted));
      sure("setuid", (int) function("setuid", ValueLayout.JAVA_INT).invokeExact(id));
      // The way back has to be closed.
      if ((int) function("setuid", ValueLayout.JAVA_INT).invokeExact(0) == 0) {
        throw new IOException("user: root could be had back");
      }
    }
  }

  /**
   * Opens what the program itself is made of, and may lie where only root can read: looking for
   * what is nowhere opens every jar of the class path, and native libraries come out of jars.
   */
  private static void openWhatIsOurs() {
    var _ = ClassLoader.getSystemResource("dev/glasshouse/nowhere");
    var _ = EncodedBody.codings();
  }

  /** Never what a link leads to: whoever can write to the folder could have laid it. */
  private static void give(Path path, int user, int group) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : (Iterable<Path>) all::iterator) {
        Files.setAttribute(each, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(each, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new IOException("user: " + path + " cannot be given to that user: " + Texts.of(e), e);
    }
  }

  private int group(String group, Arena arena) throws Throwable {
    MemorySegment its = named("getgrnam", arena.allocateFrom(group));
    if (its.equals(MemorySegment.NULL)) {
      throw new IOException("group: there is no group " + group);
    }
    return its.reinterpret(FACTS).get(ValueLayout.JAVA_INT, GROUP_ID);
  }

  private MemorySegment named(String function, MemorySegment name) throws Throwable {
    MethodHandle handle =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow(function),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    return (MemorySegment) handle.invokeExact(name);
  }

  private int number(String function) throws Throwable {
    return (int) function(function).invokeExact();
  }

  private MethodHandle function(String function, MemoryLayout... parameters) {
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(function),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
  }

  private static void sure(String function, int result) throws IOException {
    if (result != 0) {
      throw new IOException("user: the system refuses " + function);
    }
  }
}
