package dev.glasshouse.dns.recursive;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.RecursionReason;
import dev.glasshouse.journey.RecursionStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.xbill.DNS.Name;

/**
 * The resolutions that are under way. Who wants what is being found out already waits for it
 * together with the others: a thousand clients with one question cause one (RFC 5452 section 5).
 */
final class Resolutions {
  private final Machine machine;
  private final Map<Want, Resolution> open = new HashMap<>();
  private final Map<Out, List<Resolution>> out = new HashMap<>();

  /** What servers of a zone are being asked, perhaps on the way to several answers. */
  record Out(Name zone, Question question) {}

  Resolutions(Machine machine) {
    this.machine = machine;
  }

  /**
   * Finds something out.
   *
   * @param on whose budget
   * @param within the resolution that needs it; empty for a client's own
   * @param then told what was found, later, and once
   * @return whether it is under way; false where it would wait for itself
   */
  boolean resolve(Want want, Charge on, Optional<Resolution> within, Consumer<Finding> then) {
    return resolve(want, on, within, then, Resolution::begin);
  }

  /**
   * The same.
   *
   * @param begin what its resolution, if it needs one of its own, begins with
   */
  boolean resolve(
      Want want,
      Charge on,
      Optional<Resolution> within,
      Consumer<Finding> then,
      Consumer<Resolution> begin) {
    Resolution known = open.get(want);
    if (known != null) {
      if (within.isPresent() && known.waitsFor(within.get())) {
        return false;
      }
      machine.tell(
          on.spot(),
          new RecursionStep.QuestionJoined(
              want.question().name().toString(), want.question().typeText()),
          Because.of(RecursionReason.SAME_QUESTION));
      known.listen(within, then);
      return true;
    }
    if (on.depth() > machine.limits().depth() || !on.budget().question()) {
      spent(want, on);
      return false;
    }
    var resolution = new Resolution(machine, this, want, on);
    open.put(want, resolution);
    resolution.listen(within, then);
    machine.soon(() -> begin.accept(resolution));
    return true;
  }

  private void spent(Want want, Charge on) {
    machine.tell(
        on.spot(),
        new RecursionStep.BudgetSpent(
            on.budget().spent().orElse("depth"), want.question().name().toString()),
        Because.of(RecursionReason.ENOUGH));
  }

  /**
   * Takes a question to a zone's servers, unless another resolution has the same out: then that
   * one's answer is waited for. Whether it was taken.
   */
  boolean take(Out question, Resolution who) {
    List<Resolution> waiting = out.putIfAbsent(question, List.of());
    if (waiting == null) {
      return true;
    }
    if (waiting.isEmpty()) {
      // Most have nobody beside them.
      waiting = new ArrayList<>();
      out.put(question, waiting);
    }
    waiting.add(who);
    return false;
  }

  /** Something came of it, or nothing will: who waits goes on. */
  void give(Out question) {
    List<Resolution> waiting = out.remove(question);
    if (waiting != null) {
      waiting.forEach(each -> machine.soon(each::resume));
    }
  }

  /** Whether this is being found out. */
  boolean isOpen(Want want) {
    return !open.isEmpty() && open.containsKey(want);
  }

  void over(Want want) {
    open.remove(want);
  }

  int count() {
    return open.size();
  }
}
