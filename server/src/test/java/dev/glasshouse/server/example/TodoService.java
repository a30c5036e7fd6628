package dev.glasshouse.server.example;

import dev.glasshouse.http.Handler;
import dev.glasshouse.http.Response;
import dev.glasshouse.http.Status;
import dev.glasshouse.http.caching.ConditionVerdict;
import dev.glasshouse.server.answers.Acceptance;
import dev.glasshouse.server.answers.Conditional;
import dev.glasshouse.server.forms.Form;
import dev.glasshouse.server.forms.FormLimits;
import dev.glasshouse.server.json.Json;
import dev.glasshouse.server.json.JsonItems;
import dev.glasshouse.server.json.Problem;
import dev.glasshouse.server.origins.Csrf;
import dev.glasshouse.server.routes.Call;
import dev.glasshouse.server.routes.Routes;
import dev.glasshouse.server.sessions.Session;
import dev.glasshouse.server.sessions.SessionRules;
import dev.glasshouse.server.sessions.SessionStore;
import dev.glasshouse.server.sessions.Sessions;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The program of {@code docs/programs.md}: what is to be done, for those who have said who they
 * are.
 */
final class TodoService {
  /** What a client sends. */
  record NewTodo(String title, Optional<Boolean> done) {
    NewTodo {
      if (title.isBlank()) {
        throw new IllegalArgumentException("a title says something");
      }
    }
  }

  /** What is to be done. */
  record Todo(int id, int version, String title, boolean done) {}

  private final Map<Integer, Todo> todos = new ConcurrentSkipListMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final Json json = Json.usual();
  private final Sessions sessions;

  TodoService(SessionStore store) {
    this.sessions = new Sessions(store, SessionRules.USUAL);
  }

  Handler handler() {
    Routes routes =
        Routes.builder()
            .post("/login", sessions.with(this::login))
            .post("/logout", sessions.with(this::logout))
            .get("/todos", this::list)
            .post("/todos", sessions.with(this::add))
            .post("/todos/import", sessions.with(this::addMany))
            .get("/todos/{id:int}", this::show)
            .put("/todos/{id:int}", sessions.with(this::change))
            .delete("/todos/{id:int}", sessions.with(this::remove))
            .post("/todos/{id:int}/picture", sessions.with(this::picture))
            .build();
    return Csrf.trusting().around(routes);
  }

  private Response login(Call call, Session session) throws IOException {
    try (Form form = Form.read(call.request(), FormLimits.USUAL, call.trail())) {
      String name = form.first("name").orElse("");
      if (name.isBlank()) {
        throw Problem.of(new Status(422), "who are you?").exception();
      }
      session.put("user", name);
      session.rotate();
      return json.answer(Map.of("user", name));
    }
  }

  private Response logout(Call call, Session session) throws IOException {
    session.end();
    return Response.of(Status.NO_CONTENT);
  }

  private static void known(Session session) throws IOException {
    if (session.get("user", String.class).isEmpty()) {
      throw Problem.of(Status.FORBIDDEN, "say who you are first, at /login").exception();
    }
  }

  private Response list(Call call) {
    Optional<String> type =
        Acceptance.mediaType(
            call.request().fields(), List.of("application/json", "text/plain"), call.trail());
    Response response =
        switch (type.orElse("")) {
          case "application/json" -> json.answerItems(Status.OK, todos.values().stream());
          case "text/plain" -> Response.text(Status.OK, todos.size() + " to do\n");
          default -> Problem.of(new Status(406), "there is JSON and plain text").response();
        };
    return response.with("Vary", "Accept");
  }

  private Todo find(Call call) throws IOException {
    Todo todo = todos.get(call.integer("id"));
    if (todo == null) {
      throw Problem.of(Status.NOT_FOUND, "there is no such thing to do").exception();
    }
    return todo;
  }

  private static Optional<ConditionVerdict.Validators> validators(Todo todo) {
    return Optional.of(
        new ConditionVerdict.Validators(
            Optional.of(Conditional.tagOf(todo.version())), Optional.empty()));
  }

  private Response show(Call call) throws IOException {
    Todo todo = find(call);
    return Conditional.answer(
        call.request(), validators(todo), Instant.now(), call.trail(), () -> json.answer(todo));
  }

  private Todo made(NewTodo sent) {
    var todo = new Todo(ids.incrementAndGet(), 1, sent.title(), sent.done().orElse(false));
    todos.put(todo.id(), todo);
    return todo;
  }

  private Response add(Call call, Session session) throws IOException {
    known(session);
    Todo todo = made(json.read(call.request(), NewTodo.class, call.trail()));
    session.update("added", Integer.class, n -> n.orElse(0) + 1);
    return json.answer(Status.CREATED, todo).with("Location", "/todos/" + todo.id());
  }

  private Response addMany(Call call, Session session) throws IOException {
    known(session);
    try (JsonItems<NewTodo> items = json.readItems(call.request(), NewTodo.class, call.trail())) {
      for (Optional<NewTodo> item = items.next(); item.isPresent(); item = items.next()) {
        made(item.get());
      }
      return json.answer(Map.of("added", items.taken()));
    }
  }

  private Response change(Call call, Session session) throws IOException {
    known(session);
    Todo there = find(call);
    NewTodo sent = json.read(call.request(), NewTodo.class, call.trail());
    return Conditional.answer(
        call.request(),
        validators(there),
        Instant.now(),
        call.trail(),
        () -> {
          var todo =
              new Todo(there.id(), there.version() + 1, sent.title(), sent.done().orElse(false));
          if (!todos.replace(there.id(), there, todo)) {
            throw Problem.of(Status.CONFLICT, "somebody else changed it").exception();
          }
          return json.answer(todo);
        });
  }

  private Response remove(Call call, Session session) throws IOException {
    known(session);
    todos.remove(find(call).id());
    return Response.of(Status.NO_CONTENT);
  }

  private Response picture(Call call, Session session) throws IOException {
    known(session);
    Todo todo = find(call);
    try (Form form = Form.read(call.request(), FormLimits.USUAL, call.trail())) {
      return form.file("picture")
          .map(file ->
              json.answer(Map.of("todo", todo.id(), "name", file.safeName(), "bytes", file.size())))
          .orElseThrow(() -> Problem.of(new Status(422), "there is no picture").exception());
    }
  }
}
