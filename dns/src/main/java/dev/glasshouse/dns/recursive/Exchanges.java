package dev.glasshouse.dns.recursive;

import dev.glasshouse.dns.Transport;
import dev.glasshouse.dns.cache.RecordSet;
import dev.glasshouse.dns.wire.Bytes;
import dev.glasshouse.dns.wire.Fault;
import dev.glasshouse.dns.wire.MessageScan;
import dev.glasshouse.dns.wire.WireLimits;
import dev.glasshouse.journey.Because;
import dev.glasshouse.journey.Clause;
import dev.glasshouse.journey.RecursionReason;
import dev.glasshouse.journey.RecursionStep;
import dev.glasshouse.url.AddressText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The questions that are out at servers. Here is judged whether a message is the answer to what was
 * sent (RFC 5452 section 9.1), and asked again where the carrier or EDNS stood in the way; what the
 * answer means is judged by who asked.
 */
final class Exchanges {

  /**
   * An answer.
   *
   * @param message as far as it can be read
   * @param whole whether nothing was left out of it because it was broken
   * @param size bytes
   */
  record Came(Message message, boolean whole, int size, Carrier carrier) {}

  /** Told what came of a question. */
  interface Ear {
    /** An answer to the question came. */
    void heard(Came came);

    /** The records came that were asked for, and nothing besides. */
    void plain(RecordSet set);

    /** Nothing came, or nothing that can be read. */
    void nothing(String problem);
  }

  /**
   * What to ask whom.
   *
   * @param question what is asked
   * @param server who is asked
   * @param page what is known of it
   * @param zone what as
   * @param recursion whether it shall resolve for us
   * @param checking whether the server shall leave checking to us
   * @param carrier what is taken from the start
   */
  record Call(
      Question question,
      InetSocketAddress server,
      ServerBook.Page page,
      Name zone,
      boolean recursion,
      boolean checking,
      Carrier carrier) {}

  /** A question that is out. */
  private final class Talk {
    final int number;
    final Call call;
    final Carrier carrier;
    final boolean edns;
    final int id;
    final Name sentName;
    final byte[] sent;
    final int questionEnd;
    final Budget budget;
    final Spot spot;
    final Ear ear;
    final ServerBook.Page page;
    final long began;
    Alarms.Alarm alarm;
    int dropped;

    Talk(Call call, Carrier carrier, boolean speaksEdns, Budget budget, Spot spot, Ear ear) {
      this.number = ++numbers;
      this.call = call;
      this.carrier = carrier;
      this.id = machine.random().nextInt(1 << 16);
      // Nobody guesses into a stream; and some servers do not give the letters back as they came.
      boolean mixed = carrier == Carrier.UDP && machine.has(RecursorOptions.Feature.RANDOM_CASE);
      Name full = call.question.name();
      this.sentName = mixed ? RandomCase.of(full, machine.random()) : full;
      // In lower case it is written faster, and tells less of who asks.
      byte[] name = mixed ? sentName.toWire() : full.toWireCanonical();
      this.budget = budget;
      this.spot = spot;
      this.ear = ear;
      this.began = machine.now();
      this.page = call.page;
      this.edns = speaksEdns && !page.isPlain();
      this.questionEnd = MessageScan.HEADER + name.length + 4;
      this.sent = message(name);
      this.alarm = machine.alarm(began + patience(), () -> silent(this));
    }

    /** A handshake takes several round trips, of which earlier answers tell nothing. */
    private long patience() {
      return carrier == Carrier.TLS ? machine.limits().patience().toNanos() : page.patience();
    }

    /** RFC 1035 section 4.1: a header, the question, and behind it an OPT record. */
    private byte[] message(byte[] name) {
      byte[] bytes = new byte[questionEnd + (edns ? OPT_SIZE : 0)];
      Bytes.put16(bytes, 0, id);
      Bytes.put16(bytes, 2, (call.recursion ? RD : 0) | (call.checking ? CD : 0));
      Bytes.put16(bytes, 4, 1);
      System.arraycopy(name, 0, bytes, MessageScan.HEADER, name.length);
      Bytes.put16(bytes, questionEnd - 4, call.question.type());
      Bytes.put16(bytes, questionEnd - 2, call.question.dclass());
      if (edns) {
        boolean plain = machine.has(RecursorOptions.Feature.NO_SIGNATURES_ASKED);
        Bytes.put16(bytes, 10, 1);
        Bytes.put16(bytes, questionEnd + 1, Type.OPT);
        Bytes.put16(bytes, questionEnd + 3, machine.limits().udpSize());
        Bytes.put16(bytes, questionEnd + 7, plain ? 0 : ExtendedFlags.DO);
      }
      return bytes;
    }

    /** Whether a message without fault repeats id and question to the letter. */
    boolean isRepeatedIn(MessageScan scan) {
      return scan.id() == id
          && scan.questions() == 1
          && scan.questionEnd() == questionEnd
          && Arrays.equals(
              scan.bytes(), MessageScan.HEADER, questionEnd, sent, MessageScan.HEADER, questionEnd);
    }
  }

  private static final int RD = 0x0100;
  private static final int CD = 0x0010;
  private static final int OPT_SIZE = 11;

  private final Machine machine;
  private final MessageScan scan = new MessageScan(WireLimits.ANSWER);
  private final ByNumber<Talk> open = new ByNumber<>();
  private int numbers;

  Exchanges(Machine machine) {
    this.machine = machine;
  }

  /** Asks. The budget has been charged for this message, and is charged here for each further. */
  int ask(Call call, Budget budget, Spot spot, Ear ear) {
    boolean stream = call.carrier == Carrier.UDP && machine.has(RecursorOptions.Feature.TCP_ONLY);
    return send(new Talk(call, stream ? Carrier.TCP : call.carrier, true, budget, spot, ear));
  }

  private int send(Talk talk) {
    open.put(talk.number, talk);
    machine.act(new Action.Send(talk.number, talk.call.server, talk.carrier, talk.sent));
    return talk.number;
  }

  /** Nobody wants to know any more. */
  void drop(int number) {
    open.get(number).ifPresent(this::close);
  }

  /** A message came in. */
  void received(int number, InetSocketAddress from, byte[] bytes) {
    Optional<Talk> known = open.get(number);
    if (known.isEmpty()) {
      return;
    }
    Talk talk = known.get();
    Optional<RecordSet> plain = plain(talk, from, bytes);
    if (plain.isPresent()) {
      talk.page.answered(machine.now() - talk.began, machine.now());
      close(talk);
      talk.ear.plain(plain.get());
      return;
    }
    Decoding decoded;
    try {
      decoded = Decoding.of(scan, bytes, machine.limits().serversPerZone());
    } catch (IOException e) {
      dropped(talk, from, "it is malformed: " + e.getMessage(), false);
      return;
    }
    Message message = decoded.message();
    Optional<String> mismatch = mismatch(talk, from, message);
    if (mismatch.isPresent()) {
      dropped(talk, from, mismatch.get(), true);
      return;
    }
    talk.page.answered(machine.now() - talk.began, machine.now());
    boolean cut = message.getHeader().getFlag(Flags.TC);
    if (cut && talk.carrier != Carrier.UDP) {
      close(talk);
      talk.ear.nothing("its answer is cut, by " + talk.carrier + " too");
    } else if (cut) {
      again(talk, Carrier.TCP, talk.edns, RecursionReason.TRUNCATED, Clause.rfc(7766, "5"));
    } else if (talk.edns && refusesEdns(message)) {
      talk.page.plain();
      again(talk, talk.carrier, false, RecursionReason.NO_EDNS, Clause.rfc(6891, "7"));
    } else {
      close(talk);
      talk.ear.heard(new Came(message, decoded.whole(), bytes.length, talk.carrier));
    }
  }

  /**
   * The plain answer to what was sent, if it is one. Whose story is told hears all about it the
   * long way, and addresses that no outsider may answer with are looked for there.
   */
  private Optional<RecordSet> plain(Talk talk, InetSocketAddress from, byte[] bytes) {
    boolean mayBe =
        scan.scan(bytes) == Fault.NONE
            && !talk.spot.told()
            && machine.options().hidden().isEmpty()
            && Transport.isSame(from, talk.call.server)
            && talk.isRepeatedIn(scan);
    return mayBe
        ? PlainAnswer.of(scan, talk.call.question, machine.ttls(), machine.now())
        : Optional.empty();
  }

  /** RFC 6891 section 7: an old server's error, which itself has no OPT. */
  private static boolean refusesEdns(Message message) {
    int code = message.getHeader().getRcode();
    return message.getOPT() == null && (code == Rcode.FORMERR || code == Rcode.NOTIMP)
        || message.getRcode() == Rcode.BADVERS;
  }

  /** Why a message is not the answer (RFC 5452 section 9.1); empty when it is. */
  private static Optional<String> mismatch(Talk talk, InetSocketAddress from, Message message) {
    Header header = message.getHeader();
    if (!Transport.isSame(from, talk.call.server)) {
      return Optional.of("it comes from another address than " + AddressText.of(talk.call.server));
    }
    if (header.getID() != talk.id) {
      return Optional.of("its id is " + header.getID() + ", not " + talk.id);
    }
    if (!header.getFlag(Flags.QR)) {
      return Optional.of("it is a question");
    }
    if (header.getOpcode() != Opcode.QUERY) {
      return Optional.of("its opcode is " + Opcode.string(header.getOpcode()));
    }
    Record question = message.getQuestion();
    if (question == null) {
      int code = header.getRcode();
      return code == Rcode.NOERROR || code == Rcode.NXDOMAIN
          ? Optional.of("it repeats no question")
          : Optional.empty();
    }
    Question asked = talk.call.question;
    boolean same =
        question.getName().equals(talk.sentName)
            && question.getType() == asked.type()
            && question.getDClass() == asked.dclass();
    if (!same) {
      return Optional.of("it answers " + Question.of(question) + ", not " + asked);
    }
    // 0x20: what was sent in mixed case must come back so.
    return RandomCase.same(question.getName(), talk.sentName)
            || RandomCase.same(talk.sentName, talk.call.question.name())
        ? Optional.empty()
        : Optional.of("the letters of its name have another case");
  }

  /**
   * Something else came. It is not looked at further; where it nearly fits, TCP is taken, which
   * cannot be guessed into.
   */
  private void dropped(Talk talk, InetSocketAddress from, String problem, boolean near) {
    machine.tell(
        talk.spot,
        new RecursionStep.ForgeryDropped(AddressText.of(from), problem),
        Because.of(RecursionReason.MUST_FIT, Clause.rfc(5452, "9.1")));
    talk.dropped++;
    if (talk.carrier != Carrier.UDP) {
      close(talk);
      talk.ear.nothing(problem);
    } else if (near && talk.dropped >= machine.limits().nearMisses()) {
      again(talk, Carrier.TCP, talk.edns, RecursionReason.GUESSED_AT, Clause.rfc(5452, "9.2"));
    } else if (talk.dropped >= machine.limits().drops()) {
      close(talk);
      talk.ear.nothing("only messages that do not fit");
    }
  }

  private void again(
      Talk talk, Carrier carrier, boolean edns, RecursionReason reason, Clause clause) {
    close(talk);
    if (!talk.budget.send()) {
      talk.ear.nothing("the budget of the question is spent");
      return;
    }
    Question q = talk.call.question;
    machine.tell(
        talk.spot,
        new RecursionStep.ServerChosen(
            talk.call.zone.toString(),
            AddressText.of(talk.call.server),
            carrier.name(),
            q.name().toString(),
            q.typeText(),
            java.time.Duration.ZERO),
        Because.of(reason, clause));
    send(new Talk(talk.call, carrier, edns, talk.budget, talk.spot, talk.ear));
  }

  /** An exchange can bring nothing any more. */
  void failed(int number, String problem) {
    Optional<Talk> known = open.get(number);
    if (known.isPresent()) {
      Talk talk = known.get();
      // Inside TLS the transport itself spares a server that cannot be reached, and not for long.
      if (talk.carrier != Carrier.TLS) {
        talk.page.silent(talk.began, machine.now());
      }
      close(talk);
      talk.ear.nothing(problem);
    }
  }

  private void silent(Talk talk) {
    if (open.has(talk.number)) {
      talk.page.silent(talk.began, machine.now());
      close(talk);
      talk.ear.nothing("no answer in time");
    }
  }

  private void close(Talk talk) {
    open.remove(talk.number);
    talk.alarm.cancel();
    machine.act(new Action.Close(talk.number));
  }

  /** How many questions are out. */
  int count() {
    return open.size();
  }
}
