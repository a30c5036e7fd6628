package dev.glasshouse.app;

import dev.glasshouse.dns.policy.PolicyException;
import dev.glasshouse.dns.serve.Answerer;
import dev.glasshouse.dns.serve.NameServer;
import dev.glasshouse.net.Network;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What {@code name serve} and {@code name resolve} have in common: where they listen, whom they
 * answer, the rules before what they answer, what they tell, and how they end.
 */
final class NameServing {
  private static final Duration LOOK = Duration.ofSeconds(1);

  @Mixin private final DoorOptions doors = new DoorOptions();

  @Mixin private final ClientOptions clients = new ClientOptions();

  @Option(names = "--threads", paramLabel = "N", description = "event loops; 1 if not said")
  private int threads = 1;

  @Mixin private final PolicyOptions policy = new PolicyOptions();

  @Mixin private final StoryOptions stories = new StoryOptions();

  /** What the options say, checked before anything is opened. */
  record Plan(Doors.Plan doors, NameServer.Settings settings, int threads) {
    /** The same with a server that behaves otherwise. */
    Plan with(NameServer.Settings others) {
      return new Plan(doors, others, threads);
    }
  }

  /**
   * What the options say.
   *
   * @throws IOException when a file cannot be read
   */
  Plan plan(Console console) throws IOException {
    if (threads < 1) {
      throw console.wrong("--threads is a number from 1");
    }
    return new Plan(doors.plan(console), clients.settings(console), threads);
  }

  /** Where the command's own lines go: not among the lines of JSON. */
  PrintWriter lines(Console console) {
    return stories.form().filter(form -> form == NameStories.Form.JSON).isPresent()
        ? console.err()
        : console.out();
  }

  /**
   * Serves until the process or the thread is ended.
   *
   * @param answerer who answers truly
   * @param more what else there is to say once it listens
   * @param watch looks after the files, once a second
   * @param regular is done once a second as well
   * @return the exit status
   */
  int serve(
      Plan plan,
      Network network,
      Answerer answerer,
      List<String> more,
      FileWatch watch,
      Runnable regular,
      Console console) {
    PrintWriter lines = lines(console);
    try (UntilEnded end = UntilEnded.begin();
        NameStories told = stories.begin(console);
        Doors open =
            Doors.open(
                plan.doors(),
                network,
                plan.settings(),
                told::next,
                policy.before(answerer, watch, console))) {
      watch.heedSignal();
      open.lines().forEach(lines::println);
      more.forEach(lines::println);
      lines.flush();
      while (!end.await(LOOK)) {
        watch.look();
        regular.run();
      }
      open.close();
      told.close();
      lines.println("ended after " + open.counted());
      lines.flush();
      return Glass.OK;
    } catch (PolicyException e) {
      PolicyOptions.tell(e, console);
      return Glass.FAILED;
    } catch (IOException e) {
      console.err().println("glass: " + Glass.text(e));
      return Glass.FAILED;
    }
  }
}
