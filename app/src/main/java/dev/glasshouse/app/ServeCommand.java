package dev.glasshouse.app;

import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.ConfigFile;
import dev.glasshouse.server.config.OptionTable;
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

  @Mixin private final OtlpOption otlp = new OtlpOption();

  @Override
  public Integer call() {
    OptionTable table = ServeKinds.table(problem -> console.err().println("glass: " + problem));
    if (explain) {
      console.out().print(table.help());
      console.out().flush();
      return Glass.OK;
    }
    if (folders.isBuiltIn() && folder != null) {
      throw console.wrong("either DIR or --built-in");
    }
    if (config != null && (folder != null || folders.isAny())) {
      throw console.wrong("--config says everything: no DIR, and no options of one");
    }
    var serving = new SiteServing(console, form, language.chosen(), watched, otlp);
    otlp.to(console);
    ServerSettings settings;
    try {
      settings =
          config != null
              ? ConfigFile.read(config, table)
              : folders.settings(folder == null ? Path.of(".") : folder, table, console);
    } catch (ConfigException e) {
      return serving.wrong(e, Glass.WRONG_USE);
    }
    int wrong = config == null ? Glass.FAILED : Glass.WRONG_USE;
    if (check) {
      return serving.check(settings, wrong);
    }
    return serving.serve(settings, Optional.ofNullable(config), table, wrong);
  }
}
