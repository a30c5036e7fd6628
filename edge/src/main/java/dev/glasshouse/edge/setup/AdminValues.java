package dev.glasshouse.edge.setup;

import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionType;
import dev.glasshouse.server.config.SecretFile;
import dev.glasshouse.server.config.Section;
import dev.glasshouse.server.config.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What can be said of the place where operators ask, in one table, whoever says it. */
public final class AdminValues {
  /** The table. */
  public static final Section SECTION =
      new Section(
          "admin",
          false,
          "Where operators ask for figures, and order purges; apart from all sites.",
          List.of(
              Option.needed(
                  "address",
                  OptionType.ADDRESS,
                  "Where to listen, by HTTP: /metrics has the figures in Prometheus' form. Best an"
                      + " address that only operators reach."),
              Option.of(
                  "purge-token-file",
                  OptionType.PATH,
                  "Takes orders to purge, POST /purge, from who knows the token in this file"
                      + " (Authorization: Bearer TOKEN): a line each of url URL, prefix BEGINNING,"
                      + " tag TAG, all; soft in front for what may still be used while it is"
                      + " stale. URLs are as the servers get them."),
              Option.of(
                  "purge-from",
                  OptionType.NETWORKS,
                  "[]",
                  "Takes them from these addresses only; from any when not said.")));

  private AdminValues() {}

  /** What is wrong with them. */
  public static List<Fault> check(Values values) {
    var faults = new ArrayList<Fault>();
    if (values.has("purge-token-file")) {
      try {
        String _ = SecretFile.read(values.path("purge-token-file").orElseThrow(), "token");
      } catch (IOException e) {
        faults.add(values.fault("purge-token-file", String.valueOf(e.getMessage())));
      }
    } else if (values.has("purge-from")) {
      faults.add(values.fault("purge-from", "needs purge-token-file"));
    }
    return faults;
  }
}
