package dev.glasshouse.http.cache;

import dev.glasshouse.http.Texts;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.CacheReason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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

    private final transient Because because;

    private LockedException(Because because) {
      super(because.reason().toString());
      this.because = because;
    }

    /** Which one has it, as far as that is known. */
    Because because() {
      return because;
    }
  }

  /**
   * Takes the folder.
   *
   * @throws LockedException when another one has it
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

  /** Why a folder cannot be used, for people. */
  static Because unusable(IOException problem) {
    return switch (problem) {
      case FileAlreadyExistsException its -> Because.of(CacheReason.NO_FOLDER, its.getFile());
      case AccessDeniedException its -> Because.of(CacheReason.NOT_ALLOWED, its.getFile());
      case NoSuchFileException its -> Because.of(CacheReason.CANNOT_BE_MADE, its.getFile());
      case FileSystemException its when its.getReason() != null ->
          Because.of(CacheReason.UNWRITABLE, its.getReason());
      default -> Because.of(CacheReason.UNWRITABLE, Texts.of(problem));
    };
  }

  private static Because holder(Path file) throws IOException {
    String pid = Files.readString(file, StandardCharsets.ISO_8859_1);
    boolean number =
        !pid.isEmpty() && pid.length() < 12 && pid.chars().allMatch(Character::isDigit);
    return number ? Because.of(CacheReason.LOCKED_BY, pid) : Because.of(CacheReason.LOCKED);
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
