package dev.glasshouse.app;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own that runs many command lines of the program, one after the other, in the
 * folder that it was started in: most of the time of a single run is the start of its JVM.
 *
 * <p>For the command line number N, what is printed goes to the file {@code N.printed}, and the
 * exit status then to {@code N.status}.
 */
final class ManyRuns {
  private ManyRuns() {}

  /** Runs the lines of a file; the second argument is the folder for what is printed. */
  public static void main(String[] arguments) throws IOException {
    Path results = Path.of(arguments[1]);
    List<String> lines = Files.readAllLines(Path.of(arguments[0]));
    for (int i = 0; i < lines.size(); i++) {
      List<String> words = words(lines.get(i));
      int status;
      try (OutputStream out =
          new BufferedOutputStream(Files.newOutputStream(results.resolve(i + ".printed")))) {
        status = Glass.run(out, out, words.subList(1, words.size()).toArray(String[]::new));
      }
      Files.writeString(results.resolve(i + ".status"), String.valueOf(status));
    }
    Runtime.getRuntime().halt(0);
  }

  /**
   * The words of a command line, apart by blanks.
   *
   * @throws IllegalArgumentException where only a shell can tell what it means
   */
  static List<String> words(String line) {
    if (!line.matches("[\\w ./:=,-]+")) {
      throw new IllegalArgumentException("only a shell knows what this means: " + line);
    }
    return new ArrayList<>(List.of(line.strip().split(" +")));
  }
}
