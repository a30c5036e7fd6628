package dev.glasshouse.dns.recursive;

import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.RecursionReason;
import dev.glasshouse.journey.RecursionStep;
import java.util.Optional;
import org.xbill.DNS.Type;

/**
 * What a resolution's question to a server is to the others that need the same. What is asked for
 * one name begins with the same questions, whatever the record type, as they are shortened (RFC
 * 9156): one goes out, and the others wait for what comes of it; once, and for no second server.
 */
final class Sharing {
  private final Machine machine;
  private final Resolution resolution;
  private final Once<Resolutions.Out> waited = new Once<>();
  private Optional<Resolutions.Out> taken = Optional.empty();
  private boolean waits;

  Sharing(Machine machine, Resolution resolution) {
    this.machine = machine;
    this.resolution = resolution;
  }

  /** Whether another's answer is waited for. */
  boolean waits() {
    return waits;
  }

  /** What was waited for has come, or will not. */
  void over() {
    waits = false;
  }

  /** Whether the same is out for another resolution, whose answer is waited for from now on. */
  boolean joins(Delegation servers, Question asked) {
    if (!isShared(servers, asked)) {
      return false;
    }
    var its = new Resolutions.Out(servers.zone(), asked);
    if (waited.contains(its)) {
      return false;
    }
    if (resolution.resolutions().take(its, resolution)) {
      taken = Optional.of(its);
      return false;
    }
    waits = true;
    waited.add(its);
    machine.tell(
        resolution.spot(),
        new RecursionStep.QuestionJoined(asked.name().toString(), asked.typeText()),
        Because.of(RecursionReason.SAME_QUESTION));
    return true;
  }

  /** Shortened names are asked for as A (RFC 9156 section 2.1). */
  private boolean isShared(Delegation servers, Question asked) {
    Want want = resolution.want();
    return asked.type() == Type.A
        && !servers.forwards()
        && want.avoided().isEmpty()
        && (want.mode() == Want.Mode.ANY || want.mode() == Want.Mode.CHAIN);
  }

  /** The question is out no more: who waits for it goes on when what came was heard. */
  void give() {
    taken.ifPresent(resolution.resolutions()::give);
    taken = Optional.empty();
  }
}
