package dev.glasshouse.app;

import dev.glasshouse.server.config.ServerSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code glass serve}: web sites, out of a configuration file, or a folder as one. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Serves a folder, or what a configuration file says, over HTTP until it is ended (Ctrl-C),",
      "and tells each request in a line, with what decided its answer."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:it was ended, and what was under way was answered; with --check, all is well",
      "1:the folder cannot be read, or an address cannot be had",
      "2:the command was used wrongly, or the configuration is wrong"
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private final Console console = new Console();
  @Mixin private final LanguageOption language = new LanguageOption();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      description = "the folder; the one where you are when not said")
  private @Nullable Path folder;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "serve what this file says (TOML; see --help-config), in the place of DIR")
  private @Nullable Path config;

  @Option(names = "--check", description = "only tell whether that could be served")
  private boolean check;

  @Option(names = "--help-config", description = "tell all that can stand in that file, and end")
  private boolean explain;

  @Mixin private final FolderOptions folders = new FolderOptions();

  @Option(
      names = "--log",
      paramLabel = "FORM",
      description = {
        "how requests are told: line (with the why), combined (as Apache and nginx have it), story",
        "(everything), json (the journey, an object a line), none; line when not said"
      })
  private RequestStories.Form form = RequestStories.Form.LINE;

  @Option(
      names = "--watch",
      description = {
        "show a table of what the server does, every second, over the last requests as --log tells",
        "them"
      })
  private boolean watched;

  @Mixin private final StoriesOption stories = new StoriesOption();
  @Mixin private final OtlpOption otlp = new OtlpOption();

  @Override
  public Integer call() {
    if (folders.isBuiltIn() && folder != null) {
      throw console.wrong("either DIR or --built-in");
    }
    if (config != null && (folder != null || folders.isAny())) {
      throw console.wrong("--config says everything: no DIR, and no options of one");
    }
    var serving = new SiteServing(console, form, language.chosen(), watched, otlp, stories);
    if (explain) {
      return serving.explain();
    }
    otlp.to(console);
    stories.check(console);
    if (config != null) {
      return serving.serve(config, check);
    }
    Path its = folder == null ? Path.of(".") : folder;
    ServerSettings settings = folders.settings(its, serving.table(), console);
    return check
        ? serving.check(settings, Glass.FAILED)
        : serving.serve(settings, Optional.empty(), Glass.FAILED);
  }
}
