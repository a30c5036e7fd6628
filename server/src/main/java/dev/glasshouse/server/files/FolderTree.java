package dev.glasshouse.server.files;

import dev.glasshouse.http.Body;
import dev.glasshouse.journey.ServerReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The files of a folder on this machine. Symbolic links that lead out of it lead nowhere. */
public final class FolderTree implements WritableTree {
  private final Path root;

  private FolderTree(Path root) {
    this.root = root;
  }

  /**
   * The tree of a folder.
   *
   * @throws IOException when there is no such folder
   */
  public static FolderTree of(Path root) throws IOException {
    Path real = root.toRealPath();
    if (!Files.isDirectory(real)) {
      throw new java.nio.file.NotDirectoryException(root.toString());
    }
    return new FolderTree(real);
  }

  @Override
  public Content find(List<String> segments) throws IOException {
    try {
      Path path = at(segments);
      Path real = path.toRealPath();
      if (!real.startsWith(root)) {
        return new Content.Nothing(ServerReason.LEADS_OUT);
      }
      var attributes = Files.readAttributes(real, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return new Content.Folder();
      }
      if (!attributes.isRegularFile()) {
        return new Content.Nothing(ServerReason.SPECIAL_FILE);
      }
      return Content.File.of(path.getFileName().toString(), attributes, Body.of(real));
    } catch (NoSuchFileException | FileSystemLoopException | InvalidPathException e) {
      return new Content.Nothing(ServerReason.NOTHING_THERE);
    } catch (FileSystemException e) {
      // A path through a file, as in /index.html/x, has nothing at its end; nor has one with a name
      // that no file can have.
      String why = String.valueOf(e.getReason());
      if (why.contains("Not a directory") || why.contains("name too long")) {
        return new Content.Nothing(ServerReason.NOTHING_THERE);
      }
      throw e;
    }
  }

  @Override
  public Optional<Kept> keep(List<String> segments, int most, Instant now) throws IOException {
    return KeptFile.read(root, segments, most, now).map(its -> its);
  }

  @Override
  public Optional<Names> list(List<String> segments, int most) throws IOException {
    Path folder = at(segments).toRealPath();
    if (!folder.startsWith(root)) {
      return Optional.empty();
    }
    var names = new ArrayList<Listed>();
    long left = 0;
    try (DirectoryStream<Path> in = Files.newDirectoryStream(folder)) {
      for (Path each : in) {
        if (names.size() == most) {
          left++;
        } else {
          listed(each).ifPresent(names::add);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    names.sort(Comparator.comparing(Listed::isFolder).reversed().thenComparing(Listed::name));
    return Optional.of(new Names(names, left));
  }

  /** What is served under a name; empty for what is not, and for what has just gone. */
  private Optional<Listed> listed(Path path) throws IOException {
    String name = String.valueOf(path.getFileName());
    try {
      if (!path.toRealPath().startsWith(root)) {
        return Optional.empty();
      }
      var its = Files.readAttributes(path, BasicFileAttributes.class);
      return its.isDirectory() || its.isRegularFile()
          ? Optional.of(
              new Listed(
                  name,
                  its.isDirectory(),
                  its.isDirectory() ? 0 : its.size(),
                  its.lastModifiedTime().toInstant()))
          : Optional.empty();
    } catch (NoSuchFileException | FileSystemLoopException | AccessDeniedException e) {
      return Optional.empty();
    }
  }

  @Override
  public Outcome write(List<String> segments, InputStream bytes, long most) throws IOException {
    Optional<Path> place = place(segments);
    if (place.isEmpty()) {
      return Outcome.NO_PARENT;
    }
    Path path = place.get();
    if (Files.isDirectory(path)) {
      return Outcome.IS_FOLDER;
    }
    boolean there = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    try {
      if (!replaced(path, bytes, most)) {
        return Outcome.TOO_LARGE;
      }
    } catch (IOException e) {
      // A full disk has no type of its own in Java, only the system's words.
      if (isFull(e)) {
        return Outcome.DISK_FULL;
      }
      throw e;
    }
    return there ? Outcome.REPLACED : Outcome.CREATED;
  }

  /** Puts all bytes in the place of what is there; false when there are more than are taken. */
  private static boolean replaced(Path path, InputStream bytes, long most) throws IOException {
    Path fresh = Files.createTempFile(path.getParent(), ".glass-put-", ".part");
    try {
      if (!fill(fresh, bytes, most)) {
        return false;
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** Writes all bytes, to the disk itself; false when there are more than are taken. */
  private static boolean fill(Path file, InputStream bytes, long most) throws IOException {
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      byte[] piece = new byte[64 * 1024];
      long written = 0;
      for (int n = bytes.read(piece); n >= 0; n = bytes.read(piece)) {
        written += n;
        if (written > most) {
          return false;
        }
        var rest = ByteBuffer.wrap(piece, 0, n);
        while (rest.hasRemaining()) {
          out.write(rest);
        }
      }
      out.force(true);
    }
    // A temporary file is its owner's alone; a served one may be read as others are.
    if (Files.getFileStore(file).supportsFileAttributeView(PosixFileAttributeView.class)) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
    return true;
  }

  private static boolean isFull(IOException e) {
    String words = String.valueOf(e.getMessage());
    return words.contains("No space left") || words.contains("Disk quota exceeded");
  }

  @Override
  public boolean remove(List<String> segments) throws IOException {
    Optional<Path> place = place(segments);
    return place.isPresent()
        && Files.isRegularFile(place.get(), LinkOption.NOFOLLOW_LINKS)
        && Files.deleteIfExists(place.get());
  }

  /** Where a name lies in a folder that is there, inside of the tree; empty where there is none. */
  private Optional<Path> place(List<String> segments) throws IOException {
    try {
      Path parent = at(segments.subList(0, segments.size() - 1)).toRealPath();
      return parent.startsWith(root) && Files.isDirectory(parent)
          ? Optional.of(parent.resolve(segments.getLast()))
          : Optional.empty();
    } catch (NoSuchFileException | FileSystemLoopException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  private Path at(List<String> segments) {
    Path path = root;
    for (String segment : segments) {
      path = path.resolve(segment);
    }
    return path;
  }
}
