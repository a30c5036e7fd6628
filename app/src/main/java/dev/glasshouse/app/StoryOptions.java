package dev.glasshouse.app;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a name server of ours tells of the questions that it is asked, as they come. */
final class StoryOptions {
  @ArgGroup(exclusive = true)
  private @Nullable Choice choice;

  @Mixin private final LanguageOption language = new LanguageOption();

  /** One of them, and no other. */
  static final class Choice {
    @Option(names = "--log", description = "tell each question in one line, with its why")
    private boolean log;

    @Option(names = "--story", description = "tell the whole story of each question")
    private boolean story;

    @Option(
        names = "--json",
        description = {
          "print the journey of each question as JSON, an object a line; what else there is to",
          "say goes to standard error"
        })
    private boolean json;

    NameStories.Form form() {
      return json ? NameStories.Form.JSON : story ? NameStories.Form.STORY : NameStories.Form.LOG;
    }
  }

  /** In which form questions are told; empty when they are not. */
  Optional<NameStories.Form> form() {
    return Optional.ofNullable(choice).map(Choice::form);
  }

  /** Begins to tell. */
  NameStories begin(Console console) {
    return NameStories.begin(form(), language.chosen(), console.out());
  }
}
