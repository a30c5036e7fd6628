package dev.glasshouse.server.kinds;

import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionType;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.server.programs.ProgramLimits;
import java.util.List;

/** What can be said of the limits of programs, whoever runs them. */
final class ProgramOptions {
  /** The options. */
  static final List<Option> ALL =
      List.of(
          Option.of(
              "piece-within",
              OptionType.DURATION,
              "\"60s\"",
              "How long a program may take for its next byte, and to take one; one that answered"
                  + " nothing until then is answered for with 504."),
          Option.of(
              "programs",
              OptionType.NUMBER,
              "64",
              "Programs that run at once; more requests wait."),
          Option.of(
              "turn-within",
              OptionType.DURATION,
              "\"10s\"",
              "How long a request waits for its turn; longer is answered 503."),
          Option.of(
              "spool-size",
              OptionType.SIZE,
              "\"1GiB\"",
              "Bytes of content of unknown length that are kept until it has come, since programs"
                  + " need to be told; more is answered 413."));

  private ProgramOptions() {}

  /** What is wrong with them. */
  static List<Fault> check(Values values) {
    return values.number("programs") < 1
        ? List.of(values.fault("programs", "must be at least 1"))
        : List.of();
  }

  /** The limits of values in which nothing is wrong. */
  static ProgramLimits limits(Values values) {
    ProgramLimits usual = ProgramLimits.USUAL;
    return new ProgramLimits(
        values.duration("piece-within"),
        usual.head(),
        usual.complaints(),
        values.number("programs"),
        values.duration("turn-within"),
        usual.idle(),
        values.size("spool-size"),
        usual.redirects());
  }
}
