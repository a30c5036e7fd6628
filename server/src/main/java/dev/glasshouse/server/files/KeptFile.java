package dev.glasshouse.server.files;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.OpenFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file of a folder, read into memory. On the way to it, from the folder down, there is no
 * symbolic link: it is opened folder by folder without following any, and looked at in the same way
 * each time that it is asked about. So nobody who may move and link things in the folder can have a
 * file of another place read, whatever the moment; and the bytes are let go when a folder on the
 * way gives its place to a link, though the file at its end be the same.
 *
 * <p>A file is the same while its place on the disk and the time of its last change (of content,
 * name or permissions: {@code ctime}, which no program can set back) are. That time is as coarse as
 * the system's clock ticks; what was changed just now may be changed again without showing it, and
 * is not kept.
 */
final class KeptFile implements Kept {
  /** How long ago the last change has to be: the coarsest clock of a file system ticks so (FAT). */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final Path root;
  private final List<String> way;
  private final List<Path> folders;
  private final Path path;
  private final State state;
  private final Content.File file;

  /**
   * What tells one state of a file from another.
   *
   * @param key which file it is on its disk
   * @param changed when it was changed last
   */
  private record State(Object key, FileTime changed) {
    /** Of what stands at a path, a link itself if it is one. */
    static Optional<State> of(Path path) throws IOException {
      Map<String, Object> its =
          Files.readAttributes(path, "unix:fileKey,ctime", LinkOption.NOFOLLOW_LINKS);
      return its.get("fileKey") instanceof Object key
              && its.get("ctime") instanceof FileTime changed
          ? Optional.of(new State(key, changed))
          : Optional.empty();
    }

    boolean isSettled(Instant now) {
      return !changed.toInstant().isAfter(now.minus(SETTLED));
    }
  }

  private KeptFile(
      Path root, List<String> way, List<Path> folders, Path path, State state, Content.File file) {
    this.root = root;
    this.way = way;
    this.folders = folders;
    this.path = path;
    this.state = state;
    this.file = file;
  }

  /**
   * Reads a file. Empty for what is not kept: what is no file, larger, changed just now or
   * meanwhile, or reached through a link; and everything where the system cannot open without
   * following links.
   *
   * @param root the folder, without links on the way to it
   * @param most bytes
   * @throws IOException when it cannot be read
   */
  static Optional<KeptFile> read(Path root, List<String> segments, int most, Instant now)
      throws IOException {
    var folders = new ArrayList<Path>();
    Path path = root;
    for (String segment : segments) {
      if (!path.equals(root)) {
        folders.add(path);
      }
      path = path.resolve(segment);
    }
    Optional<State> before;
    try {
      before = State.of(path).filter(its -> its.isSettled(now));
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    }
    if (segments.isEmpty() || before.isEmpty()) {
      return Optional.empty();
    }
    State state = before.get();
    Optional<Content.File> file =
        opened(root, segments, state, (its, channel) -> content(segments, its, channel, most));
    // What was changed while it was read has another state now.
    return file.isPresent() && State.of(path).equals(before)
        ? Optional.of(
            new KeptFile(
                root, List.copyOf(segments), List.copyOf(folders), path, state, file.get()))
        : Optional.empty();
  }

  private static Optional<Content.File> content(
      List<String> way, BasicFileAttributes its, SeekableByteChannel channel, int most)
      throws IOException {
    try (channel) {
      if (its.size() > most) {
        return Optional.empty();
      }
      var bytes = ByteBuffer.allocate((int) its.size() + 1);
      while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
        // Until its end, or past the one that it had.
      }
      return bytes.position() == its.size()
          ? Optional.of(Content.File.of(way.getLast(), its, Body.of(bytes.flip())))
          : Optional.empty();
    }
  }

  /** What is made of a file that was opened; it closes the channel. */
  private interface Use<T> {
    Optional<T> of(BasicFileAttributes its, SeekableByteChannel channel) throws IOException;
  }

  private static <T> Optional<T> opened(Path root, List<String> way, State state, Use<T> use)
      throws IOException {
    try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
      return opened(top, way, state, use);
    }
  }

  private static <T> Optional<T> opened(
      DirectoryStream<Path> in, List<String> way, State state, Use<T> use) throws IOException {
    if (!(in instanceof SecureDirectoryStream<Path> here)) {
      return Optional.empty();
    }
    Path name = Path.of(way.getFirst());
    if (way.size() > 1) {
      try (DirectoryStream<Path> next = here.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        return opened(next, way.subList(1, way.size()), state, use);
      }
    }
    BasicFileAttributes its =
        here.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes();
    return its.isRegularFile() && state.key().equals(its.fileKey())
        ? use.of(
            its,
            here.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))
        : Optional.empty();
  }

  @Override
  public Optional<OpenFile> open() {
    try {
      Optional<OpenFile> open =
          opened(
              root,
              way,
              state,
              (_, channel) ->
                  channel instanceof FileChannel its
                      ? Optional.of(new OpenFile(its))
                      : Optional.empty());
      if (open.isPresent() && !isCurrent()) {
        open.get().close();
        return Optional.empty();
      }
      return open;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public Content.File file() {
    return file;
  }

  @Override
  public boolean isCurrent() {
    try {
      for (Path folder : folders) {
        if (!Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
            .isDirectory()) {
          return false;
        }
      }
      return State.of(path).filter(state::equals).isPresent();
    } catch (IOException e) {
      return false;
    }
  }
}
