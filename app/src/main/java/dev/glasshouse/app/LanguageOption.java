package dev.glasshouse.app;

import dev.glasshouse.journey.words.Language;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The language in which a command tells its story. */
final class LanguageOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(names = "--lang", paramLabel = "en|zh", description = "the language of the story")
  private String language = "en";

  /** The one that a command line says, that of a command in it included; else English. */
  static Language of(ParseResult said) {
    ParseResult last = said;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return Language.of(last.matchedOptionValue("--lang", "en")).orElse(Language.EN);
  }

  /**
   * The one that was chosen; English when none was.
   *
   * @throws ParameterException when it is none that the story is told in
   */
  Language chosen() {
    if (command == null) {
      throw new IllegalStateException("run without a command line");
    }
    var line = command.commandLine();
    return Language.of(language)
        .orElseThrow(() ->
            new ParameterException(line, "the story is told in en and zh, not in " + language));
  }
}
