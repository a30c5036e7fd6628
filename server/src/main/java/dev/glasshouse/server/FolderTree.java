package dev.glasshouse.server;

import dev.glasshouse.http.Body;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** The files of a folder on this machine. Symbolic links that lead out of it lead nowhere. */
public final class FolderTree implements ContentTree {
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
      Path path = root;
      for (String segment : segments) {
        path = path.resolve(segment);
      }
      Path real = path.toRealPath();
      if (!real.startsWith(root)) {
        return new Content.Nothing();
      }
      var attributes = Files.readAttributes(real, BasicFileAttributes.class);
      if (attributes.isDirectory()) {
        return new Content.Folder();
      }
      if (!attributes.isRegularFile()) {
        return new Content.Nothing();
      }
      var modified = attributes.lastModifiedTime().toInstant();
      String tag = "\"%x-%x\"".formatted(modified.toEpochMilli(), attributes.size());
      return new Content.File(path.getFileName().toString(), modified, tag, Body.of(real));
    } catch (NoSuchFileException
        | java.nio.file.FileSystemLoopException
        | java.nio.file.InvalidPathException e) {
      return new Content.Nothing();
    } catch (java.nio.file.FileSystemException e) {
      // A path through a file, as in /index.html/x, has nothing at its end.
      if (e.getReason() != null && e.getReason().contains("Not a directory")) {
        return new Content.Nothing();
      }
      throw e;
    }
  }
}
