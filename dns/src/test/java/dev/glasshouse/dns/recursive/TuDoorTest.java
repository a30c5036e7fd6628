package dev.glasshouse.dns.recursive;

import static dev.glasshouse.dns.recursive.Carrier.TCP;
import static dev.glasshouse.dns.recursive.Carrier.UDP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** TuDoor: malformed answers, of which one or another ends the question of some resolver. */
class TuDoorTest {

  /** Messages with the id of a question that nobody can read to their end. */
  private static List<byte[]> malformed(byte[] question) {
    byte[] answer = question.clone();
    answer[2] |= (byte) 0x80;
    var all = new ArrayList<byte[]>();
    all.add(new byte[0]);
    all.add(Arrays.copyOf(answer, 11));
    // A header alone, which promises a question; and a question that is cut.
    all.add(Arrays.copyOf(answer, 12));
    all.add(Arrays.copyOf(answer, 20));
    // Counts that are not true, of each section; two questions.
    for (int at : new int[] {4, 6, 8, 10}) {
      byte[] counts = answer.clone();
      counts[at] = (byte) 0xff;
      all.add(counts);
    }
    // A name that points at itself, and one with a length that no label has.
    byte[] itself = answer.clone();
    itself[12] = (byte) 0xc0;
    itself[13] = 12;
    all.add(itself);
    byte[] label = answer.clone();
    label[12] = 0x40;
    all.add(label);
    // A record that is longer than the message.
    byte[] record = Arrays.copyOf(answer, answer.length + 12);
    record[7] = 1;
    Arrays.fill(record, answer.length, record.length, (byte) 0);
    record[record.length - 1] = 99;
    all.add(record);
    return all;
  }

  @Test
  void tuDoorAHundredMalformedMessagesAndAGoodOne() {
    World world = World.usual(World.plain());
    world.ask("other.example.test.", Type.A);
    long client = world.begin("www.example.test.", Type.A);
    Action.Send send = world.waiting.poll();
    List<byte[]> malformed = malformed(send.message());
    for (int i = 0; i < 100; i++) {
      byte[] junk = malformed.get(i % malformed.size());
      world.act(world.recursor.received(send.exchange(), send.server(), junk, world.moment()));
    }
    assertThat(world.replies).doesNotContainKey(client);
    assertThat(world.waiting).as("it is still waited for").isEmpty();
    world.act(
        world.recursor.received(send.exchange(), send.server(), good(world, send), world.moment()));
    assertThat(world.reply(client).answer()).hasSize(1);
  }

  private static byte[] good(World world, Action.Send send) {
    return world
        .serverAt(send.server().getAddress().getHostAddress())
        .apply(World.message(send.message()))
        .getFirst();
  }

  /** What can be read and does not fit ends no question either: it goes on by TCP. */
  @Test
  void tuDoorWhatDoesNotFitEndsNoQuestion() {
    World world = World.usual(World.plain());
    world.ask("www.example.test.", Type.A);
    List<Consumer<Message>> changes =
        List.of(
            m -> m.getHeader().setID(m.getHeader().getID() ^ 1),
            m -> m.getHeader().unsetFlag(Flags.QR),
            m -> m.getHeader().setOpcode(Opcode.NOTIFY),
            m -> m.removeAllRecords(Section.QUESTION),
            m -> {
              m.removeAllRecords(Section.QUESTION);
              m.addRecord(
                  Question.of(World.name("other.test."), Type.A).record(), Section.QUESTION);
            },
            m -> {
              Name name = m.getQuestion().getName();
              m.removeAllRecords(Section.QUESTION);
              m.addRecord(Question.of(name, Type.TXT).record(), Section.QUESTION);
            });
    for (int n = 0; n < changes.size(); n++) {
      world.sent.clear();
      long client = world.begin("n" + n + ".example.test.", Type.A);
      Action.Send udp = world.waiting.remove();
      byte[] good = good(world, udp);
      Message forged = World.message(good);
      changes.get(n).accept(forged);
      for (int i = 0; i < 100; i++) {
        world.act(
            world.recursor.received(udp.exchange(), udp.server(), forged.toWire(), world.moment()));
      }
      assertThat(world.sent).extracting(Action.Send::carrier).containsExactly(UDP, TCP);
      world.run();
      assertThat(world.reply(client).rcode()).isEqualTo(Rcode.NXDOMAIN);
    }
  }
}
