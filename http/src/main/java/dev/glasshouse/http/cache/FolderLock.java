package dev.glasshouse.http.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A folder that one process at a time uses. The lock goes with the process, however it ends. */
final class FolderLock implements Closeable {
  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Another program has the folder. */
  static final class LockedException extends IOException {
    private static final long serialVersionUID = 1;

    private LockedException(String holder) {
      super(holder);
    }
  }

  /**
   * Takes the folder.
   *
   * @throws LockedException when another one has it; its message tells which, as far as it is
   *     known: {@code " (process 4711)"}
   */
  static FolderLock take(Path folder) throws IOException {
    Path file = folder.resolve("lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new LockedException(holder(file));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
      return new FolderLock(folder, channel);
    } catch (OverlappingFileLockException _) {
      channel.close();
      throw new LockedException(holder(file));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static String holder(Path file) throws IOException {
    String pid = Files.readString(file, StandardCharsets.ISO_8859_1);
    boolean number =
        !pid.isEmpty() && pid.length() < 12 && pid.chars().allMatch(Character::isDigit);
    return number ? " (process " + pid + ")" : "";
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
