package dev.glasshouse.app;

import dev.glasshouse.dns.zone.ZoneException;
import dev.glasshouse.net.Network;
import dev.glasshouse.net.OsNetwork;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code glass name serve}: an authoritative name server for zones out of files. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Answers for zones with authority, until it is ended (Ctrl-C, SIGTERM). A zone file that",
      "changes is read anew (all files on SIGHUP); when it is broken, all its faults are told and",
      "the zone of before is served on."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it was ended, or with --check: all zones are right",
      "1:a zone is broken, or an address cannot be had",
      "2:the command was used wrongly"
    })
final class NameServeCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();

  @Mixin private final ZoneOptions options = new ZoneOptions();

  @Mixin private final NameServing serving = new NameServing();

  @Override
  public Integer call() {
    try {
      return serve(serving.plan(console));
    } catch (ZoneException e) {
      ServedZones.faults(e.faults(), console);
      return Glass.FAILED;
    } catch (IOException e) {
      console.err().println("glass: " + Glass.text(e));
      return Glass.FAILED;
    }
  }

  private int serve(NameServing.Plan plan) throws ZoneException, IOException {
    try (var zones = new ServedZones(options, console, serving.lines(console))) {
      boolean right = zones.look();
      if (options.check() || !right) {
        return right ? Glass.OK : Glass.FAILED;
      }
      try (Network network = OsNetwork.open(plan.threads())) {
        zones.copy();
        return serving.serve(
            plan,
            network,
            zones.authority(),
            zones.keysAbove(),
            zones.watch(),
            zones::regular,
            console);
      }
    }
  }
}
