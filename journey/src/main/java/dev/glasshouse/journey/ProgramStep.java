package dev.glasshouse.journey;

import java.util.List;

/** Steps of programs that answer requests: CGI, FastCGI. */
public sealed interface ProgramStep extends Step {

  /** A request went to a program. */
  record ProgramAsked(String way, String script, String where, boolean reused)
      implements ProgramStep {}

  /** The program's answer began. */
  record ProgramAnswered(String script, int status, List<String> fields) implements ProgramStep {}

  /** The program's answer ended. */
  record ProgramEnded(String script, long bytes, int exit) implements ProgramStep {}

  /** The program complained, on its standard error. */
  record ProgramComplained(String script, String text) implements ProgramStep {}

  /** The program did not answer as it should. */
  record ProgramFailed(String script, int status) implements ProgramStep {}
}
