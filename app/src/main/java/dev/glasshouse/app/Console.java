package dev.glasshouse.app;

import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.words.Language;
import dev.glasshouse.journey.words.Wording;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a command says what it has to say. */
@Command
final class Console {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  /** What was asked for goes here. */
  PrintWriter out() {
    return line().getOut();
  }

  /** What is told beside it goes here. */
  PrintWriter err() {
    return line().getErr();
  }

  /** Tells what went wrong. */
  void problem(String problem, Language words) {
    err().println("glass: " + Wording.in(words).problem(problem));
  }

  /** Tells what went wrong on a journey. */
  void problem(String problem, Journey journey, Language words) {
    err().println("glass: " + Wording.in(words).problem(problem, journey));
  }

  /** The command was used wrongly: said with where its use is explained, and exit status 2. */
  ParameterException wrong(String message) {
    return new ParameterException(line(), message);
  }

  private CommandLine line() {
    if (command == null) {
      throw new IllegalStateException("run without a command line");
    }
    return command.commandLine();
  }
}
