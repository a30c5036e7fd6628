package dev.glasshouse.app;

import dev.glasshouse.http.Body;
import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Method;
import dev.glasshouse.http.Request;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.journey.Journey;
import dev.glasshouse.journey.view.RequestLine;
import dev.glasshouse.journey.words.Language;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows who runs a server its last requests, at an address of its own: {@code /} has a line each
 * with its why, the newest first; {@code /17} the whole story of one, {@code /17.json} its journey.
 */
final class StoriesPage implements Handler {
  private static final Pattern ONE = Pattern.compile("/([0-9]{1,18})(\\.json)?");

  private final LastStories stories;
  private final Language language;
  private final RequestLine lines;

  StoriesPage(LastStories stories, Language language) {
    this.stories = stories;
    this.language = language;
    this.lines = RequestLine.in(language);
  }

  @Override
  public Response handle(Request request) {
    if (!request.method().equals(Method.GET) && !request.method().equals(Method.HEAD)) {
      return Response.text(Status.METHOD_NOT_ALLOWED, "").with("Allow", "GET, HEAD");
    }
    if (request.path().equals("/")) {
      return answer("text/plain; charset=utf-8", all());
    }
    Matcher one = ONE.matcher(request.path());
    Optional<LastStories.Kept> kept =
        one.matches() ? stories.at(Long.parseLong(one.group(1))) : Optional.empty();
    if (kept.isEmpty()) {
      return Response.text(
          Status.NOT_FOUND,
          "What can be asked for here: / for the last "
              + stories.most()
              + " requests, /NUMBER for the story of one, /NUMBER.json for its journey\n");
    }
    Journey journey = kept.get().recorder().journey();
    var text = new StringBuilder();
    if (one.group(2) != null) {
      StoryWriter.json(journey, text);
      return answer("application/jsonl", text);
    }
    StoryWriter.story(lines.of(journey), journey, language, text);
    return answer("text/plain; charset=utf-8", text);
  }

  private StringBuilder all() {
    var text = new StringBuilder();
    for (LastStories.Kept kept : stories.all().reversed()) {
      text.append(kept.number()).append(' ');
      lines.write(kept.recorder().journey(), text);
      text.append('\n');
    }
    return text;
  }

  private static Response answer(String type, StringBuilder text) {
    return Response.of(Status.OK)
        .with("Content-Type", type)
        .with("Cache-Control", "no-store")
        .with(Body.of(text.toString()));
  }
}
