package dev.glasshouse.server.programs;

import dev.glasshouse.http.Aside;
import dev.glasshouse.http.Body;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Consumer;

/** What runs a script for a request. */
public interface Program {

  /** A script that is at work. */
  interface Run extends AutoCloseable {
    /** What the script writes: the fields of its answer, an empty line, the content. */
    InputStream output();

    /**
     * Tells what it complained of: what came until now at once, and what comes later, until it has
     * ended, then. To be asked once.
     *
     * @param to takes some lines, never none, on whatever thread
     */
    void complaints(Consumer<String> to);

    /** Its exit status, once its output has ended; 0 where all went well. */
    int exit();

    /**
     * Ends it, since nobody wants its answer any more; on whatever thread. Who reads its output
     * gets a {@link ProgramException}.
     */
    void stop();

    /** Whether it was ended that way. */
    boolean isStopped();

    /** Gives up what it has not written yet. */
    @Override
    void close();
  }

  /**
   * Starts a script.
   *
   * @param variables what it learns of the request (RFC 3875 4.1)
   * @param body what it gets on its standard input, of known length
   * @param aside where it is told; and tells when the client has gone, which stops the script
   * @throws ProgramException when the program is not there, too busy or too slow
   * @throws IOException when the request's body cannot be read
   */
  Run start(Script script, Map<String, String> variables, Body body, Aside aside)
      throws IOException;
}
