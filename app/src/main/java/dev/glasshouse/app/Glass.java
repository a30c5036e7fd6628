package dev.glasshouse.app;

import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import dev.glasshouse.lab.NameChainFile;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code glass} command: the way of a page, seen from a terminal. */
@Command(
    name = "glass",
    description = "The whole way of a web page, from the URL to the pixels, with glass walls.",
    mixinStandardHelpOptions = true,
    version = "Glasshouse " + Glass.VERSION,
    subcommands = {
      OpenCommand.class,
      GetCommand.class,
      NameCommand.class,
      CookiesCommand.class,
      CacheCommand.class,
      ServeCommand.class,
      EdgeCommand.class,
      HelpCommand.class
    })
public final class Glass implements Runnable {
  static final String VERSION = "0.1.0";

  /** Exit status: done. */
  static final int OK = 0;

  /** Exit status: what was asked for could not be had. */
  static final int FAILED = 1;

  /** Exit status: the command was used wrongly. */
  static final int WRONG_USE = 2;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** Runs the command line and ends the process with its status. */
  public static void main(String[] arguments) {
    var out =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.out),
            false,
            StandardCharsets.UTF_8);
    var err =
        new PrintStream(
            new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
    int status = run(out, err, arguments);
    out.flush();
    // Threads of native libraries must not hold the process up: everything of ours is closed by
    // now.
    Runtime.getRuntime().halt(status);
  }

  /** Runs the command line; returns the exit status. */
  static int run(OutputStream out, OutputStream err, String... arguments) {
    var errors = new java.io.PrintWriter(err, true, StandardCharsets.UTF_8);
    var output = new java.io.PrintWriter(out, false, StandardCharsets.UTF_8);
    CommandLine line =
        new CommandLine(new Glass())
            .setOut(output)
            .setErr(errors)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler((e, _) -> wrong(e))
            .setExecutionExceptionHandler((e, _, result) -> explain(e, result, errors));
    HelpText.flow(line, Terminal.look(System.getenv()).width());
    int status = line.execute(arguments);
    output.flush();
    return status;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** What went wrong, in words: of a file, Java often says the name alone. */
  static String text(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return switch (e) {
      case java.nio.file.NoSuchFileException file ->
          file.getFile() + ": there is no such file or folder";
      case java.nio.file.AccessDeniedException file -> file.getFile() + ": that is not allowed";
      default -> message;
    };
  }

  /** Wrong use: what is wrong in one line, what may have been meant, and where it is explained. */
  private static int wrong(CommandLine.ParameterException problem) {
    CommandLine used = problem.getCommandLine();
    PrintWriter errors = used.getErr();
    errors.println("glass: " + problem.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(problem, errors);
    errors.println(used.getCommandSpec().qualifiedName() + " --help tells how it is used");
    return WRONG_USE;
  }

  /** A failure that no part of the engine turned into a message: ours, said in one line. */
  private static int explain(Exception e, CommandLine.ParseResult said, PrintWriter errors) {
    Language words = LanguageOption.of(said);
    if (e instanceof NameChainFile.Broken broken) {
      broken.faults().forEach(fault -> errors.println("glass: " + fault));
    } else {
      errors.println("glass: " + Wording.in(words).problem(text(e)));
    }
    if (System.getenv("GLASS_DEBUG") != null) {
      e.printStackTrace(errors);
    }
    return FAILED;
  }
}
