package dev.glasshouse.app;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Has the help of commands broken into lines where the terminal ends, and not where the source's
 * lines did.
 */
final class HelpText {
  private static final int NARROWEST = 80;
  private static final int WIDEST = 120;

  private HelpText() {}

  /**
   * Of a command and all below it.
   *
   * @param columns of the terminal; 0 where there is none
   */
  static void flow(CommandLine line, int columns) {
    line.setUsageHelpWidth(Math.clamp(columns, NARROWEST, WIDEST));
    flow(line.getCommandSpec());
    line.getSubcommands().values().forEach(each -> flow(each, columns));
  }

  private static void flow(CommandSpec command) {
    command.usageMessage().description(joined(command.usageMessage().description()));
    for (OptionSpec option : List.copyOf(command.options())) {
      if (option.group() == null && option.description().length > 1) {
        command.remove(option);
        command.addOption(option.toBuilder().description(joined(option.description())).build());
      }
    }
    for (PositionalParamSpec place : List.copyOf(command.positionalParameters())) {
      if (place.group() == null && place.description().length > 1) {
        command.remove(place);
        command.addPositional(place.toBuilder().description(joined(place.description())).build());
      }
    }
  }

  private static String joined(String[] lines) {
    return String.join(" ", lines);
  }
}
