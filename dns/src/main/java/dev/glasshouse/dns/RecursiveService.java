package dev.glasshouse.dns;

import dev.glasshouse.journey.Trail;
import io.netty.util.concurrent.EventExecutor;
import org.xbill.DNS.Message;

/**
 * A resolver inside of this program, which finds the whole answer itself (RFC 1034 section 4.3.1,
 * recursive service). A {@link Resolver} that has one asks it in place of the system's servers.
 */
public interface RecursiveService extends AutoCloseable {

  /**
   * The whole answer to a question. Blocks, and is meant for virtual threads.
   *
   * @param name in lower case, without a dot at its end
   * @param type the record type's name in capitals, for example AAAA
   * @return a message that says NOERROR or NXDOMAIN, marked as authentic (AD) where every record of
   *     it was validated
   * @throws NameException when it could not be found out in time, or what came is not genuine
   */
  Message answer(String name, String type, Deadline deadline, Trail trail) throws NameException;

  /** Ends it; who still waits is told that nothing came. */
  @Override
  void close();

  /** Makes such a resolver. */
  @FunctionalInterface
  interface Opening {
    /**
     * Makes it on a network; both stay their owner's.
     *
     * @param transport what carries its questions
     * @param loop where it works; nothing of it blocks there
     */
    RecursiveService open(Transport transport, EventExecutor loop);
  }
}
