package dev.glasshouse.server.kinds;

import dev.glasshouse.http.Handler;
import dev.glasshouse.server.config.ConfigException;
import dev.glasshouse.server.config.Fault;
import dev.glasshouse.server.config.Ground;
import dev.glasshouse.server.config.Option;
import dev.glasshouse.server.config.OptionType;
import dev.glasshouse.server.config.RouteKind;
import dev.glasshouse.server.config.Values;
import dev.glasshouse.server.files.FileHandler;
import dev.glasshouse.server.files.FileLimits;
import dev.glasshouse.server.files.FileOptions;
import dev.glasshouse.server.files.FileOptions.Switch;
import dev.glasshouse.server.files.FolderTree;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Files of a folder. */
final class FilesKind implements RouteKind {
  @Override
  public String name() {
    return "files";
  }

  @Override
  public String help() {
    return "Files of a folder: what stands at the path, with ranges, conditions and codings.";
  }

  @Override
  public List<Option> options() {
    return List.of(
        Option.needed("root", OptionType.PATH, "The folder. Nothing outside of it is served."),
        Option.of(
            "index",
            OptionType.TEXTS,
            "[\"index.html\", \"index.htm\"]",
            "Files that stand for their folder, the first that is there."),
        Option.of(
            "list", OptionType.FLAG, "false", "Whether folders without such a file are listed."),
        Option.of(
            "write",
            OptionType.FLAG,
            "false",
            "Whether clients may write and remove files (PUT, DELETE)."),
        Option.of(
            "hidden",
            OptionType.FLAG,
            "false",
            "Whether names that begin with a dot are served; .well-known always is."),
        Option.of("compress", OptionType.FLAG, "true", "Whether bodies are compressed."),
        Option.of(
            "hints",
            OptionType.FLAG,
            "true",
            "Whether browsers are told early what a page needs (103)."),
        Option.of(
            "cache-control",
            OptionType.TEXT,
            "\"no-cache\"",
            "The field Cache-Control of every file; empty for none."),
        Option.of("upload-size", OptionType.SIZE, "\"1GiB\"", "Bytes of a file that PUT brings."),
        Option.of(
            "memory",
            OptionType.SIZE,
            "\"32MiB\"",
            "Bytes of small files that are kept in memory, each as long as it is unchanged; 0 for"
                + " none."));
  }

  @Override
  public List<Fault> check(Values values) {
    return Folders.fault(values, "root").stream().toList();
  }

  @Override
  public Handler open(Values values, Handler next, Ground ground) throws ConfigException {
    // A folder that only lets itself be passed through can be opened, and then has no file.
    List<Fault> faults = check(values);
    if (!faults.isEmpty()) {
      throw new ConfigException(faults);
    }
    FileLimits usual = FileLimits.USUAL;
    var options =
        new FileOptions(
            values.texts("index"),
            on(values, "list"),
            on(values, "write"),
            on(values, "hidden"),
            on(values, "compress"),
            on(values, "hints"),
            Optional.of(values.text("cache-control")).filter(text -> !text.isBlank()),
            new FileLimits(
                usual.ranges(),
                usual.coded(),
                values.size("upload-size"),
                usual.listed(),
                usual.scanned(),
                usual.hinted(),
                usual.pages(),
                values.size("memory"),
                usual.keptFile()));
    try {
      return new FileHandler(
          FolderTree.of(values.path("root").orElseThrow()), options, ground.clock());
    } catch (IOException e) {
      throw new ConfigException(List.of(Folders.unusable(values, "root", e)));
    }
  }

  private static Switch on(Values values, String name) {
    return values.flag(name) ? Switch.ON : Switch.OFF;
  }
}
