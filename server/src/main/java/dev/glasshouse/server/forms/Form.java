package dev.glasshouse.server.forms;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.RouteReason;
import dev.glasshouse.journey.RouteStep;
import dev.glasshouse.journey.ServerReason;
import dev.glasshouse.journey.Trail;
import dev.glasshouse.server.json.BoundedStream;
import dev.glasshouse.server.json.Problem;
import dev.glasshouse.server.json.ProblemException;
import dev.glasshouse.server.json.Refusal;
import dev.glasshouse.url.FormUrlEncoded;
import dev.glasshouse.url.MimeType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A form that was sent, whole: its fields, and its files, of which large ones wait on the disk
 * until it is closed. Whoever wants to see files while they come uses a {@link MultipartReader}.
 */
public final class Form implements AutoCloseable {
  private static final String PAIRS = "application/x-www-form-urlencoded";

  private final List<FormUrlEncoded.Pair> fields = new ArrayList<>();
  private final List<FilePart> files = new ArrayList<>();

  private Form() {}

  /** As {@link #read(Request, FormLimits, Path, Trail)}, with the system's temporary folder. */
  public static Form read(Request request, FormLimits limits, Trail trail) throws IOException {
    return read(request, limits, Path.of(System.getProperty("java.io.tmpdir", ".")), trail);
  }

  /**
   * Reads the body of a request, of either kind of form.
   *
   * @param folder where large files wait
   * @throws ProblemException when it is no form, malformed, or more than is taken
   * @throws IOException when it did not come whole
   */
  public static Form read(Request request, FormLimits limits, Path folder, Trail trail)
      throws IOException {
    String type =
        request
            .fields()
            .first("Content-Type")
            .flatMap(MimeType::parse)
            .map(MimeType::essence)
            .orElse("");
    return switch (type) {
      case PAIRS -> pairs(request, limits, trail);
      case MultipartReader.TAKEN -> parts(request, limits, folder, trail);
      default ->
          throw FormProblems.noForm(request, PAIRS + ", " + MultipartReader.TAKEN)
              .told(request, trail);
    };
  }

  private static Form pairs(Request request, FormLimits limits, Trail trail) throws IOException {
    if (request.body().length().orElse(0) > limits.pairs()) {
      throw BoundedStream.TooLong.refusal(limits.pairs()).told(request, trail);
    }
    byte[] bytes;
    try (var in = new BoundedStream(request.body().open(), limits.pairs())) {
      bytes = in.readAllBytes();
    } catch (BoundedStream.TooLong e) {
      throw e.refusal().told(request, trail);
    }
    var form = new Form();
    int pairs = 1;
    for (byte b : bytes) {
      pairs += b == '&' ? 1 : 0;
    }
    if (pairs > limits.parts()) {
      throw FormProblems.tooMuch(limits.parts(), "fields").told(request, trail);
    }
    form.fields.addAll(FormUrlEncoded.parse(bytes));
    form.told(PAIRS, bytes.length, trail);
    return form;
  }

  private static Form parts(Request request, FormLimits limits, Path folder, Trail trail)
      throws IOException {
    var form = new Form();
    try (MultipartReader reader = MultipartReader.of(request, limits, trail)) {
      for (Optional<MultipartReader.Part> part = reader.next();
          part.isPresent();
          part = reader.next()) {
        form.take(part.get(), request, limits, folder, trail);
      }
      form.told(MultipartReader.TAKEN, reader.bytes(), trail);
      return form;
    } catch (IOException | RuntimeException | Error e) {
      form.close();
      throw e;
    }
  }

  private void take(
      MultipartReader.Part part, Request request, FormLimits limits, Path folder, Trail trail)
      throws IOException {
    PartHead head = part.head();
    if (!head.isFile()) {
      String value = new String(part.content().readAllBytes(), StandardCharsets.UTF_8);
      fields.add(new FormUrlEncoded.Pair(head.name(), value));
      return;
    }
    byte[] first = part.content().readNBytes(limits.memory() + 1);
    boolean large = first.length > limits.memory();
    if (large) {
      onDisk(part, first, request, folder, trail);
    } else {
      files.add(new FilePart(head, Body.of(first), Optional.empty(), first.length));
    }
    if (trail.on()) {
      trail.mark(
          new RouteStep.PartReceived(
              head.name(), head.fileName().orElse(""), files.getLast().size(), large),
          Because.of(large ? RouteReason.PART_LARGE : RouteReason.PART_SMALL, limits.memory()));
    }
  }

  private void onDisk(
      MultipartReader.Part part, byte[] first, Request request, Path folder, Trail trail)
      throws IOException {
    Path file;
    try {
      file = Files.createTempFile(folder, "glass-upload-", ".part");
    } catch (IOException _) {
      throw noRoom().told(request, trail);
    }
    long size = first.length;
    try (OutputStream out = Files.newOutputStream(file)) {
      write(out, first, first.length, request, trail);
      byte[] piece = new byte[16 * 1024];
      InputStream in = part.content();
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        write(out, piece, n, request, trail);
        size += n;
      }
    } catch (IOException | RuntimeException | Error e) {
      Files.deleteIfExists(file);
      throw e;
    }
    files.add(new FilePart(part.head(), Body.of(file), Optional.of(file), size));
  }

  private static void write(OutputStream out, byte[] bytes, int n, Request request, Trail trail)
      throws ProblemException {
    try {
      out.write(bytes, 0, n);
    } catch (IOException _) {
      throw noRoom().told(request, trail);
    }
  }

  private static Refusal noRoom() {
    return new Refusal(
        Problem.of(Status.INSUFFICIENT_STORAGE, "there is no room here for the file"),
        Because.of(ServerReason.DISK_FULL));
  }

  private void told(String type, long bytes, Trail trail) {
    if (trail.on()) {
      trail.mark(
          new RouteStep.BodyUnderstood(
              type, "a form of " + fields.size() + " fields and " + files.size() + " files", bytes),
          Because.HAPPENED);
    }
  }

  /** The first value of that name; empty where there is none. */
  public Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** All values of that name, in order. */
  public List<String> all(String name) {
    return fields.stream()
        .filter(pair -> pair.name().equals(name))
        .map(FormUrlEncoded.Pair::value)
        .toList();
  }

  /** All fields that are no files, in order. */
  public List<FormUrlEncoded.Pair> fields() {
    return List.copyOf(fields);
  }

  /** The first file of that name; empty where there is none. */
  public Optional<FilePart> file(String name) {
    return files.stream().filter(file -> file.name().equals(name)).findFirst();
  }

  /** All files, in order. */
  public List<FilePart> files() {
    return List.copyOf(files);
  }

  /** Removes the files that wait on the disk and were not kept. */
  @Override
  public void close() throws IOException {
    for (FilePart file : files) {
      file.discard();
    }
  }
}
