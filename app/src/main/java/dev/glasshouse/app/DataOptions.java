package dev.glasshouse.app;

import dev.glasshouse.fetch.forms.FormEntry;
import dev.glasshouse.fetch.forms.Forms;
import dev.glasshouse.http.Body;
import dev.glasshouse.url.FormUrlEncoded;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Option;

/** What a request sends: data as it is, data that is encoded, or the fields of a form. */
final class DataOptions {
  @Option(
      names = {"-d", "--data"},
      paramLabel = "DATA",
      description = "a body to send, or @FILE, @- for standard input; several are joined with &")
  private List<String> data = List.of();

  @Option(
      names = "--data-urlencode",
      paramLabel = "DATA",
      description = "the same, percent-encoded: CONTENT, NAME=CONTENT, @FILE or NAME@FILE")
  private List<String> encoded = List.of();

  @Option(
      names = {"-F", "--form"},
      paramLabel = "NAME=VALUE",
      description =
          "a field of a form (multipart/form-data): NAME=VALUE, NAME=@FILE to send a file (@- standard "
              + "input), with ;type=TYPE or ;filename=NAME behind it, NAME=<FILE for its text")
  private List<String> form = List.of();

  private boolean readsInput;

  /**
   * What is sent.
   *
   * @param body the bytes; files stream
   * @param type the field Content-Type
   */
  record Content(Body body, String type) {}

  /** Whether nothing is. */
  boolean isEmpty() {
    return data.isEmpty() && encoded.isEmpty() && form.isEmpty();
  }

  /**
   * What is sent.
   *
   * @param in what {@code @-} means: it is read while it is sent, and can be sent only once
   * @throws IllegalArgumentException when the options do not go together, or a file is not there
   */
  Content content(InputStream in) throws IOException {
    if (!form.isEmpty()) {
      if (!data.isEmpty() || !encoded.isEmpty()) {
        throw new IllegalArgumentException("-F and -d do not go together");
      }
      return multipart(in);
    }
    var parts = new ArrayList<Body>();
    for (String each : data) {
      parts.add(each.startsWith("@") ? source(each.substring(1), in) : Body.of(each));
    }
    for (String each : encoded) {
      parts.add(Body.of(encode(each)));
    }
    var joined = new ArrayList<Body>();
    for (Body part : parts) {
      if (!joined.isEmpty()) {
        joined.add(Body.of("&"));
      }
      joined.add(part);
    }
    return new Content(
        joined.size() == 1 ? joined.getFirst() : Body.joined(joined),
        "application/x-www-form-urlencoded");
  }

  /** The content of a file, or of standard input. */
  private Body source(String name, InputStream in) throws IOException {
    if (!name.equals("-")) {
      return Body.of(file(name));
    }
    if (readsInput) {
      throw new IllegalArgumentException("standard input (@-) can be sent only once");
    }
    readsInput = true;
    return Body.streaming(in);
  }

  private static String encode(String text) throws IOException {
    int equals = text.indexOf('=');
    int at = text.indexOf('@');
    if (equals >= 0 && (at < 0 || equals < at)) {
      return named(text.substring(0, equals), text.substring(equals + 1));
    }
    if (at >= 0) {
      return named(text.substring(0, at), Files.readString(file(text.substring(at + 1))));
    }
    return named("", text);
  }

  /** The name stands as it is written, as curl has it; the content is encoded. */
  private static String named(String name, String content) {
    String value = FormUrlEncoded.serialize(List.of(new FormUrlEncoded.Pair("", content)));
    return name.isEmpty() ? value.substring(1) : name + value;
  }

  private Content multipart(InputStream in) throws IOException {
    var entries = new ArrayList<FormEntry>();
    for (String each : form) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("-F is NAME=VALUE, not " + each);
      }
      entries.add(entry(each.substring(0, equals), each.substring(equals + 1), in));
    }
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    String boundary = "glass-" + HexFormat.of().formatHex(random);
    return new Content(
        Forms.multipart(entries, boundary), "multipart/form-data; boundary=" + boundary);
  }

  private FormEntry entry(String name, String value, InputStream in) throws IOException {
    if (value.startsWith("<")) {
      return new FormEntry.Text(name, Files.readString(file(value.substring(1))));
    }
    if (!value.startsWith("@")) {
      return new FormEntry.Text(name, value);
    }
    String[] parts = value.substring(1).split(";");
    Body content = source(parts[0], in);
    String called = String.valueOf(Path.of(parts[0]).getFileName());
    String type = "application/octet-stream";
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.startsWith("type=")) {
        type = part.substring("type=".length());
      } else if (part.startsWith("filename=")) {
        called = part.substring("filename=".length());
      } else {
        throw new IllegalArgumentException("not a part of -F: " + part);
      }
    }
    return new FormEntry.File(name, called, type, content);
  }

  private static Path file(String name) {
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("there is no file " + file);
    }
    return file;
  }
}
