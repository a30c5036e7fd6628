package dev.glasshouse.server.programs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The script that a path means (RFC 3875 3.2, 3.3): the first of its segments that is a file with
 * the right ending, inside of its folder. What follows it is told to the script.
 *
 * @param file where it lies
 * @param name the part of the path that leads to it, decoded, with its slash at the start
 * @param rest what follows it, decoded; empty, or with its slash at the start
 */
public record Script(Path file, String name, String rest) {

  /**
   * Finds it.
   *
   * @param root the folder of the scripts, real
   * @param segments the decoded segments of a path; none is empty, {@code .} or {@code ..}
   * @param ending of a script's name, for example {@code .php}
   * @return empty where no segment is one: a picture with {@code /x.php} behind its name is none
   */
  public static Optional<Script> find(
      Path root, List<String> segments, boolean endsWithSlash, String ending) {
    Path at = root;
    var name = new StringBuilder();
    for (int i = 0; i < segments.size(); i++) {
      try {
        at = at.resolve(segments.get(i));
      } catch (java.nio.file.InvalidPathException e) {
        return Optional.empty();
      }
      name.append('/').append(segments.get(i));
      if (Files.isDirectory(at)) {
        continue;
      }
      if (!segments.get(i).endsWith(ending) || !isInside(root, at)) {
        return Optional.empty();
      }
      List<String> left = segments.subList(i + 1, segments.size());
      String rest = left.isEmpty() ? "" : "/" + String.join("/", left);
      return Optional.of(new Script(at, name.toString(), endsWithSlash ? rest + "/" : rest));
    }
    return Optional.empty();
  }

  private static boolean isInside(Path root, Path file) {
    try {
      return Files.isRegularFile(file) && file.toRealPath().startsWith(root);
    } catch (java.io.IOException e) {
      return false;
    }
  }
}
