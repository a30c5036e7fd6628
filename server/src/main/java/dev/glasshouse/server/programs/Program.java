package dev.glasshouse.server.programs;

import dev.glasshouse.http.Body;
import dev.glasshouse.journey.Trail;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** What runs a script for a request. */
public interface Program {

  /** A script that is at work. */
  interface Run extends AutoCloseable {
    /** What the script writes: the fields of its answer, an empty line, the content. */
    InputStream output();

    /** What it complained of since this was asked last; empty for nothing. */
    String takeComplaints();

    /** Its exit status, once its output has ended; 0 where all went well. */
    int exit();

    /** Gives up what it has not written yet. */
    @Override
    void close();
  }

  /**
   * Starts a script.
   *
   * @param variables what it learns of the request (RFC 3875 4.1)
   * @param body what it gets on its standard input, of known length
   * @throws ProgramException when the program is not there, too busy or too slow
   * @throws IOException when the request's body cannot be read
   */
  Run start(Script script, Map<String, String> variables, Body body, Trail trail)
      throws IOException;
}
